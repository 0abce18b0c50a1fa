import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
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
} from '../../laws/index.js'
import { traceClosed } from '../../src/graph/index.js'
import * as cotangent from '../../src/index.js'
import { isFloat } from '../../src/tensor/index.js'
import { patience, runs } from './counts.js'
import { type OperationCase, operationCases, others } from './operations/index.js'
import { holdAt } from './placed.js'

const names = [...new Set(operationCases.map(({ name }) => name))]

/** Public functions; names in capitals are those of classes. */
const publicFunctions = Object.entries(cotangent)
  .filter(([name, value]) => typeof value === 'function' && /^[a-z]/.test(name))
  .map(([name]) => name)

it('every public function is tried here, or said to be tried elsewhere', () =>
  expect([...names, ...others].sort()).toEqual(publicFunctions.sort()))

/** The same case in float32, where it has floats at all. */
const single = (one: OperationCase): readonly OperationCase[] => {
  const inSingle = (domain: InputDomain): InputDomain =>
    domain.type.dtype === 'float64' ? { ...domain, type: { ...domain.type, dtype: 'float32' } } : domain
  return one.domains.some(({ type }) => isFloat(type.dtype)) ? [{ ...one, domains: one.domains.map(inSingle) }] : []
}

/** Farther from kinks than the steps of differences reach. */
const clear = ({ domains }: OperationCase): number =>
  domains.some(({ type }) => type.dtype === 'float32') ? 2 ** -6 : 2 ** -12

const anywhere = (cases: readonly OperationCase[]): fc.Arbitrary<Place> =>
  fc.oneof(...cases.map(({ f, domains }) => functionPlaces(f, domains)))

const clearOfKinks = (cases: readonly OperationCase[]): fc.Arbitrary<Place> =>
  fc.oneof(
    ...cases.map((one) =>
      functionPlaces(one.f, one.domains).filter(({ inputs }) => (one.kinkDistance?.(inputs) ?? 1) > clear(one)),
    ),
  )

type Batch = Readonly<Parameters<ReturnType<typeof engine.batching>['holds']>>

const at = ({ primals, tangents, weights }: Place): At => [primals, tangents, weights]

describe.each(names)('%s', (name) => {
  const double = operationCases.filter((one) => one.name === name)
  const all = [...double, ...double.flatMap(single)]

  it('gives the types that tracing tells', () =>
    holdAt(
      anywhere(all),
      ({ f, inputs }) => {
        const { graph } = traceClosed('laws', (tensors) => f(...tensors), inputs)
        return unequalTypes('result', graph.outputs, f(...inputs))
      },
      runs(30),
    ))

  it('has the derivative that forward differences show', { timeout: patience }, () =>
    holdAt(clearOfKinks(all), (place) => derivative.forwardDifference(place.map).violations(...at(place)), runs(40)),
  )

  it('and central ones', { timeout: patience }, () =>
    holdAt(clearOfKinks(all), (place) => derivative.centralDifference(place.map).violations(...at(place)), runs(20)),
  )

  it('has adjoint derivatives', { timeout: patience }, () =>
    holdAt(anywhere(all), (place) => derivative.adjoint(place.map).violations(...at(place)), runs(40)),
  )

  it('has a second derivative that differences show', { timeout: patience }, () =>
    holdAt(
      clearOfKinks(double),
      (place) => derivative.secondOrder(place.map).violations(...at(place), place.turns),
      runs(10),
    ),
  )

  it('batches as a loop does', () =>
    check(
      law('batching', 'vmap is a loop', (f: ListFunction, batch: Batch) => engine.batching(f).violations(...batch)),
      fc.oneof(...all.map(({ f, domains }) => fc.tuple(fc.constant(f), batchesOf(domains)))),
      runs(20),
    ))

  it('compiles to the same bits', () =>
    holdAt(anywhere(all), ({ f, inputs }) => engine.compilation(f).violations(inputs), runs(20)))
})
