import { describe, expect, it } from 'vitest'
import { type Lanes, type Multiplied, single, vector } from '../../../src/compile/contraction/lanes.js'
import { type Code, i32, Module } from '../../../src/compile/wasm/index.js'

/** The first numbers in memory after a piece of code has run on some. */
const run = (
  make: (buffer: ArrayBuffer) => Float64Array | Float32Array | Int32Array,
  before: readonly number[],
  write: (code: Code) => void,
): readonly number[] => {
  const module = new Module({ namespace: 'test', memory: 'memory', functions: {} })
  const code = module.define()
  write(code)
  module.export('run', code)
  const memory = new WebAssembly.Memory({ initial: 1 })
  make(memory.buffer).set(before)
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.encode()), { test: { memory } })
  ;(exports.run as () => void)()
  return [...make(memory.buffer).subarray(0, 64)]
}

const arrays = {
  float64: (buffer: ArrayBuffer) => new Float64Array(buffer),
  float32: (buffer: ArrayBuffer) => new Float32Array(buffer),
  int32: (buffer: ArrayBuffer) => new Int32Array(buffer),
} as const

const cases = (Object.keys(arrays) as Multiplied[]).flatMap((dtype) =>
  [single(dtype), vector(dtype)].map((lanes) => ({ dtype, lanes, name: lanes.name })),
)

const numbers = Array.from({ length: 16 }, (_, index) => index + 1)

describe.each(cases)('lanes of $name', ({ dtype, lanes }) => {
  const { width, bytes } = lanes
  const target = 32 * bytes
  const ran = (write: (code: Code) => void): readonly number[] => run(arrays[dtype], numbers, write).slice(32)

  it('move any number of elements at any distance', () => {
    for (let count = 1; count <= width; count++)
      for (const stride of [1, 2, 3]) {
        const found = ran((code) => {
          const held = lanes.load(code, i32(0), bytes, stride * bytes, count)
          lanes.store(code, i32(target), held, 2 * bytes, stride * bytes, count)
        })
        const expected = new Array(32).fill(0)
        for (let index = 0; index < count; index++) expected[2 + stride * index] = numbers[1 + stride * index]
        expect(found).toEqual(expected)
      }
  })

  it('add products of one element and several', () => {
    const found = ran((code) => {
      const sum = lanes.load(code, i32(0), 4 * bytes, bytes, width)
      lanes.addProduct(code, sum, lanes.splat(code, i32(0), 2 * bytes), lanes.load(code, i32(0), 0, bytes, width))
      lanes.store(code, i32(target), sum, 0, bytes, width)
    })
    expect(found.slice(0, width)).toEqual(numbers.slice(0, width).map((each) => each + 4 + 3 * each))
  })

  it('transpose squares', () => {
    const found = ran((code) => {
      const rows = Array.from({ length: width }, (_, row) =>
        lanes.load(code, i32(0), row * width * bytes, bytes, width),
      )
      lanes.transposed(code, rows).forEach((column, index) => {
        lanes.store(code, i32(target), column, index * width * bytes, bytes, width)
      })
    })
    for (let row = 0; row < width; row++)
      for (let column = 0; column < width; column++)
        expect(found[column * width + row]).toBe(numbers[row * width + column])
  })
})

const relaxed = (lanes: Lanes): boolean => {
  try {
    run(arrays.float64, [], (code) => {
      const zero = code.variable('v128')
      lanes.addProduct(code, zero, zero, zero)
    })
    return true
  } catch {
    return false
  }
}

describe('fused sums of products', () => {
  const lanes = vector('float64', true)

  it.skipIf(!relaxed(lanes))('are rounded once or twice', () => {
    const tiny = 2 ** -30
    const [sum] = run(arrays.float64, [-1, 1 + tiny, 1 - tiny], (code) => {
      const sum = lanes.splat(code, i32(0), 0)
      lanes.addProduct(code, sum, lanes.splat(code, i32(0), 8), lanes.splat(code, i32(0), 16))
      lanes.store(code, i32(0), sum, 0, 8, 2)
    })
    expect([-(tiny ** 2), 0]).toContain(sum)
  })

  it('are there for floats only', () => {
    expect(vector('int32', true).name).toBe(vector('int32').name)
  })
})
