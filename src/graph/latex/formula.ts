import type { Constant } from '../../tensor/index.js'
import { words } from './names.js'
import type { Term } from './term.js'

/** How tightly a formula holds together; an operand that holds less is put into parentheses. */
const sum = 1
const product = 2
const sign = 3
const matrices = 4
export const power = 5
export const atom = 6

/** A formula, and how tightly it holds together. */
export interface Formula {
  readonly text: string
  readonly binding: number
}

const ofAtom = (text: string): Formula => ({ text, binding: atom })

const within = ({ text, binding }: Formula, least: number): string =>
  binding >= least ? text : `\\left( ${text} \\right)`

/** A number as it is written: powers of ten as such, in as many digits as it has. */
export const numeral = (value: number, isBool = false): Formula => {
  if (isBool) return ofAtom(words(value === 0 ? 'false' : 'true'))
  if (Number.isNaN(value)) return ofAtom(words('NaN'))
  if (!Number.isFinite(value)) return value > 0 ? ofAtom('\\infty') : { text: '-\\infty', binding: sign }
  const [digits, exponent] = String(value).split('e')
  const text = Object.is(value, -0) ? '-0' : digits
  if (exponent === undefined) return { text, binding: text.startsWith('-') ? sign : atom }
  const tens = `10^{${Number(exponent)}}`
  if (text === '1') return { text: tens, binding: power }
  return { text: `${text} \\cdot ${tens}`, binding: text.startsWith('-') ? sign : matrices }
}

/** Names of the axes under a sum, outermost first. */
const axisLetters = 'ijklmnpq'

const axesText = (axes: readonly number[]): string => axes.map((axis) => axisLetters[axis] ?? `a_{${axis}}`).join(', ')

/** The axes over which a sum to a shape goes: the leading ones, and those that it leaves with size 1. */
const summedAxes = (from: readonly number[], to: readonly number[]): readonly number[] =>
  from.flatMap((size, axis) => {
    const kept = to[axis - from.length + to.length]
    return kept === undefined || (kept === 1 && size !== 1) ? [axis] : []
  })

const shapeText = (shape: readonly number[]): string => (shape.length === 0 ? '1' : shape.join(' \\times '))

/** The sizes that are not 1. */
const sizes = (shape: readonly number[]): string => shape.filter((size) => size !== 1).join()

const named: { readonly [op: string]: string } = {
  acos: '\\arccos',
  asin: '\\arcsin',
  atan: '\\arctan',
  argmax: '\\arg\\max',
  argmin: '\\arg\\min',
  cos: '\\cos',
  cosh: '\\cosh',
  det: '\\det',
  exp: '\\exp',
  log: '\\log',
  log10: '\\log_{10}',
  log2: '\\log_{2}',
  logistic: '\\sigma',
  maximum: '\\max',
  minimum: '\\min',
  sigmoid: '\\sigma',
  sin: '\\sin',
  sinh: '\\sinh',
  tan: '\\tan',
  tanh: '\\tanh',
}

/** A letter or a word applied to arguments. */
const called = (name: string, operands: readonly Formula[]): Formula =>
  ofAtom(`${name}\\left( ${operands.map(({ text }) => text).join(',\\, ')} \\right)`)

const infix = (mark: string, a: Formula, b: Formula, binding: number, right = binding): Formula => ({
  text: `${within(a, binding)} ${mark} ${within(b, right)}`,
  binding,
})

/** A product of matrices beside one element by element. */
const apart = (x: Formula): Formula => (x.binding === matrices ? ofAtom(within(x, atom)) : x)

/** What a power or a transposition is written on. */
const base = (x: Formula): string => (x.binding === atom && x.text.includes('^') ? `{${x.text}}` : within(x, atom))

/** The opposite of a condition. */
const opposites: { readonly [op: string]: string } = { less: '\\ge', lessEqual: '>', equal: '\\ne' }

const bracketed = (condition: string, x: Formula): Formula => ({
  text: `\\left[ ${condition} \\right] \\odot ${within(apart(x), sign)}`,
  binding: product,
})

const isScalar = ({ shape }: Term): boolean => shape.length === 0

const reduction = (mark: string, axes: readonly number[], x: Formula): Formula => ({
  text: `${mark}_{${axesText(axes)}} ${x.binding === sign ? `\\left( ${x.text} \\right)` : within(x, product)}`,
  binding: product,
})

const listed = (value: unknown): string =>
  Array.isArray(value) ? value.map(listed).join(', ') : typeof value === 'object' && value !== null ? '' : String(value)

