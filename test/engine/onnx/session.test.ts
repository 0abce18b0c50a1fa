import { InferenceSession } from 'onnxruntime-node'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  add,
  broadcastTo,
  type DType,
  div,
  flip,
  fromTypedArray,
  jitAsync,
  logicalNot,
  matmul,
  mul,
  neg,
  ones,
  sum,
  type Tensor,
  tensor,
  toArray,
  toTypedArray,
  transpose,
  zeros,
} from '../../../src/index.js'

afterEach(() => {
  vi.restoreAllMocks()
})

/** How many sessions are opened, and of how many bytes of models, from now on. */
const counting = () => {
  const created = vi.spyOn(InferenceSession, 'create')
  return {
    opened: () => created.mock.calls.length,
    bytes: () => created.mock.calls.map(([model]) => (model as unknown as Uint8Array).length),
    options: () => created.mock.calls.map((call) => (call as unknown as readonly unknown[])[1]),
  }
}

const range = (size: number, from = 0): Float64Array => Float64Array.from({ length: size }, (_, at) => at + from)

describe('what goes through ONNX Runtime', () => {
  it.each<[DType, number | boolean]>([
    ['float64', -1.5],
    ['float32', -1.5],
    ['int32', -3],
    ['bool', true],
  ])('keeps %s, from scalars to tensors without elements', async (dtype, value) => {
    const same = jitAsync((a: Tensor) => (dtype === 'bool' ? logicalNot(logicalNot(a)) : neg(neg(a))))
    for (const [nested, shape] of [
      [value, []],
      [[value], [1]],
      [
        [[value], [value]],
        [2, 1],
      ],
      [[], [0]],
    ] as const) {
      const x = tensor(nested as never, { dtype })
      const y = await same(x)()
      expect([y.dtype, y.shape]).toEqual([dtype, shape])
      expect(toArray(y)).toEqual(toArray(x))
    }
  })

  it('tells the constants of two functions apart by the signs of their zeros', async () => {
    const by = (factor: Tensor) => jitAsync((x: Tensor) => div(1, mul(x as Tensor<[2]>, factor as Tensor<[2]>)))
    expect(toArray(await by(tensor([0, 1]))(tensor([1, 1]))())).toEqual([Number.POSITIVE_INFINITY, 1])
    expect(toArray(await by(tensor([-0, 1]))(tensor([1, 1]))())).toEqual([Number.NEGATIVE_INFINITY, 1])
  })

  it('takes views: of other strides, of a part of a buffer, of one element repeated', async () => {
    const whole = fromTypedArray(range(12), [3, 4])
    const negative = jitAsync((a: Tensor) => neg(a))
    expect(toArray(await negative(transpose(whole))())).toEqual(toArray(neg(transpose(whole))))
    expect(toArray(await negative(flip(whole))())).toEqual(toArray(neg(flip(whole))))
    expect(toArray(await negative(broadcastTo(tensor(2), [2, 2]))())).toEqual([
      [-2, -2],
      [-2, -2],
    ])
    const part = jitAsync((a: Tensor) => neg(a))
    const inner = fromTypedArray(range(12).subarray(5, 9), [4])
    expect(toArray(await part(inner)())).toEqual([-5, -6, -7, -8])
  })

  it('hands operands and constants on as they are, and computes once what is wanted twice', async () => {
    const spied = counting()
    const kept = ones([3])
    const x = tensor([1, 2, 3])
    const [a, b, c, d] = await jitAsync((y: Tensor<[3]>) => {
      const product = mul(y, y)
      return [y, kept, product, product]
    })(x)()
    expect(a).toBe(x)
    expect(b).toBe(kept)
    expect(c).toBe(d)
    expect(toArray(c)).toEqual([1, 4, 9])
    expect(spied.opened()).toBe(1)
    expect((await jitAsync((y: Tensor<[3]>) => [y, kept])(x)())[0]).toBe(x)
    expect(spied.opened()).toBe(1)
  })

  it('leaves results as they were when others follow', async () => {
    const square = jitAsync((a: Tensor<[5000]>) => mul(a, a))
    const first = await square(fromTypedArray(range(5000), [5000]))()
    const before = toTypedArray(first)
    for (let times = 1; times < 20; times++) await square(fromTypedArray(range(5000, times), [5000]))()
    expect(toTypedArray(first)).toEqual(before)
  })
})

