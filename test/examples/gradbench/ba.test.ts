import {
  concatenate,
  flatten,
  slice,
  sparseJacobian,
  square,
  stack,
  sub,
  type Tensor,
  tensor,
  toArray,
  unstack,
} from 'cotangent'
import { isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { readBundle } from '../../../examples/gradbench/bundle.js'
import type { Json } from '../../../examples/gradbench/evaluation.js'
import { type Camera, jacobian, residual } from '../../../examples/gradbench/evaluations/ba.js'
import { type BundleInput, bundleArrays, bundleInput } from '../../bench/gradbench/inputs/bundle.js'
import { baJacobian, baObjective } from '../../bench/gradbench/loops/ba.js'
import { deviationOf } from './deviation.js'
import { play } from './driver.js'
import { precisely } from './precisely.js'
import { inProcess } from './tools.js'

const turnedBy = (cam: readonly number[], r: readonly number[]): readonly number[] => [...r, ...cam.slice(3)]
const usual = bundleInput(2, 3, 5)

const inputs: Readonly<Record<string, BundleInput>> = {
  'some cameras': usual,
  'one observation': bundleInput(1, 1, 1),
  'more cameras than observations': bundleInput(7, 5, 4),
  'cameras that are not turned': { ...usual, cam: turnedBy(usual.cam, [0, 0, 0]) },
  'cameras that are turned far': { ...usual, cam: turnedBy(usual.cam, [1.5, -0.7, 0.9]) },
  'cameras that are hardly turned': { ...usual, cam: turnedBy(usual.cam, [1e-3, 0, -1e-3]) },
  'many observations': bundleInput(4, 9, 300),
}

/**
 * Some 60 roundings from the camera and the point to a residual, each of numbers that are no larger than what comes out;
 * derivatives by the rotation vector divide what is left of its axis by its angle.
 */
const boundFor = ({ cam: [a, b, c] }: BundleInput): number => {
  const angle = Math.hypot(a, b, c)
  return (60 * 2 ** -53) / (angle === 0 ? 1 : Math.min(1, angle))
}

/** One observation's two residuals, of the 15 numbers that they depend on. */
const ofAll = (seen: readonly number[]) => (x: Tensor<[15], 'float64'>) => {
  const [r1, r2, r3, c1, c2, c3, f, p1, p2, k1, k2, x1, x2, x3, w] = unstack(x)
  const camera: Camera = [[r1, r2, r3], [c1, c2, c3], f, [p1, p2], [k1, k2]]
  return stack(residual(camera, [x1, x2, x3], w, [tensor(seen[0]), tensor(seen[1])]))
}

/** The first 30 numbers of a list and the last, as the evaluation has it. */
const ends = <A>(all: readonly A[]): readonly A[] => [...all.slice(0, 30), all[all.length - 1]]

const truthOf = ({ n, m, p, cam, x, w, feat }: BundleInput) => {
  const { values, slopes } = precisely(ofAll(feat), tensor([...cam, ...x, w]) as Tensor as Tensor<[15], 'float64'>)
  const columns = slopes()
  const block = [0, 1].flatMap((row) => columns.map((column) => column[row]))
  const each = <A>(of: (i: number) => readonly A[]): readonly A[] => Array.from({ length: p }, (_, i) => of(i)).flat()
  const from = (first: number, count: number) => Array.from({ length: count }, (_, k) => first + k)
  const weightColumn = (i: number) => 11 * n + 3 * m + i
  const columnsOf = (i: number) => [...from(11 * (i % n), 11), ...from(11 * n + 3 * (i % m), 3), weightColumn(i)]
  return {
    objective: {
      reproj_error: { elements: values, repeated: p },
      w_err: { element: 1 - w * w, repeated: p },
    },
    jacobian: {
      rows: [...each((i) => [30 * i, 30 * i + 15]), ...each((i) => [30 * p + i]), 31 * p],
      cols: [...each((i) => [...columnsOf(i), ...columnsOf(i)]), ...each((i) => [weightColumn(i)])],
      vals: [...each(() => block), ...each(() => [-2 * w])],
    },
  }
}

describe.each(Object.entries(inputs))('ba of %s', (_, input) => {
  const want = truthOf(input)
  const bound = boundFor(input)

  it('is what it is by 31 digits, and its Jacobian holds the slopes there', async () => {
    const { rows, cols, vals } = want.jacobian
    const given = input as unknown as Json
    const workloads = [
      { function: 'objective', input: given, expected: want.objective },
      { function: 'jacobian', input: given, expected: { rows: ends(rows), cols: ends(cols), vals: ends(vals) } },
    ]
    expect(await play(inProcess(), 'ba', workloads, bound)).toMatchObject([{ _tag: 'Success' }, { _tag: 'Success' }])
  })

  it('by hand is the same', () => {
    const arrays = bundleArrays(input)
    const [errors, weightErrors] = baObjective(arrays)
    expect(deviationOf([...errors.slice(0, 2)], want.objective.reproj_error.elements)).toBeLessThanOrEqual(bound)
    expect(weightErrors).toEqual(new Float64Array(input.p).fill(1 - input.w ** 2))
    const [pointers, cols, values] = baJacobian(arrays)
    expect([...pointers]).toEqual(want.jacobian.rows)
    expect([...cols]).toEqual(want.jacobian.cols)
    expect(deviationOf([...values], want.jacobian.vals)).toBeLessThanOrEqual(bound)
  })
})

it('ba has the Jacobian that colours of its pattern find of all residuals, as a function of all numbers', () => {
  const [n, m, p] = [2, 3, 5]
  const read = readBundle(bundleInput(n, m, p))
  if (!isRight(read)) throw new Error(read.left)
  const found = jacobian(read.right)
  const [pointers, cols] = [toArray(found.pointers), toArray(found.cols)]
  const rows = pointers.slice(1).flatMap((end, row) => Array<number>(end - pointers[row]).fill(row))
  const { cam, x, w, feat } = bundleInput(n, m, p)
  const times = (count: number, row: readonly number[]) => Array.from({ length: count }, () => row).flat()
  const everything = tensor([...times(n, cam), ...times(m, x), ...times(p, [w])])
  const all = (numbers: Tensor<[number], 'float64'>) => {
    const weights = slice(numbers, [[11 * n + 3 * m]])
    const errors = Array.from({ length: p }, (_, i) => {
      const [camera, point] = [11 * (i % n), 11 * n + 3 * (i % m)]
      const own = [slice(numbers, [[camera, camera + 11]]), slice(numbers, [[point, point + 3]])] as const
      return ofAll(feat)(concatenate([...own, slice(weights, [[i, i + 1]])]) as Tensor as Tensor<[15], 'float64'>)
    })
    return concatenate([flatten(stack(errors)), sub(1, square(weights))])
  }
  const shape = [3 * p, 11 * n + 3 * m + p] as const
  const coloured = sparseJacobian(all, { shape, rows, cols }, { check: true })(everything)
  expect(toArray(coloured.pointers)).toEqual(pointers)
  expect(toArray(coloured.cols)).toEqual(cols)
  expect(deviationOf(toArray(found.values), toArray(coloured.values))).toBeLessThanOrEqual(boundFor(usual))
})

it('ba refuses what is no bundle', async () => {
  const wrong: readonly (readonly [Json, RegExp])[] = [
    [{ ...usual, p: 0 }, /input\.p is 0, not positive/],
    [{ ...usual, n: 1.5 }, /input\.n is 1\.5, not an integer/],
    [{ ...usual, cam: [1, 2] }, /input\.cam has 2 elements, not 11/],
    [{ ...usual, w: [1] }, /input\.w is an array, not a number/],
    [{ ...usual, feat: [1, 'a'] }, /input\.feat\[1\] is "a"/],
  ]
  for (const [input, error] of wrong) {
    const [outcome] = await play(inProcess(), 'ba', [{ function: 'jacobian', input, expected: 0 }], 0)
    expect(outcome).toMatchObject({ _tag: 'Failure', error: expect.stringMatching(error) })
  }
})
