import { availableParallelism } from 'node:os'
import {
  type FloatDType,
  fromTypedArray,
  jitAsync,
  matmul,
  mul,
  type OnnxRuntime,
  sub,
  type Tensor,
  zipTrees,
} from 'cotangent'
import { toOnnx } from 'cotangent/onnx'
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node'
import type { Float } from '../contestants/index.js'
import { inTurn } from '../inTurn.js'
import { type Times, timesOf } from '../measure.js'
import { stochastic } from './matmul.js'

type Matrix = Tensor<[number, number], FloatDType>

const elapsed = async (run: () => Promise<unknown>): Promise<number> => {
  const start = performance.now()
  await run()
  return (performance.now() - start) / 1000
}

export interface OnnxMatmulArgument {
  readonly size: number
  readonly dtype: Float
  /** How long all measurements are to take. */
  readonly seconds: number
}

/** Seconds of a product that our engine has ONNX Runtime do, and of the same asked of ONNX Runtime itself, in turn. */
export const onnxMatmulProbe = async ({ size, dtype, seconds }: OnnxMatmulArgument) => {
  const data = stochastic(size, dtype)
  const a: Matrix = fromTypedArray(data, [size, size])
  const product = (x: Matrix, y: Matrix): Matrix => matmul(x, y)
  const compiled = jitAsync(product)
  const session = await InferenceSession.create(toOnnx(product, a, a), { intraOpNumThreads: availableParallelism() })
  const given = new OrtTensor(dtype, data as never, [size, size])
  const feeds = Object.fromEntries(session.inputNames.map((name) => [name, given]))
  const [ours, direct] = [() => compiled(a, a)(), () => session.run(feeds)]
  await ours()
  await direct()
  const times: { readonly ours: number[]; readonly direct: number[] } = { ours: [], direct: [] }
  const rounds = Math.max(3, Math.ceil(seconds / ((await elapsed(ours)) + (await elapsed(direct)))))
  for (let round = 0; round < rounds; round++) {
    times.ours.push(await elapsed(ours))
    times.direct.push(await elapsed(direct))
  }
  await session.release()
  return { ours: timesOf(times.ours), direct: timesOf(times.direct) }
}

/** ONNX Runtime, and how long its last run took. */
const timedRuntime = () => {
  let last = 0
  const runtime: OnnxRuntime = {
    Tensor: OrtTensor,
    InferenceSession: {
      create: async (...[model, options]: Parameters<typeof InferenceSession.create>) => {
        const session = await InferenceSession.create(model as never, options)
        return {
          run: async (feeds: InferenceSession.OnnxValueMapType, fetches: readonly string[]) => {
            const start = performance.now()
            const results = await session.run(feeds, fetches)
            last = (performance.now() - start) / 1000
            return results
          },
          release: () => session.release(),
        }
      },
    },
  }
  return { runtime, last: () => last }
}

type Layers = readonly { readonly weights: Matrix; readonly bias: Tensor<[number], FloatDType> }[]

/** A step that computes next to nothing with the parameters of so many layers, and gives them all. */
const stepOf = (layers: Layers): Layers => zipTrees(layers, layers, (w, slope) => sub(w, mul(slope, 0.1))) as Layers

const layersOf = (count: number): Layers =>
  Array.from({ length: count }, () => ({
    weights: fromTypedArray(new Float32Array(16), [4, 4]),
    bias: fromTypedArray(new Float32Array(4), [4]),
  }))

export interface OnnxCallArgument {
  readonly calls: number
}

/** What a call costs beyond the run of ONNX Runtime in it, with 2 tensors and with 20 that go in and come out. */
export const onnxCallProbe = async ({ calls }: OnnxCallArgument) =>
  inTurn([1, 10], async (count): Promise<{ readonly tensors: number; readonly beyond: Times; readonly run: Times }> => {
    const { runtime, last } = timedRuntime()
    const step = jitAsync(stepOf, { runtime, threads: 1 })
    let layers = layersOf(count)
    const [beyond, run]: readonly number[][] = [[], []]
    for (let call = 0; call < 2 * calls; call++) {
      const seconds = await elapsed(async () => {
        layers = await step(layers)()
      })
      if (call < calls) continue
      beyond.push(seconds - last())
      run.push(last())
    }
    return { tensors: 2 * count, beyond: timesOf(beyond), run: timesOf(run) }
  })
