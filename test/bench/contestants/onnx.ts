import { jitAsync } from 'cotangent'
import { type Contestant, type Float, inProcess } from './contestant.js'
import { dataOf, descend, type Layer, layersOf, paramsOf } from './model.js'

/** What training on ONNX Runtime is called. */
export const onOnnxName = 'cotangent on ONNX Runtime, step by step'

/** A step on ONNX Runtime that JavaScript calls, over and over; the examples are what the step closes over. */
export const stepsOnOnnx = (dtype: Float): Contestant => ({
  name: onOnnxName,
  dtype,
  prepare: (problem) => {
    const { steps, batches } = dataOf(problem, dtype)
    const initial = layersOf(problem.network, problem.initial, dtype)
    const onBatch = jitAsync(descend(problem.network))
    const onAll = jitAsync((layers: readonly Layer[]) => descend(problem.network)(layers, batches[0]))
    const step = steps === 1 ? onAll : onBatch
    return inProcess((count) => async () => {
      let layers = initial
      for (let at = 0; at < count; at++) layers = await step(layers, batches[at % steps])()
      return () => paramsOf(layers)
    })
  },
})
