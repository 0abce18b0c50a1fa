import type { Application, AttributesOf, Graph } from '../../src/graph/index.js'
import { applyOne, primitives } from '../../src/graph/index.js'
import type { Mutation } from './mutation.js'
import { broadcast, masked } from './tensors.js'

type ScanAttributes = AttributesOf<'scan'>

/**
 * A scan whose constants are elements of xs, the same at every step: with them apart, what each step contributes to a
 * derivative in a constant is apart too.
 */
const constantsAtEachStep = (application: Application<unknown>): Application<ScanAttributes> => {
  const attributes = application.attributes as ScanAttributes
  const { body, constants, length } = attributes
  const last = <T>(items: readonly T[], of: (item: T) => T): readonly T[] => [
    ...items.slice(constants),
    ...items.slice(0, constants).map(of),
  ]
  const inputsLast: Graph = { ...body, inputs: last(body.inputs, (input) => input) }
  return {
    ...application,
    operands: last(application.operands, (constant) => broadcast(constant, [length, ...constant.shape])),
    attributes: { ...attributes, body: inputsLast, constants: 0 },
  }
}

const withoutStep = (name: string, keeps: (step: number, length: number) => boolean): Mutation => ({
  name,
  changes: ({ primitive, attributes, operand }) =>
    primitive === 'scan' &&
    operand < (attributes as ScanAttributes).constants &&
    (attributes as ScanAttributes).length > 0,
  wrong: (right, place) => {
    const { constants, length } = place.attributes as ScanAttributes
    const map = right({ ...place, operand: place.operands.length - constants + place.operand })
    return (application, differential) => {
      const apart = constantsAtEachStep(application)
      if (place.mode === 'jvp')
        return map(apart, masked(broadcast(differential, [length, ...differential.shape]), 0, keeps))
      const found = map(apart, differential)
      return found && applyOne(primitives.sumTo, { shape: place.target.shape }, masked(found, 0, keeps))
    }
  },
})

/** What one step of a scan contributes to the derivative in a constant is left out. */
export const stepMutations: readonly Mutation[] = [
  withoutStep('without the first step', (step) => step > 0),
  withoutStep('without the last step', (step, length) => step < length - 1),
]
