import type { Mistake } from './evidence.js'
import { agrees, fitted, isForgotten, isKnown, type Matter, moved, uncertainty } from './matching.js'
import { type Meaning, meaningOf, wholeNumber } from './numbers.js'
import { rearrangements } from './rearranging.js'
import { factorText, gradientOf } from './words.js'

// What the two gradients alone tell, leaf by leaf. These are facts: that a gradient is twice too large is so, whatever
// mistake made it so.

/** One thing that explains the gradient of a leaf. Leaves of one key have one and the same thing in common. */
export interface Fact {
  readonly key: string
  readonly cause: Mistake['cause']
  readonly factor: number | undefined
  /** Whether nothing was fitted but to a number that means something. */
  readonly isPlain: boolean
  /** What is to be said of several leaves at once. */
  readonly say: (subject: string, many: boolean) => string
}

const scaled = (meaning: Meaning): Fact => ({
  key: `factor ${meaning.value}`,
  cause: meaning.value === -1 ? 'sign' : 'factor',
  factor: meaning.value,
  isPlain: true,
  say: (subject, many) => factorText(subject, many, meaning),
})

/** A factor that means nothing to us is worth telling only of several entries that have it in common. */
const enoughEntries = 2

const scaledBy = (matter: Matter, leaf: number, counts: readonly Meaning[]): readonly Fact[] => {
  const { numeric } = matter
  const factor = fitted(matter, [leaf], numeric)
  if (factor === undefined || !agrees(matter, leaf, moved(numeric, factor)[leaf], factor)) return []
  const relative = uncertainty(matter, [leaf], numeric)
  if (Math.abs(factor) <= relative) return []
  const meaning = meaningOf(counts, factor, relative)
  if (meaning !== undefined) return meaning.value === 1 ? [] : [scaled(meaning)]
  const telling = numeric[leaf].filter((entry, index) => Math.abs(entry) > 2 ** 20 * matter.tolerance[leaf][index])
  if (telling.length < enoughEntries) return []
  const whole = wholeNumber(factor, relative)
  if (whole !== undefined) return [scaled(whole)]
  const plain = { value: factor, name: undefined, isCount: false }
  return [{ ...scaled(plain), key: `factor ${factor.toPrecision(6)}`, isPlain: false }]
}

/** What is said of one gradient, said of several. */
const inPlural = (text: string): string => text.replace(/^is /, 'are ').replace(/^has its /, 'have their ')

const rearranged = (matter: Matter, leaf: number, counts: readonly Meaning[]): readonly Fact[] =>
  rearrangements(matter.leaves[leaf].shape).flatMap(({ cause, detail, text, of }) => {
    const right = of(matter.numeric[leaf])
    const all = matter.numeric.with(leaf, right)
    const factor = fitted(matter, [leaf], all)
    const meaning = factor === undefined ? undefined : meaningOf(counts, factor, uncertainty(matter, [leaf], all))
    // A second number beside a rearrangement is believed only where it is sign, or half or double.
    if (meaning === undefined || ![1, -1, 2, 0.5].includes(meaning.value)) return []
    if (!agrees(matter, leaf, moved(all, meaning.value)[leaf], meaning.value)) return []
    const also =
      meaning.value === 1
        ? ''
        : meaning.value === -1
          ? ', and has the wrong sign'
          : `, and ${meaning.value === 2 ? 'twice' : 'half'} as large as it should be`
    return [
      {
        key: `${cause} ${detail} ${meaning.value}`,
        cause,
        factor: meaning.value === 1 ? undefined : meaning.value,
        isPlain: meaning.value === 1,
        say: (subject: string, many: boolean) => `${subject} ${many ? inPlural(text) : text}${also}`,
      },
    ]
  })

const ofAnother = (matter: Matter, leaf: number): readonly Fact[] =>
  matter.paths.flatMap((path, other) => {
    const entries = matter.numeric[other]
    if (other === leaf || entries.length !== matter.numeric[leaf].length) return []
    if (!isKnown(matter, other) || !agrees(matter, leaf, entries)) return []
    const own = matter.paths[leaf]
    const isExchange = agrees(matter, other, matter.numeric[leaf])
    return [
      {
        key: isExchange ? `exchanged ${Math.min(leaf, other)} ${Math.max(leaf, other)}` : `exchanged ${leaf} ${other}`,
        cause: 'exchanged' as const,
        factor: undefined,
        isPlain: true,
        say: () =>
          isExchange
            ? `the gradients of ${own} and ${path} are exchanged: return them in the order of the arguments`
            : `the gradient of ${own} is that of ${path}: return its own`,
      },
    ]
  })

const forgotten: Fact = {
  key: 'forgotten',
  cause: 'forgotten',
  factor: 0,
  isPlain: true,
  say: (subject, many) =>
    `${subject} ${many ? 'are' : 'is'} all 0, and the function does depend on ${many ? 'those' : 'it'}: add what comes back there`,
}

/** Everything that explains the gradient of a wrong leaf by itself, the simplest first. */
export const factsOf = (matter: Matter, leaf: number, counts: readonly Meaning[]): readonly Fact[] => {
  const number = scaledBy(matter, leaf, counts)
  if (!isKnown(matter, leaf)) return number
  if (isForgotten(matter, leaf)) return [forgotten]
  const all = [...number, ...ofAnother(matter, leaf), ...rearranged(matter, leaf, counts)]
  const plain = all.filter(({ isPlain }) => isPlain)
  return plain.length > 0 ? plain : all
}

/** Whether what explains a gradient at one point is what explains it at another; numbers that were fitted are the same but for their errors. */
export const isSameFact = (a: Fact, b: Fact): boolean =>
  a.key === b.key ||
  (a.cause === 'factor' &&
    b.cause === 'factor' &&
    Math.abs((a.factor as number) - (b.factor as number)) <= 2 ** -20 * Math.abs(a.factor as number))

/** A fact about several leaves, which may be all that could be wrong. */
export const mistakeOf = ({ cause, factor, say }: Fact, paths: readonly string[], isAll: boolean): Mistake => ({
  cause,
  paths,
  factor,
  places: [],
  text: say(gradientOf(paths, isAll), !isAll && paths.length > 1),
})
