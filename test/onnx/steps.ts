import { flattenTree, type Tensor, toTypedArray, unflattenTree } from 'cotangent'
import { toOnnx } from 'cotangent/onnx'
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node'

/** What a step gives: what goes on to the next one, and its cost. */
export interface Stepped<S> {
  readonly next: S
  readonly cost: Tensor<[], 'float64'>
}

const ortTensor = (tensor: Tensor): OrtTensor =>
  new OrtTensor(tensor.dtype as 'float64', toTypedArray(tensor) as Float64Array, [...tensor.shape])

/**
 * Runs a step as a model in ONNX Runtime alone, again and again, each with what came out of the one before it and with one
 * of the batches; gives the costs.
 */
export const costsOf = async <S, B>(
  step: (state: S, batch: B) => Stepped<S>,
  start: S,
  batches: Iterable<B>,
): Promise<readonly number[]> => {
  const costs: number[] = []
  const [leaves, structure] = flattenTree(start as never)
  let session: InferenceSession | undefined
  let state = leaves.map(ortTensor)
  for (const batch of batches) {
    session ??= await InferenceSession.create(
      toOnnx(step as (...args: never[]) => unknown, ...([unflattenTree(structure, leaves), batch] as never[])),
    )
    const given = [...state, ...flattenTree(batch as never)[0].map(ortTensor)]
    const feeds = Object.fromEntries(session.inputNames.map((name, index) => [name, given[index]]))
    const results = await session.run(feeds)
    costs.push((results.output_cost.data as Float64Array)[0])
    state = session.outputNames.filter((name) => name !== 'output_cost').map((name) => results[name] as OrtTensor)
  }
  await session?.release()
  return costs
}
