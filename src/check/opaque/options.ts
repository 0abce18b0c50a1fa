import type { FloatDType } from '../../tensor/index.js'
import type { Only } from '../options.js'
import type { EntryCheck } from '../verdict.js'
import type { OpaqueShape } from './arrangement.js'
import type { Computing } from './opaqueSubject.js'

/** What `gradcheckOpaque` can be told. */
export interface OpaqueOptions {
  /** What the function computes in, float64 if not given. The point and its neighbours are rounded to it. */
  readonly arithmetic?: FloatDType
  /**
   * The relative error of the function's own values and derivatives, where it is more than that of its numbers: 2^-9 for
   * bfloat16 inside, or that of approximate elementary functions.
   */
  readonly accuracy?: number
  /** How the argument is arranged, for indices in messages: a shape, or a record of the shapes of its parts in their order. */
  readonly shape?: OpaqueShape
  /** How the outputs of a function to several numbers are arranged. */
  readonly outputShape?: OpaqueShape
  /** One entry of the argument to look at alone, with all outputs. */
  readonly only?: Only
  /**
   * The error that must not go unseen (2^-10 if not given), relative to the largest entry of the gradient or to the
   * function's values around the point, whichever is larger: where differences are less exact, it is `illConditioned`.
   * A large constant in a function hides its slopes: take it off.
   */
  readonly resolution?: number
  /** How many points to draw from an arbitrary, 100 if not given. */
  readonly runs?: number
  /** Where drawn points come from: the same seed, the same points; 0 if not given. */
  readonly seed?: number
  /** The drawn point to look at alone, as the text of a failure gives it. */
  readonly replayPath?: string
}

/** What the code computes in, and what error must not go unseen. */
export const computingOf = ({
  arithmetic = 'float64',
  accuracy = 0,
  resolution = 2 ** -10,
}: OpaqueOptions): Computing & { readonly resolution: number } => ({ arithmetic, accuracy, resolution })

/** Whether a point is short enough to stand in a line of code. */
export const isWrittenOut = (point: Float64Array): boolean => point.length <= 8

/** A value as code: lists, records, texts and numbers. */
export const code = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(code).join(', ')}]`
  if (typeof value === 'object' && value !== null)
    return `{ ${Object.entries(value)
      .map(([key, own]) => `${/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key)}: ${code(own)}`)
      .join(', ')} }`
  return typeof value === 'string' ? `'${value.replaceAll(/[\\']/g, '\\$&')}'` : String(value)
}

/** The line of code that checks a point again, one entry alone where it is given. */
export const replayOf =
  (point: Float64Array, { only, runs, seed, replayPath, ...options }: OpaqueOptions) =>
  (entry?: EntryCheck): string => {
    const looked = entry === undefined ? only : { path: entry.path, index: entry.index }
    const given = Object.entries({ ...options, only: looked }).filter(([, value]) => value !== undefined)
    const at = isWrittenOut(point) ? code(Array.from(point)) : 'point'
    return `gradcheckOpaque(f, ${at}${given.length === 0 ? '' : `, ${code(Object.fromEntries(given))}`})`
  }
