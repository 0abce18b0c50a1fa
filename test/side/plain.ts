import type { Expression, Operation } from './expression.js'

type Numbers = number | readonly number[]
type Matrix = readonly (readonly number[])[]

const each =
  (f: (a: number) => number) =>
  (a: Numbers): Numbers =>
    typeof a === 'number' ? f(a) : a.map(f)

const both =
  (f: (a: number, b: number) => number) =>
  (a: Numbers, b: Numbers): Numbers => {
    if (typeof a === 'number') return each((entry) => f(a, entry))(b)
    return a.map((entry, at) => f(entry, typeof b === 'number' ? b : b[at]))
  }

/** The operations in plain JavaScript, every result rounded. */
const operationsIn = (round: (x: number) => number): Readonly<Record<Operation, (...operands: never[]) => Numbers>> => {
  const one = (f: (a: number) => number) => each((a) => round(f(a)))
  const two = (f: (a: number, b: number) => number) => both((a, b) => round(f(a, b)))
  const total = (x: readonly number[]): number => x.reduce((sum, entry) => round(sum + entry), 0)
  return {
    neg: one((a) => -a),
    exp: one(Math.exp),
    expm1: one(Math.expm1),
    log: one(Math.log),
    log1p: one(Math.log1p),
    sin: one(Math.sin),
    cos: one(Math.cos),
    tanh: one(Math.tanh),
    sigmoid: one((a) => 1 / (1 + Math.exp(-a))),
    sqrt: one(Math.sqrt),
    square: one((a) => a * a),
    abs: one(Math.abs),
    sign: one(Math.sign),
    relu: one((a) => Math.max(a, 0)),
    add: two((a, b) => a + b),
    sub: two((a, b) => a - b),
    mul: two((a, b) => a * b),
    div: two((a, b) => a / b),
    maximum: two(Math.max),
    sum: total,
    mean: (x: readonly number[]) => round(total(x) / x.length),
    max: (x: readonly number[]) => Math.max(...x),
    cumsum: (x: readonly number[]) => x.map((_, at) => total(x.slice(0, at + 1))),
    reverse: (x: readonly number[]) => x.toReversed(),
    softmax: (x: readonly number[]) => {
      const largest = Math.max(...x)
      const exponentials = x.map((entry) => round(Math.exp(round(entry - largest))))
      const sum = total(exponentials)
      return exponentials.map((entry) => round(entry / sum))
    },
    matvec: (matrix: Matrix, x: readonly number[]) =>
      matrix.map((row) => total(row.map((entry, at) => round(entry * x[at])))),
  }
}

/** An expression as plain JavaScript on numbers. */
export const plainFunction = (expression: Expression, dtype: 'float64' | 'float32') => {
  const round = dtype === 'float32' ? Math.fround : (a: number): number => a
  const operations = operationsIn(round)
  return (x: Float64Array): Numbers => {
    const made = (part: Expression): unknown => {
      if (part === 'x') return Array.from(x)
      if (typeof part === 'number') return round(part)
      if ('constant' in part) return part.constant
      return operations[part.operation](...(part.operands.map(made) as never[]))
    }
    return made(expression) as Numbers
  }
}
