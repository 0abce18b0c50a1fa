import fc from 'fast-check'
import { traceClosed } from '../../src/graph/index.js'
import type { Constant, TensorType } from '../../src/tensor/index.js'
import type { ListFunction, Tensors } from '../lists.js'
import { flagged, floats, partial, type TensorMap } from '../maps.js'
import { type Block, type Program, resultCount } from '../programs/program.js'
import { runBlock, runProgram } from '../programs/run.js'
import { differentialsOf, eachOf } from './elements.js'
import { inputsOf } from './programs.js'

/** A program as a differentiable map of its floats to its floats, the other inputs fixed, with a place to try it at. */
export interface Place {
  readonly program: Program
  readonly inputs: readonly Constant[]
  readonly map: TensorMap
  readonly primals: Tensors
  readonly tangents: Tensors
  readonly weights: Tensors
}

const typesOf = (f: ListFunction, inputs: readonly TensorType[]): readonly TensorType[] =>
  traceClosed('laws', (tensors) => f(...tensors), inputs).graph.outputs.map(({ shape, dtype }) => ({ shape, dtype }))

/** What a program's outputs are. */
export const outputTypes = (program: Program): readonly TensorType[] =>
  typesOf(runProgram(program), program.block.inputs)

/** The float part of a function of tensors: of its float inputs to its float outputs, the others fixed. */
export const floatPart = (f: ListFunction, inputs: Tensors, outputs: readonly TensorType[]): TensorMap => {
  const map = partial((all) => f(...all), inputs, floats(inputs))
  const seen = floats(outputs)
  return (moving) => flagged(map(moving), seen)
}

/** Places of a program: inputs from its domains, tangents and weights. */
export const placesOf = (program: Program): fc.Arbitrary<Place> => {
  const outputs = outputTypes(program)
  const inputs = program.block.inputs
  return fc
    .record({
      inputs: inputsOf(program),
      tangents: eachOf(flagged(inputs, floats(inputs)).map(differentialsOf)),
      weights: eachOf(flagged(outputs, floats(outputs)).map(differentialsOf)),
    })
    .map(({ inputs, tangents, weights }) => ({
      program,
      inputs,
      map: floatPart(runProgram(program), inputs, outputs),
      primals: flagged(inputs, floats(inputs)),
      tangents,
      weights,
    }))
}

/** The block of the first instructions, whose outputs are all its values, and that of the others, which takes them. */
const cut = ({ block }: Program, after: number): readonly [first: Block, rest: Block] => {
  const instructions = block.instructions.slice(0, after)
  const count = instructions.reduce((sum, each) => sum + resultCount(each), block.inputs.length)
  const first = { inputs: block.inputs, instructions, outputs: [...new Array(count).keys()] }
  const inputs = typesOf(runBlock(first), block.inputs)
  return [first, { inputs, instructions: block.instructions.slice(after), outputs: block.outputs }]
}

/** A place's map as a composition g . f: f is its first instructions, and g what makes of their values the outputs. */
export const factored = ({ program, inputs }: Place, after: number): readonly [f: TensorMap, g: TensorMap] => {
  const [first, rest] = cut(program, after)
  const values = runBlock(first)(...inputs)
  return [
    floatPart(runBlock(first), inputs, rest.inputs),
    floatPart(runBlock(rest), values, typesOf(runBlock(rest), rest.inputs)),
  ]
}
