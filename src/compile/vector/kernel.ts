import { type Elementwise, noAttributes } from '../../graph/index.js'
import type { Arithmetic, DType, ScalarKernel } from '../../tensor/index.js'
import { floatArithmetic, integerArithmetic, type Scalar, type Tables } from '../arithmetic.js'
import type { Code, Value, ValuedFunction, ValueType } from '../wasm/index.js'
import { doubles, integers, mask, numbers, singles, type Vector } from './arithmetic.js'
import { narrowed, widened } from './convert.js'
import { type Pack, pack, withWidth } from './pack.js'
import { profileOf } from './rounding.js'

/** What the code of kernels needs of the module that it is part of. */
export interface KernelHost extends Tables {
  /** Whether kernels of more than a few operations are written where they are used, or are functions that are called. */
  readonly kernels: 'inline' | 'call'
  /** The function of the module that has a key: `body`, run once for each, writes it and tells what it gives. */
  valued<T extends ValueType>(
    key: string,
    result: T,
    parameters: readonly ValueType[],
    body: (code: Code) => Value<T>,
  ): ValuedFunction<T>
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
const vectorOnce = madeOnce<Arithmetic<Vector>>()

/** As for interpretation: where an operand is int32 it wraps, and everything else is computed in float64. */
const formOf = (kernel: ScalarKernel, packs: readonly Pack[]): Form => {
  const has = (dtype: DType): boolean => packs.some((each) => each.dtype === dtype)
  if (packs[0].lanes === 1) return has('int32') ? 'i32' : 'f64'
  if (has('int32')) return 'i32x4'
  if (has('float64')) return 'f64x2'
  const { isNarrow } = profileOf(kernel, packs.length)
  return isNarrow && !packs.every(({ width }) => width === 64) ? 'f32x4' : 'f64x2'
}

/** An operand as a kernel takes it. */
const prepared = (code: Code, operand: Pack, form: Form): Pack => {
  if (operand.dtype === 'bool') return withWidth(code, operand, form === 'f64x2' ? 64 : 32)
  return operand.dtype === 'float32' && form !== 'f32x4' ? widened(code, operand) : operand
}

/** Writes a kernel's code. */
const write = (
  code: Code,
  tables: Tables,
  kernel: ScalarKernel,
  form: Form,
  dtypes: readonly DType[],
  operands: readonly Value[],
): Value => {
  if (form === 'f64' || form === 'i32') {
    const arithmetic = scalarOnce(code, form, () => scalarArithmetics[form](code, tables))
    return kernel(arithmetic, ...(operands as readonly Scalar[]))
  }
  const lanes = (operands as readonly Value<'v128'>[]).map(
    (value, index): Vector => (dtypes[index] === 'bool' ? mask(value) : numbers(value)),
  )
  return kernel(
    vectorOnce(code, form, () => vectorArithmetics[form](code, tables)),
    ...lanes,
  ).value
}

const resultType = (form: Form, dtype: DType): ValueType =>
  form === 'f64' ? (dtype === 'bool' ? 'i32' : 'f64') : form === 'i32' ? 'i32' : 'v128'

/** What an elementwise primitive gives for packs of equally many lanes. */
export const applyKernel = (
  code: Code,
  host: KernelHost,
  { name, kernel, infer }: Elementwise,
  packs: readonly Pack[],
): Pack => {
  const [{ lanes }] = packs
  const dtypes = packs.map(({ dtype }) => dtype)
  const [{ dtype }] = infer(
    dtypes.map((each) => ({ shape: [], dtype: each })),
    noAttributes,
  )
  const form = formOf(kernel, packs)
  const operands = packs.map((each) => prepared(code, each, form))
  const isCalled = host.kernels === 'call' && profileOf(kernel, packs.length).operations > inlineLimit
  const parts = operands[0].parts.map((_, part) => {
    const values = operands.map(({ parts }) => parts[part])
    if (!isCalled) return write(code, host, kernel, form, dtypes, values)
    const types = values.map(({ type }) => type)
    const callee = host.valued(`${name} ${form} ${dtypes}`, resultType(form, dtype), types, (body) =>
      write(body, host, kernel, form, dtypes, body.parameters),
    )
    return code.invoke(callee, ...values)
  })
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
  (name: 'add' | 'mul') =>
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

/** a b, each product rounded to the dtype or wrapped; not of bool. */
export const multiplyPacks = own('mul')
