import type { GraphProto } from '../../../engine/onnx/index.js'
import { flip, moveAxis, pad, slice, stack } from '../../../graph/index.js'
import type { Tensor } from '../../../tensor/index.js'
import {
  allInputs,
  axisOf,
  constantInts,
  misshapen,
  type Operator,
  type OperatorCall,
  optional,
  refused,
  required,
} from '../operator.js'
import { elementAt, type Left, repeated } from './repeating.js'

/** How many of the inputs are the state that a body begins with; the others are sequences. */
const statesOf = (call: OperatorCall, inputs: readonly Tensor[]): number => {
  const count = call.attributes.int('num_scan_inputs')
  if (count < 1 || count > inputs.length) throw refused(call, `num_scan_inputs is ${count}`)
  return inputs.length - count
}

/** A body over sequences along their first axes, from the state that it begins with. */
const overAll = (call: OperatorCall, body: GraphProto, init: readonly Tensor[], sequences: readonly Tensor[]): Left => {
  const length = sequences[0].shape[0]
  if (sequences.some(({ shape }) => shape[0] !== length)) throw misshapen(call, 'the sequences differ in length')
  return repeated(
    call,
    (_, state, elements) => {
      const results = call.run(body, [...state, ...elements])
      return [results.slice(0, init.length), results.slice(init.length)]
    },
    length,
    init,
    sequences,
  )
}

/** Sequences along their axes from either end, over which the body goes. */
const scanned = (call: OperatorCall): readonly Tensor[] => {
  const body = call.attributes.graph('body')
  const inputs = allInputs(call)
  const states = statesOf(call, inputs)
  const list = (name: string, index: number): number => call.attributes.ints(name, [])[index] ?? 0
  const sequences = inputs.slice(states).map((sequence, index) => {
    const axis = axisOf(call, list('scan_input_axes', index), sequence.shape.length)
    const moved = moveAxis(sequence, axis, 0)
    return list('scan_input_directions', index) === 0 ? moved : flip(moved, { axis: 0 })
  })
  const [state, results] = overAll(call, body, inputs.slice(0, states), sequences)
  const turned = results.map((result, index) => {
    const forward = list('scan_output_directions', index) === 0 ? result : flip(result, { axis: 0 })
    return moveAxis(forward, 0, list('scan_output_axes', index))
  })
  return [...state, ...turned]
}

/** As version 8 has it: a batch of sequences along axis 1, of lengths that may differ, after which the results are 0. */
const scannedInBatches = (call: OperatorCall): readonly Tensor[] => {
  const body = call.attributes.graph('body')
  const inputs = call.inputs.slice(1).map((_, index) => required(call, index + 1))
  const states = statesOf(call, inputs)
  const [batches, longest] = inputs[states].shape
  const lengths = optional(call, 0) === undefined ? undefined : constantInts(call, 0)
  const directions = call.attributes.ints('directions', [])
  const each = Array.from({ length: batches }, (_, batch) => {
    const length = lengths?.[batch] ?? longest
    const sequences = inputs.slice(states).map((sequence, index) => {
      const own = slice(elementAt(sequence, batch), [[0, length]])
      return (directions[index] ?? 0) === 0 ? own : flip(own, { axis: 0 })
    })
    const init = inputs.slice(0, states).map((state) => elementAt(state, batch))
    const [state, results] = overAll(call, body, init, sequences)
    const filled = results.map((result) =>
      pad(
        result,
        result.shape.map((extent, axis) => [0, axis === 0 ? longest - extent : 0] as const),
      ),
    )
    return [...state, ...filled]
  })
  if (each.length === 0) throw misshapen(call, 'the batch is empty')
  return each[0].map((_, which) => stack(each.map((one) => one[which])))
}

/** A body that goes over sequences. */
export const scan: Operator = (call) => (call.opset < 9 ? scannedInBatches(call) : scanned(call))
