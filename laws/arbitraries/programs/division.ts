import type { Builder, Template } from './builder.js'
import { between, larger, magnitude, over, plus, type Range, rising, smaller } from './range.js'
import { anywhere, binary, ofInteger, ofIntegers, positive, unary } from './templates.js'

/** What floored division by a number leaves: between 0 and it. */
const rest = (_: Range, b: Range): Range => between(Math.min(0, b.low), Math.max(0, b.high))

/** A lower bound, an upper one, or both. */
const boundsOf = (builder: Builder) =>
  builder.one([{ min: -1 }, { max: 1 }, { min: -1, max: 1 }, { min: 0, max: 2 }] as const)

/** Element by element within bounds; clear of the bounds where kinks are not welcome. */
const clipping: Template = (builder) => {
  const bounds: { readonly min?: number; readonly max?: number } = boundsOf(builder)
  const clear = ({ low, high }: Range): boolean =>
    [bounds.min, bounds.max].every((bound) => bound === undefined || low > bound + 0.1 || high < bound - 0.1)
  const x = builder.float(({ range }) => builder.flavour !== 'smooth' || clear(range))
  if (x === undefined) return
  const [low, high] = [bounds.min ?? Number.NEGATIVE_INFINITY, bounds.max ?? Number.POSITIVE_INFINITY]
  const within = (end: number): number => Math.min(high, Math.max(low, end))
  builder.straight('clip', [x], bounds, between(within(x.range.low), within(x.range.high)))
}

export const clips: readonly Template[] = [clipping]

/** Rounding and division of floats, which jump. */
export const jumps: readonly Template[] = [
  unary('floor', rising(Math.floor)),
  unary('ceil', rising(Math.ceil)),
  unary('trunc', rising(Math.trunc)),
  unary('round', rising(Math.round)),
  binary('remainder', rest, [anywhere, positive]),
  binary('floorDiv', (a, b) => rising(Math.floor)(over(a, b)), [anywhere, positive]),
]

/** The same of whole numbers, of which some divisors are 0. */
export const wholeDivision: readonly Template[] = [
  ofIntegers('remainder', rest),
  ofIntegers('floorDiv', (a) => plus(between(-magnitude(a), magnitude(a)), between(-1, 1))),
  ...(['floor', 'ceil', 'trunc', 'round'] as const).map((operation) => ofInteger(operation, (x) => x)),
  ofInteger('clip', (x) => larger(between(-2, -2), smaller(x, between(3, 3))), { min: -2, max: 3 }),
]