/** An operation without a sign of its own: by its name, with what it is told below. */
const other = ({ op, attributes }: Term, operands: readonly Formula[]): Formula => {
  const told = Object.values(attributes)
    .map(listed)
    .filter((text) => /^[\w., -]+$/.test(text))
  const below = told.length === 0 ? '' : `_{${told.map((text) => words(text)).join(';\\,')}}`
  return called(`${named[op] ?? `\\operatorname{${op}}`}${below}`, operands)
}

const opposite = (condition: Term, shown: Formula, read: (term: Term) => Formula): string =>
  condition.op in opposites
    ? infix(opposites[condition.op], read(condition.operands[0]), read(condition.operands[1]), 0, sum).text
    : `\\lnot \\left( ${shown.text} \\right)`

/** The formula of an operation, given how its operands are read. */
export const formulaOf = (term: Term, read: (term: Term) => Formula, arrays: readonly Constant[]): Formula => {
  const operands = term.operands.map(read)
  const [a, b, c] = operands
  const [first, second, third] = term.operands
  const { attributes } = term
  switch (term.op) {
    case 'number':
      return numeral(term.value, attributes.bool === true)
    case 'array':
      return ofAtom(arrays.length === 1 ? 'C' : `C_{${term.value + 1}}`)
    case 'add':
      return infix('+', a, b, sum)
    case 'sub':
      return infix('-', a, b, sum, product)
    case 'mul':
      return isScalar(first) || isScalar(second)
        ? infix('\\cdot', a, b, product, matrices)
        : infix('\\odot', apart(a), apart(b), product, matrices)
    case 'div':
      return { text: `\\frac{${a.text}}{${b.text}}`, binding: power }
    case 'neg':
      return { text: `-${within(a, power)}`, binding: sign }
    case 'matmul':
      return { text: `${within(a, power)} \\, ${within(b, power)}`, binding: matrices }
    case 'transpose': {
      const permutation = attributes.permutation as readonly number[]
      const isPlain = permutation.every((axis, at) => axis === permutation.length - 1 - at) && permutation.length === 2
      return isPlain ? { text: `${base(a)}^{\\top}`, binding: power } : other(term, operands)
    }
    case 'sumTo':
      return reduction('\\sum', summedAxes(first.shape, term.shape), a)
    case 'reduceMax':
    case 'reduceMin':
      return reduction(term.op === 'reduceMax' ? '\\max' : '\\min', attributes.axes as readonly number[], a)
    case 'power':
      return { text: `${base(a)}^{${b.text}}`, binding: power }
    case 'sqrt':
      return ofAtom(`\\sqrt{${a.text}}`)
    case 'rsqrt':
      return { text: `\\frac{1}{\\sqrt{${a.text}}}`, binding: power }
    case 'cbrt':
      return ofAtom(`\\sqrt[3]{${a.text}}`)
    case 'exp2':
      return { text: `2^{${a.text}}`, binding: power }
    case 'abs':
      return ofAtom(`\\left| ${a.text} \\right|`)
    case 'floor':
      return ofAtom(`\\left\\lfloor ${a.text} \\right\\rfloor`)
    case 'ceil':
      return ofAtom(`\\left\\lceil ${a.text} \\right\\rceil`)
    case 'equal':
      return infix('=', a, b, 0, sum)
    case 'less':
      return infix('<', a, b, 0, sum)
    case 'lessEqual':
      return infix('\\le', a, b, 0, sum)
    case 'where':
      // Iverson's brackets: 1 where the condition holds, and 0 elsewhere.
      if (third.op === 'number' && third.value === 0) return bracketed(a.text, b)
      if (second.op === 'number' && second.value === 0) return bracketed(opposite(first, a, read), c)
      return ofAtom(
        `\\begin{cases} ${b.text} & ${words('where ')} ${a.text} \\\\ ${c.text} & ${words('elsewhere')} \\end{cases}`,
      )
    case 'flipWhere':
      return ofAtom(
        `\\begin{cases} -${within(b, power)} & ${words('where ')} ${a.text} \\\\ ${b.text} & ${words('elsewhere')} \\end{cases}`,
      )
    case 'broadcastTo':
      return called(`\\operatorname{broadcast}_{${shapeText(term.shape)}}`, operands)
    case 'reshape':
      // Axes of size 1 come and go without a word, as they do in broadcasting.
      if (sizes(first.shape) === sizes(term.shape)) return a
      return called(`\\operatorname{reshape}_{${shapeText(term.shape)}}`, operands)
    default:
      return other(term, operands)
  }
}

/** Where the values of a shape lie. */
export const spaceOf = (shape: readonly number[]): string =>
  shape.length === 0 ? '\\mathbb{R}' : `\\mathbb{R}^{${shapeText(shape)}}`
