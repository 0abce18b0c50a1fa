import { type AnyRoutine, type Cells, type Shape, sizeOf, splitAxes, type TensorType } from '../../../tensor/index.js'
import type { MadePairs, Pairs } from './loops.js'
import { cellsOfIndices, cellsOfMade, cellsOfPairs, pairMachine } from './machine.js'
import type { Pair } from './pair.js'

/** An operand of a routine: its elements in row-major order. */
export interface PairArray extends Pairs {
  readonly type: TensorType
}

/** A result of a routine: pairs, or int32 indices. */
export type RoutineResult = MadePairs | { readonly high: Int32Array; readonly low: undefined }

/** A routine's results on float operands, for every index of the leading axes; `types` are those of the results. */
export const runRoutine = <A>(
  routine: AnyRoutine<A>,
  operands: readonly PairArray[],
  attributes: A,
  types: readonly TensorType[],
): readonly RoutineResult[] => {
  const { leading } = splitAxes(operands[0].type, routine.operands[0])
  const made = types.map(({ shape }, index): RoutineResult => {
    const size = sizeOf(shape)
    return routine.results[index].elements === 'index'
      ? { high: new Int32Array(size), low: undefined }
      : { high: new Float64Array(size), low: new Float64Array(size) }
  })
  const ofOperands = operands.map(({ type }, index) => splitAxes(type, routine.operands[index]).own)
  const ofResults = types.map((type, index) => splitAxes(type, routine.results[index]).own)
  const resultCells = (result: RoutineResult, own: Shape, offset: number): Cells<Pair, number> =>
    result.low === undefined
      ? // Of a routine that is known as any, the types do not know which results are indices.
        (cellsOfIndices(result.high, own, offset) as unknown as Cells<Pair, number>)
      : cellsOfMade(result, own, offset)
  for (let at = 0; at < sizeOf(leading); at++)
    routine.run(
      pairMachine,
      operands.map((operand, index) => cellsOfPairs(operand, ofOperands[index], at * sizeOf(ofOperands[index]))),
      made.map((result, index) => resultCells(result, ofResults[index], at * sizeOf(ofResults[index]))),
      attributes,
    )
  return made
}
