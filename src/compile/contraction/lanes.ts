import type { DType } from '../../tensor/index.js'
import { type Code, f32, f32x4, f64, f64x2, i32, i32x4, type Value, type Variable } from '../wasm/index.js'

export type Pointer = Value<'i32'>

/** Elements of a dtype worked on side by side: in a vector, or a single one. */
export interface Lanes {
  readonly name: string
  /** How many elements one variable holds. */
  readonly width: number
  /** Bytes of an element. */
  readonly bytes: number
  readonly zero: Value
  /** The first `count` lanes from memory, `stride` bytes apart; the others are whatever. */
  load(code: Code, pointer: Pointer, offset: number, stride: number, count: number): Variable
  store(code: Code, pointer: Pointer, value: Variable, offset: number, stride: number, count: number): void
  /** One element in all lanes. */
  splat(code: Code, pointer: Pointer, offset: number): Variable
  /** Adds a product to a sum, both rounded. */
  addProduct(code: Code, sum: Variable, a: Variable, b: Variable): void
}

type Scalar = 'f32' | 'f64' | 'i32'

const scalarOf = { float32: 'f32', float64: 'f64', int32: 'i32' } as const satisfies Partial<Record<DType, Scalar>>

export type Multiplied = keyof typeof scalarOf

const sizes: Readonly<Record<Scalar, 4 | 8>> = { f32: 4, f64: 8, i32: 4 }

const zeros = { f32: f32(0), f64: f64(0), i32: i32(0), f32x4: f32x4(0), f64x2: f64x2(0), i32x4: i32x4(0) } as const

// The instructions of one type stand for those of the others, which have the same names.
type Own = 'f64'

const addingProduct =
  (shape: string) =>
  (code: Code, sum: Variable, a: Variable, b: Variable): void => {
    const product = code.apply(`${shape}.mul` as 'f64.mul', a as Value<Own>, b as Value<Own>)
    code.update(sum as Variable<Own>, `${shape}.add` as 'f64.add', sum as Variable<Own>, product)
  }

/** One element at a time. */
export const single = (dtype: Multiplied): Lanes => {
  const type = scalarOf[dtype]
  return {
    name: type,
    width: 1,
    bytes: sizes[type],
    zero: zeros[type],
    load: (code, pointer, offset) => code.load(type, pointer, offset),
    store: (code, pointer, value, offset) => code.store(type as Own, pointer, value as Value<Own>, offset),
    splat: (code, pointer, offset) => code.load(type, pointer, offset),
    addProduct: addingProduct(type),
  }
}

/** As many elements as a vector holds. */
export const vector = (dtype: Multiplied): Lanes => {
  const type = scalarOf[dtype]
  const bytes = sizes[type]
  const width = 16 / bytes
  const shape = `${type}x${width}` as 'f64x2'
  const [splat, part] = bytes === 4 ? (['f32Splat', 'u32'] as const) : (['f64Splat', 'u64'] as const)
  return {
    name: shape,
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
    addProduct: addingProduct(shape),
  }
}