describe('sessions', () => {
  const x = tensor([[1, 2]])

  it('are shared by functions of the same structure, whatever their large constants', async () => {
    const spied = counting()
    const times = (factor: Tensor<[2, 1000]>) => jitAsync((a: Tensor<[2, 1000]>) => mul(neg(a), factor))
    const [one, two] = [fromTypedArray(range(2000), [2, 1000]), fromTypedArray(range(2000, 1), [2, 1000])] as const
    const operand = ones([2, 1000])
    expect(toArray(await times(one)(operand)())).toEqual(toArray(neg(one)))
    expect(toArray(await times(two)(operand)())).toEqual(toArray(neg(two)))
    expect(spied.opened()).toBe(1)
    expect(spied.bytes()[0]).toBeLessThan(2000)
  })

  it('are others where small constants differ, or weights of products, which are packed once', async () => {
    const spied = counting()
    const plus = (b: Tensor<[2]>) => jitAsync((a: Tensor<[1, 2]>) => add(mul(a, 7), b))
    expect(toArray(await plus(tensor([1, 2]))(x)())).toEqual([[8, 16]])
    expect(toArray(await plus(tensor([3, 4]))(x)())).toEqual([[10, 18]])
    expect(spied.opened()).toBe(2)
    const by = (weights: Tensor<[2, 500]>) => jitAsync((a: Tensor<[1, 2]>) => sum(matmul(a, weights)))
    const weights = ones([2, 500])
    const own = fromTypedArray(range(1000), [2, 500])
    expect(toArray(await by(weights)(x)())).toBe(1500)
    expect(toArray(await by(own)(x)())).toBe(124750 + 2 * 374750)
    const opened = spied.opened()
    expect(toArray(await by(own)(x)())).toBe(124750 + 2 * 374750)
    expect(spied.opened()).toBe(opened)
    expect(spied.bytes().at(-1)).toBeGreaterThan(8000)
  })

  it('are told of threads', async () => {
    const spied = counting()
    const f = (a: Tensor<[1, 2]>) => mul(a, 11)
    await jitAsync(f, { threads: 1 })(x)()
    await jitAsync(f, { threads: 3 })(x)()
    await jitAsync(f, { threads: 1 })(x)()
    expect(spied.options()).toMatchObject([{ intraOpNumThreads: 1 }, { intraOpNumThreads: 3 }])
    vi.stubEnv('COTANGENT_THREADS', '2')
    await jitAsync((a: Tensor<[1, 2]>) => mul(a, 12))(x)()
    vi.unstubAllEnvs()
    expect(spied.options().at(-1)).toMatchObject({ intraOpNumThreads: 2 })
  })

  it('are released when 32 others were used since, but not while they run, and opened again', async () => {
    const created = vi.spyOn(InferenceSession, 'create')
    const sessions = async (): Promise<readonly InferenceSession[]> =>
      Promise.all(created.mock.results.map(({ value }) => value))
    const released = new Set<unknown>()
    const by = (factor: number) => jitAsync((a: Tensor<[1, 2]>) => mul(a, factor), { threads: 1 })
    const first = by(0.125)
    await first(x)()
    const [opened] = await sessions()
    const { release } = Object.getPrototypeOf(opened) as InferenceSession
    vi.spyOn(Object.getPrototypeOf(opened) as InferenceSession, 'release').mockImplementation(function (
      this: InferenceSession,
    ) {
      released.add(this)
      return release.call(this)
    })
    const others = Array.from({ length: 32 }, (_, at) => by(100 + at))
    for (const each of others.slice(1)) await each(x)()
    expect(released.has(opened)).toBe(false)
    await others[0](x)()
    expect(released.has(opened)).toBe(true)
    // All at once, of which some are given up before they have run.
    const results = await Promise.all([first, ...others].map((each) => each(x)()))
    expect(results.map((each) => toArray(each)[0][0])).toEqual([0.125, ...others.map((_, at) => 100 + at)])
    await new Promise(setImmediate)
    const open = (await sessions()).filter((each) => !released.has(each))
    expect(open).toHaveLength(32)
  })

  it('are not kept where they could not be opened', async () => {
    const refused = vi.spyOn(InferenceSession, 'create').mockRejectedValueOnce(new Error('no room'))
    const f = jitAsync((a: Tensor<[1, 2]>) => mul(a, 13))
    await expect(f(x)()).rejects.toThrow('ONNX Runtime failed to load the graph: no room')
    expect(toArray(await f(x)())).toEqual([[13, 26]])
    expect(refused).toHaveBeenCalledTimes(2)
  })
})

describe('many calls', () => {
  it('run side by side on one session, each with its own result', async () => {
    const f = jitAsync((a: Tensor<[100]>) => add(mul(a, a), 1))
    const operands = Array.from({ length: 50 }, (_, at) => fromTypedArray(range(100, at), [100]))
    const results = await Promise.all(operands.map((each) => f(each as Tensor<[100]>)()))
    expect(results.map((each) => toArray(each)[0])).toEqual(operands.map((_, at) => at * at + 1))
  })

  it('take no more memory than a few', async () => {
    const f = jitAsync((a: Tensor<[50_000]>) => add(a, 1))
    let carried: Tensor<[50_000]> = zeros([50_000])
    const run = async (times: number): Promise<number> => {
      for (let time = 0; time < times; time++) carried = await f(carried)()
      return process.memoryUsage().rss
    }
    const before = await run(200)
    const after = await run(1000)
    expect(toArray(carried)[7]).toBe(1200)
    // All results together take 400 MB.
    expect(after - before).toBeLessThan(100e6)
  })
})
