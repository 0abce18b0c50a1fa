import type { Dims } from '../tensor.js'
import type { Add, Subtract } from './arithmetic.js'
import type { UnknownShape } from './size.js'
import type { LiteralAt } from './sliding.js'

/** Where two vectors overlap: anywhere, so far that as many numbers come out as the longer has, or the shorter one wholly. */
export type OverlapMode = 'full' | 'same' | 'valid'

/** The shape of two vectors slid along each other. */
export type Overlapped<A extends Dims, B extends Dims, Mode> = number extends A['length'] | B['length']
  ? UnknownShape
  : [LengthOf<LiteralAt<A, 0>, LiteralAt<B, 0>, Mode>]

type LengthOf<M, N, Mode> = number extends M | N
  ? number
  : [Subtract<M, N>] extends [never]
    ? Length<N, M, Mode>
    : Length<M, N, Mode>

/** Of the longer one and the shorter one. */
type Length<M, N, Mode> = N extends 0
  ? number
  : [Mode] extends ['full']
    ? Add<M, Subtract<N, 1>>
    : [Mode] extends ['same']
      ? M
      : [Mode] extends ['valid']
        ? Add<Subtract<M, N>, 1>
        : number
