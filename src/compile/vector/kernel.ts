import type { Elementwise } from '../../graph/index.js'
import type { Arithmetic, DType, ScalarKernel } from '../../tensor/index.js'
import { floatArithmetic, integerArithmetic, type Scalar, type Tables } from '../arithmetic.js'
import {
  bytesOfSplat,
  type Code,
  type Splat,
  showSplat,
  type Value,
  type ValuedFunction,
  type ValueType,
} from '../wasm/index.js'
import { doubles, integers, type Lanes, masks, numbers, singles } from './arithmetic.js'
import { narrowed, widened } from './convert.js'
import { type Pack, pack, vectors, withWidth } from './pack.js'
import { profileOf } from './rounding.js'

/** What the code of kernels needs of the module that it is part of. */
export interface KernelHost extends Tables {
  /** Whether kernels of more than a few operations are written where they are used, or are functions that are called. */
  readonly kernels: 'inline' | 'call'
  /** Whether sums take products in unrounded, where the instructions are there. */
  readonly fuses: boolean
  /** The function of the module that has a key: `body`, run once for each, writes it and tells what it gives. */
  valued(
    key: string,
    results: readonly ValueType[],
    parameters: readonly ValueType[],
    body: (code: Code) => readonly Value[],
  ): ValuedFunction
}

/** Kernels of more operations than this are worth a call. */
const inlineLimit = 8

/** What a kernel is computed in: single numbers or vectors of them. */
type Form = 'f64' | 'i32' | 'f64x2' | 'f32x4' | 'i32x4'

const scalarArithmetics = { f64: floatArithmetic, i32: integerArithmetic } as const
const vectorArithmetics = { f64x2: doubles, f32x4: singles, i32x4: integers } as const

/** What was made for a form in a function, made once, since functions may apply thousands of kernels. */
const madeOnce = <A>() => {
  const known = new WeakMap<Code, Map<Form, A>>()
  return (code: Code, form: Form, make: () => A): A => {
    const ofCode = known.get(code) ?? new Map<Form, A>()
    known.set(code, ofCode)
    const made = ofCode.get(form) ?? make()
    ofCode.set(form, made)
    return made
  }
}

const scalarOnce = madeOnce<Arithmetic<Scalar>>()
const vectorOnce = madeOnce<Arithmetic<Lanes>>()

/** As for interpretation: where an operand is int32 it wraps, and everything else is computed in float64. */
const formOf = (packs: readonly Pack[], isNarrow: boolean): Form => {
  const { dtype, lanes } = packs.find((each) => each.dtype !== 'bool') ?? packs[0]
  if (dtype === 'int32') return lanes === 1 ? 'i32' : 'i32x4'
  if (lanes === 1) return 'f64'
  return dtype === 'float64' || !isNarrow || packs.every(({ width }) => width === 64) ? 'f64x2' : 'f32x4'
}

/** The values of an operand as a kernel takes them. */
const prepared = (code: Code, operand: Pack, form: Form): readonly Value[] => {
  if (operand.dtype === 'bool') return withWidth(code, operand, form === 'f64x2' ? 64 : 32).parts
  return (operand.dtype === 'float32' && form !== 'f32x4' ? widened(code, operand) : operand).parts
}

/** Writes a kernel's code. */
const write = (
  code: Code,
  tables: Tables,
  kernel: ScalarKernel,
  form: Form,
  packs: readonly Pack[],
  operands: readonly (readonly Value[])[],
): readonly Value[] => {
  if (form === 'f64' || form === 'i32') {
    const arithmetic = scalarOnce(code, form, () => scalarArithmetics[form](code, tables))
    return [kernel(arithmetic, ...operands.map((each) => each[0] as Scalar))]
  }
  const lanes = (operands as readonly (readonly Value<'v128'>[])[]).map((vectors, index) =>
    packs[index].dtype === 'bool' ? masks(vectors) : numbers(vectors),
  )
  const arithmetic = vectorOnce(code, form, () => vectorArithmetics[form](code, tables))
  return kernel(arithmetic, ...lanes).vectors
}

const resultType = (form: Form, dtype: DType): ValueType =>
  form === 'f64' ? (dtype === 'bool' ? 'i32' : 'f64') : form === 'i32' ? 'i32' : 'v128'

