/** A function of a vector x, as data that every contestant reads alike. */
export type Expression =
  | number
  | 'x'
  | { readonly constant: readonly number[] | readonly (readonly number[])[] }
  | { readonly operation: Operation; readonly operands: readonly Expression[] }

/** Elementwise of one operand. */
export const unary = [
  'neg',
  'exp',
  'expm1',
  'log',
  'log1p',
  'sin',
  'cos',
  'tanh',
  'sigmoid',
  'sqrt',
  'square',
  'abs',
  'sign',
  'relu',
] as const

/** Elementwise of two, of which one may be a number. */
export const binary = ['add', 'sub', 'mul', 'div', 'maximum'] as const

/** Of a vector to a number. */
export const reductions = ['sum', 'mean', 'max'] as const

/** Of a vector to a vector; `matvec` has a constant matrix before it. */
export const ofVectors = ['cumsum', 'reverse', 'softmax', 'matvec'] as const

export type Operation =
  | (typeof unary)[number]
  | (typeof binary)[number]
  | (typeof reductions)[number]
  | (typeof ofVectors)[number]

type Build = (...operands: readonly Expression[]) => Expression

/** Builds applications of operations by their names. */
export const e = Object.fromEntries(
  [...unary, ...binary, ...reductions, ...ofVectors].map((operation): readonly [Operation, Build] => [
    operation,
    (...operands) => ({ operation, operands }),
  ]),
) as Readonly<Record<Operation, Build>>

export const constant = (of: readonly number[] | readonly (readonly number[])[]): Expression => ({ constant: of })

/** One function to a number with a gradient, at a point. */
export interface Case {
  readonly name: string
  readonly group: string
  readonly value: Expression
  readonly gradient: Expression
  readonly at: readonly number[]
  readonly dtype: 'float64' | 'float32'
}
