import type { Apply, Differential } from '../../graph/index.js'
import type { Cause } from './evidence.js'
import { pulledThrough, type Stretch } from './stretches.js'
import type { Context, Detour } from './sweep.js'
import { constantLike, times } from './tensors.js'

/** One mistake at one place. */
export interface Slip {
  readonly cause: Cause
  /** What tells it from others of its cause at the place. */
  readonly detail: string
  readonly detour: Detour
  /** Slips of one cause in places of one group may be one mistake, made in all of them. */
  readonly group: string
  /** The function that it is in. */
  readonly stretch: Stretch | undefined
}

export const nameOfStretch = ({ known, applies }: Stretch): string =>
  known?.name ?? applies.map(({ primitive }) => primitive.name).join(' ')

/** The right way back through a stretch, to be taken some other number of times than once. */
export const throughStretch = (stretch: Stretch): Detour => ({
  at: stretch.applies[stretch.applies.length - 1],
  operand: 'stretch',
  onto: stretch.from,
  pull: ({ cotangents: [cotangent], value }) => cotangent && pulledThrough(stretch, value(stretch.from), cotangent),
})

/** The mistakes that are made with functions that go element by element. */
export const slipsIn = (stretch: Stretch): readonly Slip[] => {
  const { from, to, known } = stretch
  const slip = (
    cause: Cause,
    pull: (cotangent: NonNullable<Differential>, context: Context) => Differential,
  ): Slip => ({
    cause,
    detail: '',
    group: nameOfStretch(stretch),
    stretch,
    detour: {
      ...throughStretch(stretch),
      pull: (context) => context.cotangents[0] && pull(context.cotangents[0], context),
    },
  })
  const atResult = known?.atResult
  return [
    slip('atActivation', (cotangent, { value }) => pulledThrough(stretch, value(to), cotangent)),
    slip('droppedCotangent', (cotangent, { value }) => pulledThrough(stretch, value(from), constantLike(cotangent, 1))),
    slip('skippedDerivative', (cotangent) => cotangent),
    slip('valueForDerivative', (cotangent, { value }) => times(cotangent, value(to))),
    ...(atResult === undefined
      ? []
      : [slip('atPreactivation', (cotangent, { value }) => times(cotangent, atResult(value(from))))]),
  ]
}

/** What the rule of a primitive gives for one operand. */
export const ruleOf = (
  { primitive, operands }: Apply,
  which: number,
  { application, cotangents }: Context,
): Differential => {
  const pullback = primitive.vjp(
    application,
    operands.map((_, index) => index === which),
  )[which]
  return pullback === 'noDerivative' ? undefined : pullback(cotangents)
}
