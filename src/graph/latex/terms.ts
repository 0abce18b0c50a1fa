import {
  type Constant,
  isUniform,
  layoutOf,
  rowMajor,
  type Shape,
  showNumber,
  sizeOf,
  type Tensor,
} from '../../tensor/index.js'
import { isConstant } from '../expression.js'
import { type Graph, isGraph } from '../trace.js'
import { rewritten } from './rules.js'
import type { Term, Terms } from './term.js'

const termsOf = (): Terms => {
  const known = new Map<string, Term>()
  return {
    make: (op, operands, shape, attributes = {}, value = 0) => {
      const shown = JSON.stringify(attributes, (_, each: unknown) => (typeof each === 'function' ? null : each))
      const key = `${op}|${operands.map(({ serial }) => serial)}|${shape}|${shown}|${showNumber(value)}`
      const found = known.get(key)
      if (found !== undefined) return found
      const term = { op, operands, shape, attributes, value, serial: known.size }
      known.set(key, term)
      return term
    },
  }
}

/** Operations that work element by element, where broadcasting need not be written. */
const elementwise = new Set(
  (
    'abs acos acosh add asin asinh atan atan2 atanh bitwiseAnd bitwiseOr bitwiseXor cbrt ceil convert cos cosh div equal ' +
    'erf erfc exp exp2 expm1 floor floorDiv hypot less lessEqual log log10 log1p log2 logistic maximum minimum mul neg ' +
    'power remainder round rsqrt shiftLeft shiftRight shiftRightLogical sigmoid sign sin sinh sqrt stopGradient sub tan ' +
    'tanh trunc where flipWhere'
  ).split(' '),
)

/** What a term is where broadcasting goes without saying. */
export const bare = (term: Term): Term => (term.op === 'broadcastTo' ? bare(term.operands[0]) : term)

const broadcastShape = (shapes: readonly Shape[]): Shape => {
  const rank = shapes.reduce((most, { length }) => Math.max(most, length), 0)
  return Array.from({ length: rank }, (_, axis) =>
    shapes.reduce((size, shape) => {
      const own = shape[axis - rank + shape.length] ?? 1
      return own === 1 ? size : own
    }, 1),
  )
}

const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((size, axis) => size === b[axis])

/** A constant: a number where all elements are the same, whatever its shape. */
const constantTerm = ({ make }: Terms, constant: Constant, arrays: Constant[]): Term => {
  const size = sizeOf(constant.shape)
  const { data, offset } = layoutOf(constant)
  const elements = isUniform(constant) && size > 0 ? data.subarray(offset, offset + 1) : rowMajor(constant)
  const [first] = elements
  if (size > 0 && elements.every((element) => Object.is(element, first))) {
    const number = make('number', [], [], { bool: constant.dtype === 'bool' }, first)
    return constant.shape.length === 0 ? number : make('broadcastTo', [number], constant.shape)
  }
  const at = arrays.indexOf(constant)
  return make('array', [], constant.shape, {}, at < 0 ? arrays.push(constant) - 1 : at)
}

/** A graph read as terms. */
export interface Reading {
  readonly outputs: readonly Term[]
  readonly inputs: readonly Term[]
  /** What the terms `array` stand for. */
  readonly arrays: readonly Constant[]
}

/** One operation on terms, with broadcasting left to where it is needed. */
const applied = (terms: Terms, op: string, operands: readonly Term[], shape: Shape, attributes: object): Term => {
  if (op === 'broadcastTo')
    return operands[0].op === op ? applied(terms, op, [bare(operands[0])], shape, {}) : terms.make(op, operands, shape)
  if (!elementwise.has(op)) return rewritten(terms, terms.make(op, operands, shape, { ...attributes }))
  const within = operands.map(bare)
  const own = broadcastShape(within.map((each) => each.shape))
  const term = rewritten(terms, terms.make(op, within, own, { ...attributes }))
  return sameShape(bare(term).shape, shape) ? bare(term) : terms.make('broadcastTo', [bare(term)], shape)
}

/** Reads a graph: inputs in their order, applies as terms, and what its outputs are. */
export const readingOf = (graph: Graph): Reading => {
  const terms = termsOf()
  const arrays: Constant[] = []
  const known = new Map<Tensor, Term>()
  const inputs = graph.inputs.map((input, index) => {
    const term = terms.make('input', [], input.shape, {}, index)
    known.set(input, term)
    return term
  })
  const termOf = (tensor: Tensor): Term => {
    const found = known.get(tensor) ?? (isConstant(tensor) ? constantTerm(terms, tensor, arrays) : undefined)
    if (found === undefined) throw new Error('a graph uses what it does not hold')
    known.set(tensor, found)
    return found
  }
  for (const { primitive, attributes, operands, results } of graph.applies) {
    const within = operands.map(termOf)
    const shown = Object.entries(attributes as object).filter(([, value]) => value !== undefined && !isGraph(value))
    // Applies that hold a function are told apart by their place, as they may hold different ones.
    const held = shown.length < Object.keys(attributes as object).length ? { held: known.size } : {}
    for (const [index, result] of results.entries()) {
      const record = { ...Object.fromEntries(shown), ...held, ...(results.length > 1 ? { result: index } : {}) }
      known.set(result, applied(terms, primitive.name, within, result.shape, record))
    }
  }
  return { inputs, outputs: graph.outputs.map(termOf), arrays }
}
