import { describe, expect, it } from 'vitest'
import { applyPrimitive, type Primitive, primitives } from '../../../src/graph/index.js'
import {
  type Constant,
  type DType,
  fromRowMajor,
  rowMajor,
  type Shape,
  sizeOf,
  unitRoundoff,
} from '../../../src/tensor/index.js'
import { constantOf, graphOfOne, uniformNumbers } from '../agreement.js'
import { deviation, onnx } from './deviation.js'
import { modelFor, runModel } from './run.js'
import { modelFaults } from './validate.js'

const random = uniformNumbers(4)

/** Matrices of numbers from -1 to 1, and something more on the diagonal. */
const drawn = (dtype: DType, shape: Shape, onDiagonal = 0): Constant => {
  const [rows, columns] = shape.slice(-2)
  const isOn = (index: number): boolean => Math.floor(index / columns) % rows === index % columns
  return constantOf(dtype, shape, (index) => 2 * random() - 1 + (isOn(index) ? onDiagonal : 0))
}

/** Matrices of three rows at which algorithms are at their strangest. */
const special: Readonly<Record<string, readonly number[]>> = {
  zero: [0, 0, 0, 0, 0, 0, 0, 0, 0],
  identity: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  negative: [-1, 0, 0, 0, -2, 0, 0, 0, -3],
  exchange: [0, 0, 1, 1, 0, 0, 0, 1, 0],
  'of rank 1': [1, 2, 3, 2, 4, 6, 3, 6, 9],
  'of rank 2': [1, 2, 3, 4, 5, 6, 7, 8, 9],
  'with a column of zeros': [0, 1, 2, 0, 3, 4, 0, 5, 8],
  'with NaN': [1, 2, 3, 4, Number.NaN, 6, 7, 8, 10],
  'with an infinity': [1, 2, 3, 4, Number.POSITIVE_INFINITY, 6, 7, 8, 10],
  'of large numbers': [4e300, 1e300, 0, 1e300, 3e300, 1e299, 0, 1e299, 1e300],
  'of small numbers': [4e-300, 1e-300, 0, 1e-300, 3e-300, 1e-301, 0, 1e-301, 1e-300],
  'of all sizes': [1e200, 0, 0, 0, 1e-200, 0, 0, 0, 1e150],
  definite: [4, 1, 0, 1, 3, 1, 0, 1, 2],
}

const matrixOf = (elements: readonly number[]): Constant => fromRowMajor('float64', [3, 3], Float64Array.from(elements))

interface Point {
  readonly attributes?: unknown
  readonly operands: readonly Constant[]
}

const faultsAt = async (record: Primitive, { attributes = {}, operands }: Point): Promise<string | undefined> => {
  const model = modelFor(graphOfOne(record, attributes, operands))
  expect(modelFaults(model)).toEqual([])
  const [found] = await runModel(model, [operands])
  return deviation({ primitive: record, attributes }, operands, found, { signs: false })
}

const triangles = [true, false].flatMap((lower) => [true, false].map((unitDiagonal) => ({ lower, unitDiagonal })))

const points: Readonly<Record<string, (dtype: DType, leading: Shape) => readonly Point[]>> = {
  cholesky: (dtype, leading) => [{ operands: [drawn(dtype, [...leading, 5, 5], 6)] }],
  cofactors: (dtype, leading) => [{ operands: [drawn(dtype, [...leading, 4, 4])] }],
  cofactorsAlong: (dtype, leading) =>
    [4, 2].map((n) => ({ operands: [0, 1].map(() => drawn(dtype, [...leading, n, n])) })),
  det: (dtype, leading) => [{ operands: [drawn(dtype, [...leading, 4, 4])] }],
  eigh: (dtype, leading) => [5, 6].map((n) => ({ operands: [drawn(dtype, [...leading, n, n])] })),
  pinv: (dtype, leading) =>
    [
      [4, 6],
      [5, 3],
    ].map((shape) => ({ operands: [drawn(dtype, [...leading, ...shape])], attributes: { cutoff: 2 ** -20 } })),
  qr: (dtype, leading) =>
    [
      [4, 6],
      [6, 3],
    ].map((shape) => ({ operands: [drawn(dtype, [...leading, ...shape])] })),
  slogdet: (dtype, leading) => [{ operands: [drawn(dtype, [...leading, 5, 5])] }],
  solve: (dtype, leading) => [{ operands: [drawn(dtype, [...leading, 5, 5]), drawn(dtype, [...leading, 5, 2])] }],
  svd: (dtype, leading) =>
    [
      [4, 6],
      [5, 3],
    ].map((shape) => ({ operands: [drawn(dtype, [...leading, ...shape])] })),
  triangularSolve: (dtype, leading) =>
    triangles.map((attributes) => ({
      attributes,
      operands: [drawn(dtype, [...leading, 4, 4], 3), drawn(dtype, [...leading, 4, 2])],
    })),
}

describe.each(Object.keys(points))('%s', (name) => {
  const record: Primitive = primitives[name as 'det']

  it.each([
    ['float64', []],
    ['float32', [2, 2]],
  ] as const)('of %s under leading axes %j is what its record says', async (dtype, leading) => {
    for (const point of points[name](dtype, leading)) expect(await faultsAt(record, point)).toBeUndefined()
  })
})

