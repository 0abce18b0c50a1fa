import { describe, expect, it } from 'vitest'
import { applyKernel, type Lanes } from '../../../src/compile/vector/index.js'
import { type Elementwise, noAttributes, primitives } from '../../../src/graph/index.js'
import {
  allocate,
  CotangentError,
  type DType,
  fromRowMajor,
  rowMajor,
  type TypedArray,
} from '../../../src/tensor/index.js'
import { uniformNumbers } from '../../engine/agreement.js'
import { mapPacks } from './machine.js'

const elementwise = Object.values(primitives).filter(
  (primitive): primitive is typeof primitive & Elementwise => 'kernel' in primitive,
)

const dtypes: readonly DType[] = ['float64', 'float32', 'int32', 'bool']

/** How many operands a primitive has, with a condition in front or not. */
const arityOf = ({ domain }: Elementwise): number => domain()[0].operands.length

const operandTypes = (primitive: Elementwise, dtype: DType): readonly DType[] => {
  const count = arityOf(primitive)
  return count === 3 ? ['bool', dtype, dtype] : new Array<DType>(count).fill(dtype)
}

const resultType = (primitive: Elementwise, types: readonly DType[]): DType | undefined => {
  try {
    const [{ dtype }] = primitive.infer(
      types.map((dtype) => ({ shape: [], dtype })),
      noAttributes,
    )
    return dtype
  } catch (error) {
    if (error instanceof CotangentError) return undefined
    throw error
  }
}

const specialFloats = [
  0,
  1,
  0.5,
  2,
  3,
  0.3,
  1.5,
  7.25,
  1e-5,
  20,
  100.5,
  745,
  1e5,
  1e9,
  1e300,
  5e-324,
  1e-310,
  1e-40,
  2 ** 53,
]
  .concat([Number.MAX_VALUE, Number.POSITIVE_INFINITY])
  .flatMap((x) => [x, -x])
  .concat(Number.NaN)
const specialIntegers = [0, 1, -1, 2, -2, 3, 31, 32, 33, -33, 1000, 46341, 2 ** 31 - 1, -(2 ** 31), -(2 ** 31) + 1]

const specials = { float64: specialFloats, float32: specialFloats, int32: specialIntegers, bool: [0, 1] } as const

const ordinary = (dtype: DType, random: () => number): number =>
  dtype === 'bool' ? Number(random() < 0.5) : dtype === 'int32' ? Math.floor(random() * 200 - 100) : random() * 4 - 2

const wild = (dtype: DType, random: () => number): number =>
  dtype === 'bool' || dtype === 'int32'
    ? Math.floor((random() - 0.5) * 2 ** 32) & (dtype === 'bool' ? 1 : -1)
    : (random() < 0.5 ? -1 : 1) * 2 ** ((random() - 0.5) * (random() < 0.5 ? 24 : 2000))

/** Every choice of one of each. */
const product = (lists: readonly (readonly number[])[]): readonly (readonly number[])[] =>
  lists.reduce<readonly (readonly number[])[]>(
    (rows, list) => rows.flatMap((row) => list.map((x) => [...row, x])),
    [[]],
  )

/** Operands: special values next to each other and among ordinary ones, in every lane, and many random ones. */
const operandsFor = (types: readonly DType[]): readonly TypedArray[] => {
  const random = uniformNumbers(7)
  const rows: (readonly number[])[] = []
  const usual = (): readonly number[] => types.map((dtype) => ordinary(dtype, random))
  const special = product(types.map((dtype) => specials[dtype]))
  for (let position = 0; position < 4; position++) {
    for (let index = 0; index < position; index++) rows.push(usual())
    rows.push(...special)
    while (rows.length % 4 > 0) rows.push(usual())
    for (const row of special) for (let index = 0; index < 4; index++) rows.push(index === position ? row : usual())
  }
  for (let index = 0; index < 4000; index++)
    rows.push(
      types.map((dtype) => wild(dtype, random)),
      usual(),
    )
  return types.map((dtype, operand) => {
    const data = allocate(dtype, rows.length)
    rows.forEach((row, index) => {
      data[index] = row[operand]
    })
    return data
  })
}

/** The first place where two arrays differ, NaN for NaN. */
const difference = (expected: TypedArray, found: TypedArray, operands: readonly TypedArray[]): string | undefined => {
  const index = expected.findIndex((x, at) => !Object.is(x, found[at]))
  return index < 0
    ? undefined
    : `of ${operands.map((data) => data[index])} at ${index}: ${expected[index]}, not ${found[index]}`
}

describe.each(elementwise)('$name', (primitive) => {
  const cases = dtypes.flatMap((dtype) => {
    const types = operandTypes(primitive, dtype)
    const result = resultType(primitive, types)
    return result === undefined ? [] : [{ dtype, types, result }]
  })
  it.each(cases)('of $dtype is in packs what it is alone', ({ types, result }) => {
    const data = operandsFor(types)
    const shape = [data[0].length]
    const constants = data.map((each, index) => fromRowMajor(types[index], shape, each))
    const expected = rowMajor(primitive.evaluate(constants, noAttributes, [{ dtype: result, shape }])[0])
    for (const kernels of ['inline', 'call'] as const)
      for (const lanes of [1, 2, 4] as readonly Lanes[]) {
        const operands = data.map((each, index) => ({ dtype: types[index], data: each }))
        const found = mapPacks(operands, result, lanes, kernels, (code, host, packs) =>
          applyKernel(code, host, primitive, packs),
        )
        expect(difference(expected, found, data), `${kernels}, ${lanes} lanes`).toBeUndefined()
      }
  })
})
