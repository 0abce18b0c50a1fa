import { applyKernel, type KernelHost, type Lanes } from '../../../src/compile/vector/index.js'
import { type Elementwise, noAttributes } from '../../../src/graph/index.js'
import { allocate, type DType, fromRowMajor, rowMajor, type TypedArray } from '../../../src/tensor/index.js'
import { uniformNumbers } from '../../engine/agreement.js'
import { mapPacks } from './machine.js'

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

export const specials = {
  float64: specialFloats,
  float32: specialFloats,
  int32: specialIntegers,
  bool: [0, 1],
} as const

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
export const operandsFor = (types: readonly DType[]): readonly TypedArray[] => {
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
export const difference = (
  expected: TypedArray,
  found: TypedArray,
  operands: readonly TypedArray[],
): string | undefined => {
  const index = expected.findIndex((x, at) => !Object.is(x, found[at]))
  return index < 0
    ? undefined
    : `of ${operands.map((data) => data[index])} at ${index}: ${expected[index]}, not ${found[index]}`
}

/** How an elementwise record in packs of some lanes differs from its evaluation on operands of some dtypes. */
export const disagreement = (
  record: Elementwise,
  types: readonly DType[],
  lanes: Lanes,
  kernels: KernelHost['kernels'],
  data: readonly TypedArray[] = operandsFor(types),
): string | undefined => {
  const shape = [data[0].length]
  const constants = data.map((each, index) => fromRowMajor(types[index], shape, each))
  const [type] = record.infer(constants, noAttributes)
  const [expected] = record.evaluate(constants, noAttributes, [type])
  const operands = data.map((each, index) => ({ dtype: types[index], data: each }))
  const found = mapPacks(operands, type.dtype, lanes, kernels, (code, host, packs) =>
    applyKernel(code, host, record, type.dtype, packs),
  )
  const fault = difference(rowMajor(expected), found, data)
  return fault && `${record.name} on ${lanes} ${types}, ${kernels}: ${fault}`
}
