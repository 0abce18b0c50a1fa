import { type Constant, isFloat, NotDifferentiable, soleElement, type Tensor } from '../../../tensor/index.js'
import { batchGraph, batchWholly, inBatch } from '../../batching.js'
import { applyPrimitive } from '../../expression.js'
import { noDerivative, type Primitive } from '../../primitive.js'
import { pushforward } from '../../pushforward.js'
import { type Graph, interpret, traceClosed } from '../../trace.js'
import { explicit } from '../arithmetic.js'
import { whileCases } from './cases.js'
import { cond } from './cond.js'
import { chosen, cut, derivedGraph, isPresent, placed, presence } from './derived.js'
import { eachExample } from './examples.js'
import { jointly } from './jointly.js'
import { scanRecord } from './scan.js'
import type { ScanAttributes } from './scanParts.js'

/**
 * Repeats the body while the condition holds, `maxSteps` times at most: operands are the condition's constants, the
 * body's constants and the initial carries; the condition and the body take their constants and the carries.
 */
export interface WhileAttributes {
  readonly condition: Graph
  readonly body: Graph
  readonly conditionConstants: number
  readonly bodyConstants: number
  readonly maxSteps: number | undefined
  /** As of a scan of `maxSteps` steps. */
  readonly every?: number
}

/** The operands by kind: constants of the condition, constants of the body, carries. */
export const whileParts = <T>(
  operands: readonly T[],
  { conditionConstants, bodyConstants }: WhileAttributes,
): readonly (readonly T[])[] =>
  cut(operands, conditionConstants, bodyConstants, operands.length - conditionConstants - bodyConstants)

/** The same loop as a scan, in which steps do nothing once the condition has failed. */
const boundedScan = (operands: readonly Tensor[], attributes: WhileAttributes, maxSteps: number): ScanAttributes => {
  const constants = attributes.conditionConstants + attributes.bodyConstants
  const identity = (inputs: readonly Tensor[]): readonly Tensor[] => inputs.slice(attributes.bodyConstants)
  const body = derivedGraph(
    attributes,
    'step of whileLoop while its condition holds',
    () => operands,
    (inputs) => {
      const [ofCondition, ofBody, state] = whileParts(inputs, attributes)
      const [goesOn] = interpret(attributes.condition, [...ofCondition, ...state])
      const onFalse = traceClosed('whileLoop', identity, [...ofBody, ...state]).graph
      return cond({ onTrue: attributes.body, onFalse }, [goesOn, ...ofBody, ...state])
    },
  )
  const { every } = attributes
  const keeping = every === undefined ? {} : { every }
  return { body, length: maxSteps, constants, carries: operands.length - constants, reverse: false, ...keeping }
}

export const whileRecord: Primitive<'whileLoop', WhileAttributes> = {
  name: 'whileLoop',
  infer: (operands, attributes) => whileParts(operands, attributes)[2].map(({ shape, dtype }) => ({ shape, dtype })),
  evaluate: (operands, attributes) => {
    const { condition, body, maxSteps = Number.POSITIVE_INFINITY } = attributes
    const [ofCondition, ofBody, initial] = whileParts(operands, attributes)
    let state: readonly Tensor[] = initial
    const goesOn = (): boolean => soleElement(interpret(condition, [...ofCondition, ...state])[0] as Constant) === true
    for (let step = 0; step < maxSteps && goesOn(); step++) state = interpret(body, [...ofBody, ...state])
    return state as readonly Constant[]
  },
  // The primal and the tangent of every float carry go round together; the condition looks at the primals.
  jvp: ({ operands, attributes }, tangents) => {
    const [ofCondition, ofBody, carries] = whileParts(operands, attributes)
    const [, dOfBody, dCarries] = whileParts(tangents, attributes)
    const moving = carries.map(({ dtype }) => isFloat(dtype))
    const given = dOfBody.filter(isPresent)
    const flags = dOfBody.map((tangent) => tangent !== undefined)
    const starts = chosen(
      carries.map((carry, index) => explicit(dCarries[index], carry)),
      moving,
    )
    const body = derivedGraph(
      attributes.body,
      `jvp of whileLoop ${presence(dOfBody)}`,
      () => [...given, ...ofBody, ...starts, ...carries],
      (inputs) => {
        const [d, constants, dState, state] = cut(inputs, given.length, ofBody.length, starts.length, carries.length)
        const [outputs, dOutputs] = pushforward(
          attributes.body,
          [...constants, ...state],
          [...placed(d, flags), ...placed(dState, moving)],
        )
        return [
          ...chosen(
            dOutputs.map((tangent, index) => explicit(tangent, outputs[index])),
            moving,
          ),
          ...outputs,
        ]
      },
    )
    const condition = derivedGraph(
      attributes.condition,
      `condition beside ${starts.length} tangents`,
      () => [...ofCondition, ...starts, ...carries],
      (inputs) => {
        const [constants, , state] = cut(inputs, ofCondition.length, starts.length, carries.length)
        return interpret(attributes.condition, [...constants, ...state])
      },
    )
    const joint = { ...attributes, condition, body, bodyConstants: given.length + ofBody.length }
    const results = applyPrimitive(whileRecord, joint, [...ofCondition, ...given, ...ofBody, ...starts, ...carries])
    return placed(results.slice(0, starts.length), moving)
  },
  // That of the scan which takes `maxSteps` steps, each of them only while the condition holds. What only the condition
  // looks at decides how often, and has no derivative.
  vjp: ({ operands, results, attributes }, wanted) => {
    const { conditionConstants, maxSteps } = attributes
    const refuse = (): never => {
      throw new NotDifferentiable({
        operation: 'whileLoop',
        operands,
        problem: 'how often it repeats is not known in advance, so there is no derivative in reverse mode',
        remedy: 'Give maxSteps, repeat with scan or iterate, or use forward mode',
      })
    }
    const ofLoop =
      maxSteps === undefined
        ? jointly(operands, refuse)
        : scanRecord.vjp(
            { operands, results, attributes: boundedScan(operands, attributes, maxSteps) },
            wanted.map((flag, index) => flag && index >= conditionConstants),
          )
    return ofLoop.map((pullback, index) => (index < conditionConstants ? noDerivative : pullback))
  },
  // Where the examples agree on when to stop, the carries batch; otherwise each example loops for itself.
  batch: (operands, batched, attributes, size) => {
    const [ofCondition, ofBody, carries] = whileParts(operands, attributes)
    const [conditionFlags, bodyFlags, carryFlags] = whileParts(batched, attributes)
    const wide = carries.map((carry, index) => inBatch(carry, carryFlags[index], size))
    const looked = [...conditionFlags, ...carries.map(() => true)]
    const { graph: condition } = traceClosed(
      'whileLoop',
      (inputs) => batchGraph(attributes.condition, inputs, looked, size).tensors,
      [...ofCondition, ...wide],
    )
    if (condition.outputs[0].shape.length > 0) return eachExample(whileRecord, attributes, operands, batched, size)
    const flags = [...bodyFlags, ...carries.map(() => true)]
    const body = derivedGraph(
      attributes.body,
      `whileLoop in batches of ${size}: ${flags.map(Number).join('')}`,
      () => [...ofBody, ...wide],
      (inputs) => batchWholly(attributes.body, inputs, flags, size),
    )
    return applyPrimitive(whileRecord, { ...attributes, condition, body }, [...ofCondition, ...ofBody, ...wide])
  },
  domain: whileCases,
}

export const whileLoop = (attributes: WhileAttributes, operands: readonly Tensor[]): readonly Tensor[] =>
  applyPrimitive(whileRecord, attributes, operands)
