import type { CurveName } from './protocol.js'

/** What a function of one number is called, where it is looked at, and where a look is worth while. */
export interface Range {
  readonly title: string
  readonly from: number
  readonly to: number
  readonly x: number
}

/** The ranges of the functions of one number. */
export const ranges: { readonly [Name in CurveName]: Range } = {
  sin: { title: 'sin x', from: -4, to: 4, x: 1 },
  exp: { title: 'exp x', from: -3, to: 3, x: 1 },
  square: { title: 'x²', from: -3, to: 3, x: 1 },
  sigmoid: { title: 'sigmoid x', from: -6, to: 6, x: 1 },
  tanh: { title: 'tanh x', from: -4, to: 4, x: 0.5 },
  relu: { title: 'relu x, kink at 0', from: -2, to: 2, x: 0 },
  abs: { title: '|x|, kink at 0', from: -2, to: 2, x: 0 },
  sqrt: { title: '√x, steep at 0', from: 0, to: 4, x: 0.01 },
}
