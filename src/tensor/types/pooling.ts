import type { Dims } from '../tensor.js'
import type { UnknownShape } from './size.js'
import type { AtAxis, SlidMismatch, SlidSize } from './sliding.js'

/** How windows slide in pooling, defaults filled in. */
export interface PoolSettings {
  readonly kernelSize: unknown
  readonly stride: unknown
  readonly padding: unknown
  readonly dilation: unknown
  readonly ceilMode: unknown
}

/** The shape of x [N, C, ...] with one number for each window: [N, C, ...]. */
export type Pooled<X extends Dims, O extends PoolSettings> = number extends X['length']
  ? UnknownShape
  : X extends readonly [infer N, infer C, ...infer Spatial]
    ? PooledTo<Spatial, O, [N, C]>
    : UnknownShape

type PooledTo<
  S extends Dims,
  O extends PoolSettings,
  Result extends Dims,
  Done extends Dims = [],
> = S extends readonly [unknown, ...infer Rest]
  ? PooledTo<
      Rest,
      O,
      [
        ...Result,
        O['ceilMode'] extends false
          ? SlidSize<
              S,
              AtAxis<O['kernelSize'], Done>,
              AtAxis<O['stride'], Done>,
              AtAxis<O['padding'], Done>,
              AtAxis<O['dilation'], Done>
            >
          : number,
      ],
      [...Done, 0]
    >
  : Result

/** What keeps x from being pooled over so many spatial axes (`number`: any), as a message. */
export type PoolMismatch<X extends Dims, O extends PoolSettings, Axes> = number extends X['length']
  ? never
  : X extends readonly [unknown, unknown, ...infer Spatial]
    ? Spatial extends readonly []
      ? `there are no spatial axes in rank ${X['length']}`
      : number extends Axes
        ? WindowMismatch<Spatial, O>
        : Spatial['length'] extends Axes
          ? WindowMismatch<Spatial, O>
          : `${Spatial['length']} spatial axes, not ${Axes & number}`
    : `there are no spatial axes in rank ${X['length']}`

type WindowMismatch<S extends Dims, O extends PoolSettings, Done extends Dims = []> = O['ceilMode'] extends false
  ? S extends readonly [unknown, ...infer Rest]
    ?
        | SlidMismatch<
            S,
            AtAxis<O['kernelSize'], Done>,
            AtAxis<O['stride'], Done>,
            AtAxis<O['padding'], Done>,
            AtAxis<O['dilation'], Done>
          >
        | WindowMismatch<Rest, O, [...Done, 0]>
    : never
  : never
