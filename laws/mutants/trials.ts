import fc from 'fast-check'
import type { DomainCase, OperandDomain, Primitive } from '../../src/graph/index.js'
import { allocate, type Constant, CotangentError, fromRowMajor, isFloat, rowMajor } from '../../src/tensor/index.js'
import { batchSamplesOf, samplesOf } from '../arbitraries/samples.js'
import { conventions, hasConventions } from '../conventions.js'
import * as derivative from '../derivative.js'
import { type Law, law } from '../law.js'
import { cotangentMap, flagged, partial, type TensorMap, tangentMap } from '../maps.js'
import {
  adjoint,
  applied,
  type BatchSample,
  batching,
  clearance,
  forwardDifference,
  type Sample,
  secondOrder,
} from '../primitive.js'
import type { Mutant } from './generate.js'

// --- where mutants are tried: at places drawn once for all mutants of a primitive

/** A place in one of the cases of a primitive's domain. */
interface Drawn<S> {
  readonly case: number
  readonly place: S
}

/** Places in all cases of a primitive's domain, the cases in turn. */
interface Places {
  readonly anywhere: readonly Drawn<Sample>[]
  /** Far from kinks. */
  readonly clear: readonly Drawn<Sample>[]
  readonly batches: readonly Drawn<BatchSample>[]
}

/** How near to a kink the laws of differences go. */
const clear = 2 ** -5

/** Floats rounded to multiples of 3, so that zeros, kinks and ties abound. */
const coarse = (x: Constant, { low, high, arranged = (drawn) => drawn }: OperandDomain): Constant => {
  if (!isFloat(x.dtype)) return x
  const rounded = Array.from<number>(rowMajor(x)).map((element) => 3 * Math.round(element / 3) + 0)
  const elements = allocate(x.dtype, rounded.length)
  elements.set(rounded.map((element) => Math.min(high, Math.max(low, element))))
  return arranged(fromRowMajor(x.dtype, x.shape, elements))
}

/** The items of several lists, one of each in turn. */
const inTurn = <T>(lists: readonly (readonly T[])[]): readonly T[] =>
  Array.from({ length: Math.max(...lists.map(({ length }) => length)) }, (_, index) =>
    lists.flatMap((list) => list.slice(index, index + 1)),
  ).flat()

type Sampler = <S>(arbitrary: fc.Arbitrary<S>) => readonly S[]

const placesOf = (record: Primitive, seed: number, count: number): Places => {
  const cases = record.domain() as readonly DomainCase<never>[]
  const draw = <S>(of: (domainCase: DomainCase<never>, sampled: Sampler) => readonly S[]): readonly Drawn<S>[] =>
    inTurn(
      cases.map((domainCase, index) => {
        const sampled: Sampler = (arbitrary) => fc.sample(arbitrary, { seed: seed + index, numRuns: count })
        return of(domainCase, sampled).map((place) => ({ case: index, place }))
      }),
    )
  const special = (domainCase: DomainCase<never>, sampled: Sampler): readonly Sample[] =>
    sampled(samplesOf(record, domainCase)).map((sample) => ({
      ...sample,
      operands: sample.operands.map((operand, index) => coarse(operand as Constant, domainCase.operands[index])),
    }))
  return {
    anywhere: draw((each, sampled) => inTurn([sampled(samplesOf(record, each)), special(each, sampled)])),
    clear: draw((each, sampled) =>
      inTurn([
        sampled(samplesOf(record, each, 'clear of kinks')),
        special(each, sampled).filter((sample) => clearance(each, sample) > clear),
      ]),
    ),
    batches: draw((each, sampled) => sampled(batchSamplesOf(each))),
  }
}

// --- what they are tried on

/** The derivatives of a record's rules are differentiable too, and those obey both laws. */
const thirdOrder =
  (mode: 'jvp' | 'vjp') =>
  (record: Primitive): Law<readonly [sample: Sample]> =>
    law(`third order of ${record.name}`, 'the derivatives of the rules obey the laws of derivatives', (sample) => {
      const { attributes, operands, moving, tangents, turns, seen, weights } = sample
      const whole = partial(applied(record, attributes), operands, moving)
      const map: TensorMap = (inputs) => flagged(whole(inputs), seen)
      const primals = flagged(operands, moving)
      const of = mode === 'jvp' ? tangentMap(map) : cotangentMap(map, primals.length)
      const [along, onto] = mode === 'jvp' ? [tangents, weights] : [weights, tangents]
      const at: derivative.At = [[...primals, ...along], [...turns, ...along], onto]
      return derivative.secondOrder(of).violations(...at, [...tangents, ...along])
    })

/** A law and the places where it is tried. */
interface Trial {
  readonly name: string
  /** Whether the law is broken by a mutant at one of the places. */
  readonly finds: (mutant: Mutant, places: Places) => boolean
}

const trial = <S>(
  name: string,
  law: (record: Primitive) => Law<readonly [S]>,
  of: (places: Places) => readonly Drawn<S>[],
): Trial => ({
  name,
  finds: ({ record, cases }, places) => {
    const { holds } = law(record)
    return of(places).some((drawn) => cases.includes(drawn.case) && !holds(drawn.place))
  },
})

const trials = {
  adjoint: trial('adjoint', adjoint, ({ anywhere }) => anywhere),
  difference: trial('forward difference', forwardDifference, ({ clear }) => clear),
  conventions: trial('conventions', conventions, ({ anywhere }) => anywhere),
  secondOrder: trial('second order', secondOrder, ({ clear }) => clear),
  thirdOrderForward: trial('third order', thirdOrder('jvp'), ({ clear }) => clear),
  thirdOrderReverse: trial('third order', thirdOrder('vjp'), ({ clear }) => clear),
  batching: trial('batching', batching, ({ batches }) => batches),
} as const

/** A batching rule that makes what cannot be is found out by the error. */
const refusal: Trial = {
  name: 'refusal',
  finds: (mutant, places) => {
    try {
      trials.batching.finds(mutant, places)
      return false
    } catch (error) {
      if (error instanceof CotangentError || error instanceof RangeError) return true
      throw error
    }
  },
}

/** Whether the derivative is what it is by decree, whatever differences say. */
const isDecreed = ({ name }: Primitive): boolean => name === 'stopGradient'

/** Trials in stages: a later one is for mutants that no earlier one finds. */
const stagesOf = ({ rule, record, order }: Mutant): readonly (readonly Trial[])[] => {
  if (rule === 'batch') return [[refusal], [trials.batching]]
  if (order === 2) return [[trials.secondOrder], [rule === 'jvp' ? trials.thirdOrderForward : trials.thirdOrderReverse]]
  const differences = rule === 'vjp' || isDecreed(record) ? [] : [trials.difference]
  const kinks = rule === 'jvp' && hasConventions(record) ? [trials.conventions] : []
  return [[trials.adjoint, ...differences, ...kinks], [trials.secondOrder]]
}

/**
 * Tries the mutants of one record at `count` places of each kind in each case of its domain: gives the names of the laws
 * that find a mutant out.
 */
export const examination = (
  record: Primitive,
  { seed, count }: { readonly seed: number; readonly count: number },
): ((mutant: Mutant) => readonly string[]) => {
  const places = placesOf(record, seed, count)
  return (mutant) => {
    for (const stage of stagesOf(mutant)) {
      const found = stage.filter(({ finds }) => finds(mutant, places))
      if (found.length > 0) return found.map(({ name }) => name)
    }
    return []
  }
}