describe('where there is no result, or where it is hard to come by', () => {
  /** Which matrices have results of which only some are told: vectors of a number that repeats are any of a space. */
  const isAmbiguous = new Set(['zero', 'identity', 'exchange', 'of rank 1', 'of rank 2', 'with a column of zeros'])

  it.each([...['cholesky', 'cofactors', 'det', 'eigh', 'qr', 'slogdet', 'solve', 'svd', 'triangularSolve']] as const)(
    '%s gives what its record does',
    async (name) => {
      const record: Primitive = primitives[name as 'det']
      const right = constantOf('float64', [3, 2], (index) => index - 2)
      const operandsOf = (matrix: Constant): readonly Constant[] =>
        name === 'solve' || name === 'triangularSolve' ? [matrix, right] : [matrix]
      const attributes = { lower: true, unitDiagonal: false }
      const model = modelFor(graphOfOne(record, attributes, operandsOf(matrixOf(special.zero))))
      const isOfVectors = name === 'eigh' || name === 'svd' || name === 'qr'
      const entries = Object.entries(special).filter(([which]) => !(isOfVectors && isAmbiguous.has(which)))
      const found = await runModel(
        model,
        entries.map(([, elements]) => operandsOf(matrixOf(elements))),
      )
      entries.forEach(([which, elements], index) => {
        const operands = operandsOf(matrixOf(elements))
        const [own, other] = [applyPrimitive(record, attributes, operands) as readonly Constant[], found[index]]
        // Of singular matrices bounds are infinite, and of those with NaN they are NaN: they compare as numbers do.
        const fault = deviation({ primitive: record, attributes }, operands, other, { signs: false })
        expect(fault && `${which}: ${own} but ${other}: ${fault}`).toBeUndefined()
      })
    },
  )
})

/** X' X = I, within what rounding leaves of factors of these extents. */
const orthonormality = (columns: readonly (readonly number[])[], bound: number): void => {
  columns.forEach((x, i) => {
    columns.forEach((y, j) => {
      const product = x.reduce((sum, element, at) => sum + element * y[at], 0)
      expect(Math.abs(product - Number(i === j))).toBeLessThanOrEqual(bound)
    })
  })
}

const rowsOf = (x: Constant): readonly (readonly number[])[] => {
  const [rows, columns] = x.shape
  const elements = Array.from<number>(rowMajor(x))
  return Array.from({ length: rows }, (_, at) => elements.slice(at * columns, (at + 1) * columns))
}

const columnsOf = (x: Constant): readonly (readonly number[])[] =>
  Array.from({ length: x.shape[1] }, (_, at) => rowsOf(x).map((row) => row[at]))

describe('vectors of numbers that repeat', () => {
  const matrices = Object.entries(special).filter(([which]) => !which.startsWith('with a') && which !== 'with NaN')
  // So many roundings each element passes through, as the laws count them: ten sweeps of 3 + 3 rows and columns.
  const bound = 10 * 6 * unitRoundoff('float64') * onnx.elementary

  it('are orthonormal and make up the matrix', async () => {
    for (const name of ['eigh', 'svd', 'qr'] as const) {
      const model = modelFor(graphOfOne(primitives[name], {}, [matrixOf(special.zero)]))
      const found = await runModel(
        model,
        matrices.map(([, elements]) => [matrixOf(elements)]),
      )
      matrices.forEach(([, elements], which) => {
        const results = found[which]
        const [left, middle, right] =
          name === 'eigh'
            ? [columnsOf(results[1]), rowMajor(results[0]), columnsOf(results[1])]
            : name === 'svd'
              ? [columnsOf(results[0]), rowMajor(results[1]), rowsOf(results[2])]
              : [columnsOf(results[0]), [1, 1, 1], rowsOf(results[1])]
        orthonormality(left, bound)
        if (name !== 'qr') orthonormality(right, bound)
        const largest = Math.max(...elements.map(Math.abs))
        const size = largest === 0 ? 0 : Math.hypot(...elements.map((x) => x / largest)) * largest
        const given =
          name === 'eigh' ? elements.map((x, at) => x / 2 + elements[(at % 3) * 3 + Math.floor(at / 3)] / 2) : elements
        given.forEach((element, at) => {
          const [i, j] = [Math.floor(at / 3), at % 3]
          const made = left.reduce((sum, vector, k) => sum + vector[i] * middle[k] * right[k][j], 0)
          expect(Math.abs(made - element)).toBeLessThanOrEqual(bound * size)
        })
      })
    }
  })
})

describe('an empty matrix', () => {
  it('has the determinant 1', async () => {
    const none = constantOf('float64', [2, 0, 0], () => 0)
    for (const name of ['det', 'slogdet'] as const) {
      const record: Primitive = primitives[name]
      const [found] = await runModel(modelFor(graphOfOne(record, {}, [none])), [[none]])
      expect(found).toEqual(applyPrimitive(record, {}, [none]))
    }
    expect(sizeOf(none.shape)).toBe(0)
  })
})
