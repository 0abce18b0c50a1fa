import { type Constant, isFloat, type Tensor, type TensorType } from '../../../tensor/index.js'
import { batchWholly } from '../../batching.js'
import { applyPrimitive } from '../../expression.js'
import type { Primitive } from '../../primitive.js'
import { pullback } from '../../pullback.js'
import { type Graph, interpret } from '../../trace.js'
import { explicit } from '../arithmetic.js'
import { sumTo, zerosLike } from '../structural.js'
import { customJvpCases, customVjpCases } from './cases.js'
import { batchedGraph, bits, chosen, derivedGraph, placed } from './derived.js'
import { jointly } from './jointly.js'

const floats = (types: readonly TensorType[]): readonly boolean[] => types.map(({ dtype }) => isFloat(dtype))

const typesOf = ({ outputs }: Graph): readonly TensorType[] => outputs.map(({ shape, dtype }) => ({ shape, dtype }))

const evaluated = (graph: Graph, operands: readonly Constant[]): readonly Constant[] =>
  interpret(graph, operands) as readonly Constant[]

// --- customVjp: a function whose reverse mode is given

/**
 * `forward` takes the operands to the outputs of `graph` and then residuals, `backward` the residuals and cotangents of
 * the float outputs to cotangents of the float operands.
 */
export interface CustomVjpAttributes {
  readonly graph: Graph
  readonly forward: Graph
  readonly backward: Graph
}

const residualsOf = (operands: readonly Tensor[], { graph, forward }: CustomVjpAttributes): readonly Tensor[] =>
  interpret(forward, operands).slice(graph.outputs.length)

export const customVjpRecord: Primitive<'customVjp', CustomVjpAttributes> = {
  name: 'customVjp',
  infer: (_, { graph }) => typesOf(graph),
  evaluate: (operands, { graph }) => evaluated(graph, operands),
  // The transpose of `backward`, which is linear in the cotangents: so their own values do not matter.
  jvp: ({ operands, results, attributes }, tangents) => {
    const { backward } = attributes
    const moving = floats(results)
    const residuals = residualsOf(operands, attributes)
    const linearInputs = backward.inputs.map((_, index) => index >= residuals.length)
    const primals = [...residuals, ...chosen(results, moving).map(zerosLike)]
    const transposed = pullback(backward, primals, chosen(tangents, floats(operands)), linearInputs)
    return placed(transposed.slice(residuals.length), moving)
  },
  vjp: ({ operands, results, attributes }) =>
    jointly(operands, (cotangents) => {
      const given = results.map((result, index) => explicit(cotangents[index], result))
      const residuals = residualsOf(operands, attributes)
      return placed(interpret(attributes.backward, [...residuals, ...chosen(given, floats(results))]), floats(operands))
    }),
  batch: (operands, batched, { graph, forward, backward }, size) => {
    const [many, manyForward] = [graph, forward].map((each) => batchedGraph(each, operands, batched, size))
    const residuals = manyForward.outputs.slice(graph.outputs.length)
    const cotangents = chosen(many.outputs, floats(many.outputs))
    const differentiable = chosen(operands, floats(operands))
    // An operand that all examples share gets the sum of their cotangents.
    const pulled = derivedGraph(
      backward,
      `in batches of ${size} to ${bits(batched)}`,
      () => [...residuals, ...cotangents],
      (inputs) =>
        batchWholly(
          backward,
          inputs,
          inputs.map(() => true),
          size,
        ).map((cotangent, index) => sumTo(cotangent, differentiable[index].shape)),
    )
    return customVjp({ graph: many, forward: manyForward, backward: pulled }, operands)
  },
  domain: customVjpCases,
}

export const customVjp = (attributes: CustomVjpAttributes, operands: readonly Tensor[]): readonly Tensor[] =>
  applyPrimitive(customVjpRecord, attributes, operands)

// --- customJvp: a function whose forward mode is given

/** `rule` takes the operands and the tangents of the float operands to the tangents of the float outputs of `graph`. */
export interface CustomJvpAttributes {
  readonly graph: Graph
  readonly rule: Graph
}

export const customJvpRecord: Primitive<'customJvp', CustomJvpAttributes> = {
  name: 'customJvp',
  infer: (_, { graph }) => typesOf(graph),
  evaluate: (operands, { graph }) => evaluated(graph, operands),
  jvp: ({ operands, results, attributes }, tangents) => {
    const given = operands.map((operand, index) => explicit(tangents[index], operand))
    return placed(interpret(attributes.rule, [...operands, ...chosen(given, floats(operands))]), floats(results))
  },
  // The transpose of the rule, which is linear in the tangents: so their own values do not matter.
  vjp: ({ operands, results, attributes: { rule } }, wanted) =>
    jointly(operands, (cotangents) => {
      const moving = floats(operands)
      const primals = [...operands, ...chosen(operands, moving).map(zerosLike)]
      const linearInputs = [...operands.map(() => false), ...chosen(wanted, moving)]
      const transposed = pullback(rule, primals, chosen(cotangents, floats(results)), linearInputs)
      return placed(transposed.slice(operands.length), moving)
    }),
  batch: (operands, batched, { graph, rule }, size) => {
    const moving = floats(operands)
    const withTangents = [...operands, ...chosen(operands, moving)]
    const attributes = {
      graph: batchedGraph(graph, operands, batched, size),
      rule: batchedGraph(rule, withTangents, [...batched, ...chosen(batched, moving)], size),
    }
    return customJvp(attributes, operands)
  },
  domain: customJvpCases,
}

export const customJvp = (attributes: CustomJvpAttributes, operands: readonly Tensor[]): readonly Tensor[] =>
  applyPrimitive(customJvpRecord, attributes, operands)
