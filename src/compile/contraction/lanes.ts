import type { DType } from '../../tensor/index.js'
import { type Code, f32, f32x4, f64, f64x2, i32, i32x4, type Value, type Variable } from '../wasm/index.js'

/** Elements of a dtype worked on side by side: in a vector, or a single one. */
export interface Lanes {
  readonly name: string
  readonly dtype: Multiplied
  /** How many elements one variable holds. */
  readonly width: number
  /** Bytes of an element. */
  readonly bytes: number
  readonly zero: Value
  /** `count` elements from memory, `stride` bytes apart; what the other lanes hold is left open. */
  load(code: Code, pointer: Value<'i32'>, offset: number, stride: number, count: number): Variable
  store(code: Code, pointer: Value<'i32'>, value: Variable, offset: number, stride: number, count: number): void
  /** One element in all lanes. */
  splat(code: Code, pointer: Value<'i32'>, offset: number): Variable
  /** Adds a product to a sum. */
  addProduct(code: Code, sum: Variable, a: Variable, b: Variable): void
  /** The columns of a square of as many variables as each has lanes. */
  transposed(code: Code, rows: readonly Variable[]): readonly Variable[]
}

const scalarOf = { float32: 'f32', float64: 'f64', int32: 'i32' } as const satisfies Partial<Record<DType, string>>

/** The dtypes of matrices that can be multiplied. */
export type Multiplied = keyof typeof scalarOf

const zeros = { f32: f32(0), f64: f64(0), i32: i32(0), f32x4: f32x4(0), f64x2: f64x2(0), i32x4: i32x4(0) } as const

// The instructions of one type stand for those of the others, which have the same names.
type Own = 'f64'

/** Adds a product to a sum, both rounded. */
const addingProduct =
  (type: string): Lanes['addProduct'] =>
  (code, sum, a, b) => {
    const product = code.apply(`${type}.mul` as 'f64.mul', a as Value<Own>, b as Value<Own>)
    code.update(sum as Variable<Own>, `${type}.add` as 'f64.add', sum as Variable<Own>, product)
  }

/** One element at a time. */
export const single = (dtype: Multiplied): Lanes => {
  const type = scalarOf[dtype]
  return {
    name: type,
    dtype,
    width: 1,
    bytes: type === 'f64' ? 8 : 4,
    zero: zeros[type],
    load: (code, pointer, offset) => code.load(type, pointer, offset),
    store: (code, pointer, value, offset) => code.store(type as Own, pointer, value as Value<Own>, offset),
    splat: (code, pointer, offset) => code.load(type, pointer, offset),
    addProduct: addingProduct(type),
    transposed: (_, rows) => rows,
  }
}

/** Adds a product to a sum, and rounds once where the machine can, instead of twice. */
const addingFused =
  (shape: string): Lanes['addProduct'] =>
  (code, sum, a, b) => {
    type Vector = Variable<'v128'>
    code.update(sum as Vector, `${shape}.relaxed_madd` as 'f64x2.relaxed_madd', a as Vector, b as Vector, sum as Vector)
  }

/** As many elements as a vector holds; sums of products of floats are `fused` only where results need not be exact. */
export const vector = (dtype: Multiplied, fused = false): Lanes => {
  const type = scalarOf[dtype]
  const bytes = type === 'f64' ? 8 : 4
  const width = 16 / bytes
  const shape = `${type}x${width}` as 'f64x2'
  const fuses = fused && type !== 'i32'
  const [splat, part] = bytes === 4 ? (['f32Splat', 'u32'] as const) : (['f64Splat', 'u64'] as const)
  return {
    name: fuses ? `${shape} fused` : shape,
    dtype,
    width,
    bytes,
    zero: zeros[shape],
    load: (code, pointer, offset, stride, count) => {
      if (count === width && stride === bytes) return code.load('v128', pointer, offset)
      const held = code.loadPart(splat, pointer, offset)
      for (let lane = 1; lane < count; lane++) {
        const element = code.load(type as Own, pointer, offset + lane * stride)
        code.assign(held, code.lane(`${shape}.replace_lane`, lane, held, element))
      }
      return held
    },
    store: (code, pointer, value, offset, stride, count) => {
      const held = value as Variable<'v128'>
      if (count === width && stride === bytes) code.store('v128', pointer, held, offset)
      else for (let lane = 0; lane < count; lane++) code.storeLane(part, lane, pointer, held, offset + lane * stride)
    },
    splat: (code, pointer, offset) => code.loadPart(splat, pointer, offset),
    addProduct: fuses ? addingFused(shape) : addingProduct(shape),
    transposed: (code, rows) => transposed(code, rows as readonly Variable<'v128'>[], bytes),
  }
}

/** Takes pieces of so many bytes from two vectors in turn, from their first halves or from their second ones. */
const interleaved = (code: Code, a: Variable<'v128'>, b: Variable<'v128'>, piece: number, half: 0 | 1) =>
  code.shuffle(
    a,
    b,
    Array.from({ length: 16 }, (_, at) => {
      const which = Math.floor(at / piece)
      return 8 * half + Math.floor(which / 2) * piece + (which % 2) * 16 + (at % piece)
    }),
  )

const transposed = (code: Code, rows: readonly Variable<'v128'>[], piece: number): readonly Variable<'v128'>[] => {
  const halves = ([a, b]: readonly Variable<'v128'>[], size: number) =>
    ([0, 1] as const).map((half) => interleaved(code, a, b, size, half))
  if (piece === 8) return halves(rows, 8)
  const [upper, lower] = [halves(rows.slice(0, 2), piece), halves(rows.slice(2), piece)]
  return upper.flatMap((each, index) => transposed(code, [each, lower[index]], 2 * piece))
}
