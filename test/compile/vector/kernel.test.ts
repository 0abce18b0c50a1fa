import { describe, expect, it } from 'vitest'
import {
  addPacks,
  applyKernel,
  constantPack,
  convertPack,
  halvesOf,
  joined,
  type Lanes,
} from '../../../src/compile/vector/index.js'
import { type Elementwise, noAttributes, primitives } from '../../../src/graph/index.js'
import {
  allocate,
  CotangentError,
  type DType,
  float64Arithmetic,
  int32Arithmetic,
  type TypedArray,
} from '../../../src/tensor/index.js'
import { difference, disagreement, operandsFor, specials } from './agreement.js'
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

const takes = (primitive: Elementwise, types: readonly DType[]): boolean => {
  try {
    primitive.infer(
      types.map((dtype) => ({ shape: [], dtype })),
      noAttributes,
    )
    return true
  } catch (error) {
    if (error instanceof CotangentError) return false
    throw error
  }
}

describe.each(elementwise)('$name', (primitive) => {
  const cases = dtypes.flatMap((dtype) => {
    const types = operandTypes(primitive, dtype)
    return takes(primitive, types) ? [{ dtype, types }] : []
  })
  it.each(cases)('of $dtype is in packs what it is alone', ({ types }) => {
    const data = operandsFor(types)
    for (const kernels of ['inline', 'call'] as const)
      for (const lanes of [1, 2, 4] as readonly Lanes[])
        expect(disagreement(primitive, types, lanes, kernels, data)).toBeUndefined()
  })
})

describe.each(['inline', 'call'] as const)('kernels, %s,', (kernels) => {
  const arrayOf = (values: readonly number[]): TypedArray => Float64Array.from(values)
  const values = [-1.5, 0.25, 3, 0.7, 0, -0, 20, Number.NaN]
  const run = (operands: readonly TypedArray[], write: Parameters<typeof mapPacks>[4]): readonly number[] => [
    ...mapPacks(
      operands.map((data) => ({ dtype: 'float64', data })),
      'float64',
      4,
      kernels,
      write,
    ),
  ]

  it('keep apart in one module', () => {
    const { exp, sin, less, where } = primitives
    const found = run([arrayOf(values)], (code, host, [x]) => {
      const [a, b] = halvesOf(code, x)
      const halves = joined(
        code,
        applyKernel(code, host, exp, 'float64', [a]),
        applyKernel(code, host, sin, 'float64', [b]),
      )
      const isLess = applyKernel(code, host, less, 'bool', [applyKernel(code, host, exp, 'float64', [x]), halves])
      return applyKernel(code, host, where, 'float64', [isLess, applyKernel(code, host, sin, 'float64', [x]), halves])
    })
    const [sines, powers] = [sin, exp].map(({ kernel }) => values.map((x) => kernel(float64Arithmetic, x)))
    const halves = values.map((_, index) => (index % 4 < 2 ? powers : sines)[index])
    expect(found).toEqual(halves.map((half, index) => (powers[index] < half ? sines[index] : half)))
  })

  it('of one name keep apart what they are of', () => {
    const { floorDiv } = primitives
    const divisors = arrayOf(values.map(() => 3))
    const found = run([arrayOf(values), divisors], (code, host, operands) => {
      const [low, high] = [0, 1].map((half) => {
        const floats = operands.map((each) => halvesOf(code, each)[half])
        const whole = floats.map((each) => convertPack(code, each, 'int32'))
        const [a, b] = [floats, whole].map((packs) => applyKernel(code, host, floorDiv, packs[0].dtype, packs))
        return addPacks(code, a, convertPack(code, b, 'float64'))
      })
      return joined(code, low, high)
    })
    const integers = [-1, 0, 1, 0, 0, 0, 6, 0]
    expect(found).toEqual(values.map((x, index) => Math.floor(x / 3) + integers[index]))
  })

  it('take truth values as wide as they are', () => {
    const { less, where } = primitives
    const [x, y] = [arrayOf(values), arrayOf(values.toReversed())]
    const widths: number[] = []
    const found = run([x, y], (code, host, [a, b]) => {
      const [first, second] = [
        applyKernel(code, host, less, 'bool', [a, b]),
        applyKernel(code, host, less, 'bool', [b, a]),
      ]
      const both = applyKernel(code, host, where, 'bool', [first, first, second])
      widths.push(first.width, second.width, both.width)
      return applyKernel(code, host, where, 'float64', [both, a, b])
    })
    expect(widths).toEqual([64, 64, 64])
    expect(found).toEqual(values.map((a, index) => (a < y[index] || y[index] < a ? a : y[index])))
  })
})

describe('minimum and maximum', () => {
  const floats = ['float64', 'float32'] as const

  it.each(floats)('of a constant and a %s are what they always are', (dtype) => {
    const values = specials[dtype].flatMap((x) => [x, x, x, x])
    const data = allocate(dtype, values.length)
    data.set(values)
    for (const name of ['minimum', 'maximum'] as const)
      for (const constant of specials[dtype]) {
        const expected = data.map((x) => primitives[name].kernel(float64Arithmetic, x, Math.fround(constant)))
        for (const isFirst of [true, false]) {
          const found = mapPacks([{ dtype, data }], dtype, 4, 'inline', (code, host, [x]) => {
            const other = constantPack(dtype, Math.fround(constant), 4)
            return applyKernel(code, host, primitives[name], x.dtype, isFirst ? [other, x] : [x, other])
          })
          expect(difference(expected, found, [data]), `${name} with ${constant}`).toBeUndefined()
        }
      }
  })

  it('of constants that differ from vector to vector are too', () => {
    const data = Float64Array.from([0, 0, 0, 0, -0, -0, -0, -0, 5, 5, 5, 5])
    const found = mapPacks([{ dtype: 'float64', data }], 'float64', 4, 'inline', (code, host, [x]) => {
      const other = joined(code, constantPack('float64', -0, 2), constantPack('float64', 0, 2))
      return applyKernel(code, host, primitives.maximum, x.dtype, [x, other])
    })
    expect([...found]).toEqual([0, 0, 0, 0, -0, -0, 0, 0, 5, 5, 5, 5])
  })
})

describe('shifts', () => {
  it('by one count, known or not, are what they always are', () => {
    const values = specials.int32.flatMap((x) => [x, x, x, x])
    const data = Int32Array.from(values)
    for (const name of ['shiftLeft', 'shiftRight', 'shiftRightLogical'] as const)
      for (const count of [0, 1, 13, 31, 32, 33, -1]) {
        const expected = data.map((x) => primitives[name].kernel(int32Arithmetic, x, count))
        const counts = { dtype: 'int32', data: new Int32Array(data.length).fill(count) } as const
        const operands = [{ dtype: 'int32', data } as const, counts]
        for (const isKnown of [true, false]) {
          const found = mapPacks(operands, 'int32', 4, 'inline', (code, host, [x, by]) =>
            applyKernel(code, host, primitives[name], 'int32', [x, isKnown ? constantPack('int32', count, 4) : by]),
          )
          expect(difference(expected, found, [data]), `${name} by ${count}`).toBeUndefined()
        }
      }
  })
})
