import fc from 'fast-check'
import {
  type At,
  batchesOf,
  check,
  derivative,
  engine,
  functionPlaces,
  type InputDomain,
  type ListFunction,
  law,
  type Place,
  unequalTypes,
  type Violation,
} from '../../laws/index.js'
import { traceClosed } from '../../src/graph/index.js'
import { isFloat } from '../../src/tensor/index.js'
import { runs } from './counts.js'
import type { OperationCase } from './operations/index.js'
import { holdAt } from './placed.js'

/** A law that public operations obey. */
export interface OperationLaw {
  /** What it is about. */
  readonly name: 'shapes' | 'jvp' | 'vjp' | 'second order' | 'batch' | 'engines'
  readonly statement: string
  /** Tries it on cases of one operation, in float64 and float32; throws where it is broken. */
  readonly hold: (cases: readonly OperationCase[]) => void
}

/** The same case in float32, where it has floats at all. */
const single = (one: OperationCase): readonly OperationCase[] => {
  const inSingle = (domain: InputDomain): InputDomain =>
    domain.type.dtype === 'float64' ? { ...domain, type: { ...domain.type, dtype: 'float32' } } : domain
  return one.domains.some(({ type }) => isFloat(type.dtype)) ? [{ ...one, domains: one.domains.map(inSingle) }] : []
}

const inBoth = (cases: readonly OperationCase[]): readonly OperationCase[] => [...cases, ...cases.flatMap(single)]

/** Farther from kinks than the steps of differences reach. */
const clear = ({ domains }: OperationCase): number =>
  domains.some(({ type }) => type.dtype === 'float32') ? 2 ** -6 : 2 ** -12

/** Places of any of some cases. */
export const anywhere = (cases: readonly OperationCase[]): fc.Arbitrary<Place> =>
  fc.oneof(...cases.map(({ f, domains }) => functionPlaces(f, domains)))

const clearOfKinks = (cases: readonly OperationCase[]): fc.Arbitrary<Place> =>
  fc.oneof(
    ...cases.map((one) =>
      functionPlaces(one.f, one.domains).filter(({ inputs }) => (one.kinkDistance?.(inputs) ?? 1) > clear(one)),
    ),
  )

type Batch = Readonly<Parameters<ReturnType<typeof engine.batching>['holds']>>

const at = ({ primals, tangents, weights }: Place): At => [primals, tangents, weights]

/** A law about single places, tried so often. */
const ofPlaces = (
  name: OperationLaw['name'],
  statement: string,
  places: (cases: readonly OperationCase[]) => fc.Arbitrary<Place>,
  violations: (place: Place) => readonly Violation[],
  count: number,
): OperationLaw => ({ name, statement, hold: (cases) => holdAt(places(cases), violations, runs(count)) })

export const operationLaws: readonly OperationLaw[] = [
  ofPlaces(
    'shapes',
    'gives the types that tracing tells',
    (cases) => anywhere(inBoth(cases)),
    ({ f, inputs }) => {
      const { graph } = traceClosed('laws', (tensors) => f(...tensors), inputs)
      return unequalTypes('result', graph.outputs, f(...inputs))
    },
    30,
  ),
  ofPlaces(
    'jvp',
    'has the derivative that forward differences show',
    (cases) => clearOfKinks(inBoth(cases)),
    (place) => derivative.forwardDifference(place.map).violations(...at(place)),
    40,
  ),
  ofPlaces(
    'jvp',
    'and central ones',
    (cases) => clearOfKinks(inBoth(cases)),
    (place) => derivative.centralDifference(place.map).violations(...at(place)),
    20,
  ),
  ofPlaces(
    'vjp',
    'has adjoint derivatives',
    (cases) => anywhere(inBoth(cases)),
    (place) => derivative.adjoint(place.map).violations(...at(place)),
    40,
  ),
  ofPlaces(
    'second order',
    'has a second derivative that differences show',
    clearOfKinks,
    (place) => derivative.secondOrder(place.map).violations(...at(place), place.turns),
    10,
  ),
  {
    name: 'batch',
    statement: 'batches as a loop does',
    hold: (cases) =>
      check(
        law('batching', 'vmap is a loop', (f: ListFunction, batch: Batch) => engine.batching(f).violations(...batch)),
        fc.oneof(...inBoth(cases).map(({ f, domains }) => fc.tuple(fc.constant(f), batchesOf(domains)))),
        runs(20),
      ),
  },
  ofPlaces(
    'engines',
    'compiles to the same bits',
    (cases) => anywhere(inBoth(cases)),
    ({ f, inputs }) => engine.compilation(f).violations(inputs),
    20,
  ),
]
