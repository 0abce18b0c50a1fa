import {
  add,
  astype,
  type FailureReason,
  type GradientFailure,
  type GradientReport,
  gradcheck,
  mul,
  sum,
  type Tensor,
} from 'cotangent'
import fc from 'fast-check'
import { type Either, isLeft } from 'fp-ts/lib/Either.js'
import { samplesOf } from '../../../laws/index.js'
import { flagged, partial } from '../../../laws/maps.js'
import type { Mutant } from '../../../laws/mutants/index.js'
import { applied, type Sample } from '../../../laws/primitive.js'
import type { DomainCase, Primitive } from '../../../src/graph/index.js'

type Scalar = Tensor<[], 'float64'>
type Untyped = (...args: readonly unknown[]) => Tensor

const [plus, inFloat64, times, total] = [add, astype, mul, sum] as unknown as readonly Untyped[]

/** A function to a scalar as users have them: all results of a primitive, with weights, added up. */
export const weighted =
  (record: Primitive, { attributes, operands, moving, seen, weights }: Sample) =>
  (leaves: readonly Tensor[]): Scalar => {
    const results = flagged(partial(applied(record, attributes), operands, moving)(leaves), seen)
    const terms = results.map((result, index) =>
      total(times(inFloat64(result, 'float64'), inFloat64(weights[index], 'float64'))),
    )
    return terms.reduce((left, right) => plus(left, right)) as Scalar
  }

/** A point of one of the cases of a primitive's domain, with everything that moves. */
export interface Point {
  readonly case: number
  readonly sample: Sample
}

/** The items of several lists, one of each in turn. */
const inTurn = <T>(lists: readonly (readonly T[])[]): readonly T[] =>
  Array.from({ length: Math.max(...lists.map(({ length }) => length)) }, (_, index) =>
    lists.flatMap((list) => list.slice(index, index + 1)),
  ).flat()

/** So many points of each case of a primitive's domain, the cases in turn: clear of kinks, and anywhere. */
export const pointsOf = (record: Primitive, { seed, count }: { readonly seed: number; readonly count: number }) => {
  const draw = (where: 'anywhere' | 'clear of kinks'): readonly Point[] =>
    inTurn(
      (record.domain() as readonly DomainCase<never>[]).map((domainCase, index) =>
        fc
          .sample(samplesOf(record, domainCase, where), { seed: seed + index, numRuns: count })
          .filter(({ weights }) => weights.length > 0)
          .map((sample) => ({ case: index, sample })),
      ),
    )
  return { clear: draw('clear of kinks'), anywhere: draw('anywhere') }
}

export type Points = ReturnType<typeof pointsOf>

/** How the check is asked for that is to find a mutant. */
const optionsOf = ({ rule, order }: Mutant) => ({ mode: rule === 'jvp' ? 'forward' : 'reverse', order }) as const

export const checked = (
  mutant: Mutant,
  { sample }: Point,
): Either<GradientFailure<readonly Tensor[]>, GradientReport> =>
  gradcheck(weighted(mutant.record, sample), flagged(sample.operands, sample.moving), optionsOf(mutant))

/** What a mutant's points come to: `wrong` where one of them shows it, otherwise what each said. */
export const fateOf = (mutant: Mutant, points: readonly Point[]): 'wrong' | readonly (FailureReason | 'right')[] => {
  const met: (FailureReason | 'right')[] = []
  for (const point of points) {
    if (!mutant.cases.includes(point.case)) continue
    const found = checked(mutant, point)
    const said = isLeft(found) ? found.left.reason : 'right'
    if (said === 'wrong') return 'wrong'
    met.push(said)
  }
  return met
}