/** Calls the function of the module that is a kernel on a number of vectors. */
const call = (
  code: Code,
  host: KernelHost,
  { name, kernel }: Elementwise,
  form: Form,
  dtype: DType,
  packs: readonly Pack[],
  operands: readonly (readonly Value[])[],
): readonly Value[] => {
  const count = operands[0].length
  const values = operands.flat()
  const results = new Array<ValueType>(count).fill(resultType(form, dtype))
  const types = values.map(({ type }) => type)
  const callee = host.valued(`${name} ${form} ${count} ${packs.map((each) => each.dtype)}`, results, types, (body) => {
    body.pool((literal) => {
      const table = tableOf(literal)
      return table && host.table(table)
    })
    const given = operands.map((_, index) => body.parameters.slice(index * count, (index + 1) * count))
    return filled(write(body, host, kernel, form, packs, given), count)
  })
  return code.invoke(callee, ...values)
}

const tables = new Map<string, readonly number[]>()

/** A vector as a table of two float64, the same one whenever it is asked for; there is none of NaNs, which tables do not tell apart. */
const tableOf = (literal: Splat): readonly number[] | undefined => {
  const key = showSplat(literal)
  const table = tables.get(key) ?? [...new Float64Array(bytesOfSplat(literal).buffer)]
  if (table.some(Number.isNaN)) return undefined
  tables.set(key, table)
  return table
}

/** As many vectors, where one may stand for all. */
const filled = (vectors: readonly Value[], count: number): readonly Value[] =>
  vectors.length === count ? vectors : new Array<Value>(count).fill(vectors[0])

/** What an elementwise primitive, whose result is of a dtype, gives for packs of equally many lanes. */
export const applyKernel = (
  code: Code,
  host: KernelHost,
  primitive: Elementwise,
  dtype: DType,
  packs: readonly Pack[],
): Pack => {
  const { kernel } = primitive
  const { lanes } = packs[0]
  const { operations, isNarrow } = profileOf(kernel, packs.length)
  const form = formOf(packs, isNarrow)
  const given = packs.map((each) => prepared(code, each, form))
  const parts =
    host.kernels === 'call' && operations > inlineLimit
      ? call(code, host, primitive, form, dtype, packs, given)
      : filled(write(code, host, kernel, form, packs, given), given[0].length)
  if (dtype === 'float32' && form !== 'f32x4') return narrowed(code, pack('float64', lanes, parts))
  return pack(dtype, lanes, parts, form === 'f64x2' ? 64 : 32)
}

// --- in the dtype's own arithmetic

/** The instructions of a dtype's numbers, alone and in vectors. */
const instructions = {
  float64: ['f64', 'f64x2'],
  float32: ['f32', 'f32x4'],
  int32: ['i32', 'i32x4'],
} as const

const own =
  (name: 'add' | 'sub' | 'mul') =>
  (code: Code, a: Pack, b: Pack): Pack => {
    const [single, several] = instructions[a.dtype as 'float64']
    const instruction = `${a.lanes === 1 ? single : several}.${name}` as const
    return pack(
      a.dtype,
      a.lanes,
      a.parts.map((part, index) => code.apply(instruction, part as Value<'f64'>, b.parts[index] as Value<'f64'>)),
    )
  }

/** a + b, each sum rounded to the dtype or wrapped; not of bool. */
export const addPacks = own('add')

/** a - b, each difference rounded to the dtype or wrapped; not of bool. */
const subtractPacks = own('sub')

/** a b, each product rounded to the dtype or wrapped; not of bool. */
export const multiplyPacks = own('mul')

/** c + a b, or c - a b, in floats: of several lanes the product is not rounded, where that is what the machine does. */
export const multiplyAddPacks = (code: Code, sign: 1 | -1, a: Pack, b: Pack, c: Pack): Pack => {
  if (c.lanes === 1) {
    const product = multiplyPacks(code, a, b)
    return sign === 1 ? addPacks(code, c, product) : subtractPacks(code, c, product)
  }
  const shape = c.dtype === 'float64' ? 'f64x2' : 'f32x4'
  const instruction = `${shape}.relaxed_${sign === 1 ? 'madd' : 'nmadd'}` as const
  const [left, right, addend] = [a, b, c].map(vectors)
  return pack(
    c.dtype,
    c.lanes,
    addend.map((part, index) => code.apply(instruction, left[index], right[index], part)),
  )
}
