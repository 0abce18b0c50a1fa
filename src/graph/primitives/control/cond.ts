import {
  type Constant,
  DTypeError,
  isFloat,
  showType,
  soleElement,
  type Tensor,
  type TensorType,
} from '../../../tensor/index.js'
import { applyPrimitive } from '../../expression.js'
import { noDerivative, type Primitive } from '../../primitive.js'
import { pushforward } from '../../pushforward.js'
import { type Graph, interpret, traceBranch } from '../../trace.js'
import { explicit } from '../arithmetic.js'
import { condCases } from './cases.js'
import { batchedGraph, chosen, cut, derivedGraph, isPresent, placed, presence } from './derived.js'
import { eachExample } from './examples.js'
import { jointly, pullbackGraph } from './jointly.js'

/** A choice between two graphs over the same operands; the first operand is the scalar predicate. */
export interface CondAttributes {
  readonly onTrue: Graph
  readonly onFalse: Graph
}

const inferCond = (operands: readonly TensorType[], { onTrue }: CondAttributes): readonly TensorType[] => {
  const [predicate] = operands
  if (predicate.dtype !== 'bool' || predicate.shape.length !== 0)
    throw new DTypeError({
      operation: 'cond',
      operands,
      problem: `the predicate is ${showType(predicate)}, not bool[]`,
      remedy: 'Compare, and reduce to a scalar; to choose element by element use where',
    })
  return onTrue.outputs.map(({ shape, dtype }) => ({ shape, dtype }))
}

export const condRecord: Primitive<'cond', CondAttributes> = {
  name: 'cond',
  infer: inferCond,
  evaluate: ([predicate, ...operands], { onTrue, onFalse }) =>
    interpret(soleElement(predicate) ? onTrue : onFalse, operands) as readonly Constant[],
  // Both branches pushed forward, under the same predicate: the branch not taken does not run.
  jvp: ({ operands: [predicate, ...operands], attributes }, [, ...tangents]) => {
    const flags = tangents.map((tangent) => tangent !== undefined)
    const given = tangents.filter(isPresent)
    const moving = attributes.onTrue.outputs.map(({ dtype }) => isFloat(dtype))
    const tangentOf = (branch: Graph): Graph =>
      derivedGraph(
        branch,
        `jvp of cond ${presence(tangents)}`,
        () => [...given, ...operands],
        (inputs) => {
          const [d, primals] = cut(inputs, given.length, operands.length)
          const [outputs, dOutputs] = pushforward(branch, primals, placed(d, flags))
          return chosen(
            dOutputs.map((tangent, index) => explicit(tangent, outputs[index])),
            moving,
          )
        },
        traceBranch,
      )
    const branches = { onTrue: tangentOf(attributes.onTrue), onFalse: tangentOf(attributes.onFalse) }
    return placed(applyPrimitive(condRecord, branches, [predicate, ...given, ...operands]), moving)
  },
  // Both branches pulled back, under the same predicate.
  vjp: ({ operands: [predicate, ...operands], attributes }, [, ...wanted]) => [
    noDerivative,
    ...jointly(operands, (cotangents) => {
      const cotangentsOf = (branch: Graph): Graph => pullbackGraph(branch, operands, cotangents, wanted, traceBranch)
      const branches = { onTrue: cotangentsOf(attributes.onTrue), onFalse: cotangentsOf(attributes.onFalse) }
      return placed(cond(branches, [predicate, ...cotangents.filter(isPresent), ...operands]), wanted)
    }),
  ],
  // With one predicate for all, both branches batch; with a predicate for each example, each makes its own choice.
  batch: (operands, batched, attributes, size) => {
    if (batched[0]) return eachExample(condRecord, attributes, operands, batched, size)
    const many = (branch: Graph): Graph => batchedGraph(branch, operands.slice(1), batched.slice(1), size, traceBranch)
    return applyPrimitive(condRecord, { onTrue: many(attributes.onTrue), onFalse: many(attributes.onFalse) }, operands)
  },
  domain: condCases,
}

export const cond = (attributes: CondAttributes, operands: readonly Tensor[]): readonly Tensor[] =>
  applyPrimitive(condRecord, attributes, operands)
