import { i32, Module, type Value } from '../../../src/compile/wasm/index.js'
import { leastSeconds } from '../clock.js'
import type { Float } from '../contestants/index.js'

/** A tile of a matrix product whose sums stay in registers: rows, and vectors in each row. */
interface Tile {
  readonly rows: number
  readonly vectors: number
}

export const tiles: readonly Tile[] = [
  { rows: 4, vectors: 2 },
  { rows: 5, vectors: 2 },
  { rows: 6, vectors: 2 },
  { rows: 3, vectors: 4 },
  { rows: 4, vectors: 3 },
  { rows: 8, vectors: 1 },
]

const vectorBytes = 16
/** Terms of each sum: few enough that both panels stay in the innermost cache. */
const depth = 256

const operations = {
  float64: { bytes: 8, load: 'f64Splat', mul: 'f64x2.mul', add: 'f64x2.add' },
  float32: { bytes: 4, load: 'f32Splat', mul: 'f32x4.mul', add: 'f32x4.add' },
} as const

/** A function that multiplies the panels at the start of memory, over and over, each time into the same tile. */
const program = ({ rows, vectors }: Tile, dtype: Float): ((repetitions: number) => void) => {
  const { bytes, load, mul, add } = operations[dtype]
  const module = new Module({ namespace: 'bench', memory: 'memory', functions: {} })
  const once = module.define()
  const right = depth * rows * bytes
  const end = right + depth * vectors * vectorBytes
  const [a, b] = [once.variable('i32', i32(0)), once.variable('i32', i32(right))]
  const sums = Array.from({ length: rows * vectors }, () => once.variable('v128'))
  once.loop((start) => {
    const columns = Array.from({ length: vectors }, (_, at) => once.load('v128', b, at * vectorBytes))
    for (let row = 0; row < rows; row++) {
      const factor: Value<'v128'> = once.loadPart(load, a, row * bytes)
      columns.forEach((column, at) => {
        const sum = sums[row * vectors + at]
        once.update(sum, add, sum, once.apply(mul, factor, column))
      })
    }
    once.update(a, 'i32.add', a, i32(rows * bytes))
    once.update(b, 'i32.add', b, i32(vectors * vectorBytes))
    once.branchIf(start, once.apply('i32.ne', b, i32(end)))
  })
  sums.forEach((sum, at) => {
    once.store('v128', i32(end), sum, at * vectorBytes)
  })
  const often = module.define('i32')
  const [count] = often.parameters as [ReturnType<typeof often.variable<'i32'>>]
  often.loop((start) => {
    often.call(once)
    often.update(count, 'i32.sub', count, i32(1))
    often.branchIf(start, count)
  })
  module.export('often', often)
  const memory = new WebAssembly.Memory({ initial: 4 })
  new Uint8Array(memory.buffer).fill(0)
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.encode()), { bench: { memory } })
  return exports.often as (repetitions: number) => void
}

/** How many billions of multiplications and additions a second a tile makes on one core. */
export const tileRate = (tile: Tile, dtype: Float, repetitions: number): number => {
  const run = program(tile, dtype)
  run(repetitions)
  const lanes = vectorBytes / operations[dtype].bytes
  const operationsMade = 2 * tile.rows * tile.vectors * lanes * depth * repetitions
  return operationsMade / leastSeconds(() => run(repetitions), 5) / 1e9
}

export interface TilesArgument {
  readonly repetitions: number
}

/** The rates of all tiles, in both dtypes. */
export const tilesProbe = ({ repetitions }: TilesArgument) =>
  tiles.map(({ rows, vectors }) => ({
    tile: `${rows}x${vectors}`,
    float32: tileRate({ rows, vectors }, 'float32', repetitions),
    float64: tileRate({ rows, vectors }, 'float64', repetitions),
  }))
