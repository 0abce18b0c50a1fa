import type { Mistake } from './evidence.js'
import { type Meaning, showNumber } from './numbers.js'

/** The things of a list as a reader expects them: a, b and c. */
export const listed = (items: readonly string[], word = 'and'): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${word} ${items[items.length - 1]}`

const shownPaths = 4

/** Leaves by their paths; the argument where it is one tensor. */
export const leavesNamed = (paths: readonly string[]): string => {
  const names = paths.map((path) => path || 'the argument')
  return names.length <= shownPaths
    ? listed(names)
    : `${names.slice(0, shownPaths - 1).join(', ')} and ${names.length - shownPaths + 1} more`
}

/** `the gradient` where all leaves are meant, else that of some. */
export const gradientOf = (paths: readonly string[], isAll: boolean): string =>
  isAll ? 'the gradient' : `the gradient${paths.length > 1 ? 's' : ''} of ${leavesNamed(paths)}`

const hintOf = (size: number, isCount: boolean): string => {
  if (size === 2) return '; perhaps a factor 1/2 of the function is left out of it'
  if (size === 1 / 2) return '; perhaps the 2 in the derivative of a square is left out'
  if (!isCount) return ''
  return size > 1
    ? '; it looks like the gradient of the sum instead of the mean'
    : '; it looks like the gradient of the mean instead of the sum, or averaged twice'
}

/** What a factor says of a gradient, and what to do. */
export const factorText = (subject: string, many: boolean, { value, name, isCount }: Meaning): string => {
  const [is, has, it] = many ? ['are', 'have', 'them'] : ['is', 'has', 'it']
  if (value === -1) return `${subject} ${has} the wrong sign: negate ${it}`
  const size = Math.abs(value)
  const sign = value < 0 ? `${has} the wrong sign and ` : ''
  const negated = value < 0 ? ' and negate it' : ''
  const what = name === undefined ? '' : `, ${name}`
  const told =
    size > 1
      ? `${is} ${showNumber(size)} times too large: divide by ${showNumber(size)}${what}`
      : `${is} only ${showNumber(size)} of what ${many ? 'they' : 'it'} should be: multiply by ${showNumber(1 / size)}${what}`
  return `${subject} ${sign}${told}${negated}${hintOf(size, isCount)}`
}

/** Mistakes that together explain something, as one sentence. */
export const together = (mistakes: readonly Mistake[]): string => mistakes.map(({ text }) => text).join('; and ')

/** Explanations of which each will do. */
export const either = (explanations: readonly (readonly Mistake[])[]): string =>
  explanations.length === 1
    ? together(explanations[0])
    : `one of these, and the evidence does not tell which: ${explanations.map((each, index) => `(${index + 1}) ${together(each)}`).join('; ')}`
