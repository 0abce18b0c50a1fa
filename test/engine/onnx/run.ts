import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node'
import { modelOf } from '../../../src/engine/onnx/lowering/index.js'
import { encode, type ModelProto, modelSchema } from '../../../src/engine/onnx/proto/index.js'
import type { Graph } from '../../../src/graph/index.js'
import { allocate, type Constant, type DType, fromRowMajor, rowMajor } from '../../../src/tensor/index.js'

/** A graph as a model whose inputs are `input_0`, `input_1`, ... and whose outputs are `output_0`, ... */
export const modelFor = (graph: Graph): ModelProto =>
  modelOf(graph, {
    inputs: graph.inputs.map((_, index) => ({ name: `input_${index}` })),
    outputs: graph.outputs.map((_, index) => ({ name: `output_${index}` })),
  })

const given = (x: Constant): OrtTensor => {
  const elements = rowMajor(x)
  // In memory of its own, as the runtime takes all of a buffer.
  return new OrtTensor(x.dtype, elements.slice() as never, [...x.shape])
}

const received = (x: OrtTensor): Constant => {
  const dtype = x.type as DType
  const elements = allocate(dtype, x.size)
  elements.set(x.data as unknown as ArrayLike<number>)
  return fromRowMajor(dtype, x.dims, elements)
}

/** What a graph comes to in ONNX Runtime, at each of some points. */
export const runModel = async (
  model: ModelProto,
  points: readonly (readonly Constant[])[],
): Promise<readonly (readonly Constant[])[]> => {
  const session = await InferenceSession.create(encode(modelSchema, model), {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 4,
  })
  try {
    const found: (readonly Constant[])[] = []
    for (const operands of points) {
      const feeds = Object.fromEntries(operands.map((operand, index) => [`input_${index}`, given(operand)]))
      const results = await session.run(feeds)
      found.push(session.outputNames.map((name) => received(results[name])))
    }
    return found
  } finally {
    await session.release()
  }
}

/** A graph's outputs as ONNX Runtime gives them for these operands. */
export const runInOnnx = async (graph: Graph, operands: readonly Constant[]): Promise<readonly Constant[]> =>
  (await runModel(modelFor(graph), [operands]))[0]
