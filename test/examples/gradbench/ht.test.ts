import type { Tensor } from 'cotangent'
import { isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import type { Json } from '../../../examples/gradbench/evaluation.js'
import { residuals } from '../../../examples/gradbench/evaluations/ht.js'
import { readHand } from '../../../examples/gradbench/hand.js'
import { handArrays, handInput } from '../../bench/gradbench/inputs/hand.js'
import { htJacobian, htObjective } from '../../bench/gradbench/loops/ht.js'
import { deviationOf } from './deviation.js'
import { play } from './driver.js'
import { precisely } from './precisely.js'
import { inProcess } from './tools.js'

const base = { vertices: 30, triangles: 12, points: 5, complicated: true }
const small = handInput(base)

const inputs = {
  'a hand': small,
  'a hand whose points are of vertices': handInput({ ...base, complicated: false, seed: 2 }),
  'a mirrored hand': handInput({ ...base, mirrored: true, seed: 3 }),
  'a hand at rest': { ...small, theta: small.theta.map(() => 0) },
  'a hand that hardly turns': { ...small, theta: small.theta.map((angle, at) => (at < 3 ? 3e-5 : angle)) },
  'a hand of one vertex': handInput({ vertices: 1, triangles: 1, points: 1, complicated: true, seed: 4 }),
  'a larger hand': handInput({ vertices: 300, triangles: 100, points: 60, complicated: true, seed: 5 }),
}

/**
 * A vertex goes through at most 8 products of 4 by 4 matrices (4 bones' and the rest's, and the whole hand's), of at most
 * 10 roundings each, and a sum of 88 terms; each may grow by what cancels there, which here is less than tenfold.
 */
const bound = 10 * (8 * 10 + 88) * 2 ** -53

const matrix = (flat: ArrayLike<number>, columns: number): readonly (readonly number[])[] =>
  Array.from({ length: flat.length / columns }, (_, row) =>
    Array.from({ length: columns }, (_, column) => flat[row * columns + column]),
  )

/** What is due, from differences of numbers of 31 digits: of the rows of us only a row's own two. */
const truthOf = (input: Json): { readonly objective: readonly number[]; readonly jacobian: Json } => {
  const read = readHand(input)
  if (!isRight(read)) throw new Error(read.left)
  const { theta, us, model, seen } = read.right
  const f = residuals(read.right)
  const { values, slopes } = precisely((t: Tensor<[26], 'float64'>, u: typeof us) => f(t, u, model, seen), theta, us)
  const [byTheta, byUs] = [slopes(0), us.shape[0] === 0 ? [] : slopes(1)]
  return {
    objective: values,
    jacobian: values.map((_, row) => [
      ...(byUs.length === 0 ? [] : [0, 1].map((k) => byUs[2 * Math.floor(row / 3) + k][row])),
      ...byTheta.map((column) => column[row]),
    ]),
  }
}

describe.each(Object.entries(inputs))('ht of %s', (_, input) => {
  const { objective, jacobian } = truthOf(input)

  it('is what it is by 31 digits, and its Jacobian holds the slopes there', async () => {
    const workloads = [
      { function: 'objective', input, expected: objective },
      { function: 'jacobian', input: { ...input, min_runs: 2, min_seconds: 0 }, expected: jacobian },
    ]
    expect(await play(inProcess(), 'ht', workloads, bound)).toMatchObject([{ _tag: 'Success' }, { _tag: 'Success' }])
  })

  it('by hand is the same', () => {
    const arrays = handArrays(input)
    expect(deviationOf([...htObjective(arrays)], objective)).toBeLessThanOrEqual(bound)
    const columns = input.us.length === 0 ? 26 : 28
    expect(deviationOf(matrix(htJacobian(arrays), columns), jacobian)).toBeLessThanOrEqual(bound)
  })
})

it('ht of a hand at rest does not turn: slopes by its rotation are 0, as the identity is taken below 1e-4', () => {
  const columns = matrix(htJacobian(handArrays(inputs['a hand at rest'])), 28)
  expect(columns.flatMap((row) => row.slice(2, 5)).every((slope) => slope === 0)).toBe(true)
})

it('ht refuses what does not fit', async () => {
  const { data } = small
  const { model } = data
  const wrong: readonly (readonly [Json, RegExp])[] = [
    [{ ...small, theta: [1] }, /theta has 1 elements, not 26/],
    [{ ...small, us: [[1, 2]] }, /us are not \[C, 2\]/],
    [{ ...small, data: { ...data, correspondences: [0, 1, 2, 3, 99] } }, /correspondence is to nothing/],
    [{ ...small, data: { ...data, points: [[1, 2, 3]] } }, /points are not \[C, 3\]/],
    [{ ...small, data: { ...data, model: { ...model, parents: model.parents.slice(1) } } }, /not 22 bones/],
    [{ ...small, data: { ...data, model: { ...model, parents: model.parents.map(() => 3) } } }, /before its parent/],
    [{ ...small, data: { ...data, model: { ...model, weights: model.weights.slice(1) } } }, /weights not \[V, 22\]/],
    [{ ...small, data: { ...data, model: { ...model, triangles: [[0, 1, 30]] } } }, /three vertices each/],
    [{ ...small, data: { ...data, model: { ...model, base_relatives: [[[1]]] } } }, /matrices of 4 by 4/],
    [{ ...small, data: { ...data, model: { ...model, is_mirrored: 'no' } } }, /is_mirrored is "no"/],
  ]
  for (const [input, error] of wrong) {
    const [outcome] = await play(inProcess(), 'ht', [{ function: 'objective', input, expected: 0 }], bound)
    expect(outcome).toMatchObject({ _tag: 'Failure', error: expect.stringMatching(error) })
  }
})
