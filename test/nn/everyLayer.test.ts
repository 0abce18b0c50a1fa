import {
  add,
  astype,
  flattenTree,
  gradcheck,
  jit,
  mapTree,
  mul,
  stack,
  sum,
  type Tensor,
  toTypedArray,
  unflattenTree,
  vmap,
} from 'cotangent'
import { unequal } from 'cotangent/laws'
import { isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { isFloat } from '../../src/tensor/index.js'
import { drawnOf, type LayerCase, layerCases, type Params, paramsOf } from './layerCases.js'

/** Parameters that are special nowhere: zeros and ones, which hide mistakes, are moved. */
const params = (one: LayerCase, from: number): Params =>
  mapTree(paramsOf(one, from), (leaf) =>
    add(leaf, mul(drawnOf(leaf.shape, from + 1, leaf.dtype as 'float64'), 0.3)),
  ) as Params

/** One number of a result, which no two elements enter alike. */
const scalarOf = (y: Tensor): Tensor<[], 'float64'> =>
  sum(mul(y, drawnOf(y.shape, 7, y.dtype as 'float64'))) as unknown as Tensor<[], 'float64'>

const leavesOf = (tree: Params): readonly Tensor[] => flattenTree(tree)[0]

/** A float32 has 24 binary digits: rounding costs a few of them, another formula more than half. */
const halfOfTheDigits = 2 ** -12

/** Trees of one structure as one, each leaf stacked. */
const stacked = (trees: readonly Params[]): Params => {
  const leaves = trees.map((tree) => flattenTree(tree)[0])
  const structure = flattenTree(trees[0])[1]
  return unflattenTree(
    structure,
    leaves[0].map((_, leaf) => stack(leaves.map((each) => each[leaf]))),
  ) as Params
}

const cases = layerCases('float64').map((one, index) => [one.name, one, layerCases('float32')[index]] as const)

describe.each(cases)('%s', (_, one, single) => {
  const own = params(one, 1)
  const x = one.input(2)
  const apply = (p: Params, given: Tensor): Tensor => one.layer.apply(p)(given)
  const y = apply(own, x)

  it('has the gradient that differences show', () => {
    // Compiled, which is the same to the bit, for the sake of time.
    const found = isFloat(x.dtype)
      ? gradcheck(
          jit((at: { p: Params; x: Tensor }) => scalarOf(apply(at.p, at.x))),
          { p: own, x },
        )
      : gradcheck(
          jit((p: Params) => scalarOf(apply(p, x))),
          own,
        )
    expect(found).toSatisfy(isRight)
  })

  it('is the same compiled, to the bit', () => expect(unequal('result', [jit(apply)(own, x)], [y])).toEqual([]))

  it('is a loop where it is batched, over inputs and over parameters, to the bit', () => {
    const [xs, all] = [[2, 3, 4].map(one.input), [1, 2, 3].map((from) => params(one, from))]
    const batched = vmap((given: Tensor) => apply(own, given))(stack(xs) as never) as Tensor
    expect(unequal('result', [batched], [stack(xs.map((each) => apply(own, each))) as Tensor])).toEqual([])
    const both = (vmap(apply) as unknown as typeof apply)(stacked(all), stack(xs) as Tensor)
    const loop = stack(xs.map((each, index) => apply(all[index], each))) as Tensor
    expect(unequal('result', [both], [loop])).toEqual([])
  })

  it('draws the same parameters from the same state, of one dtype', () => {
    expect(unequal('parameter', leavesOf(paramsOf(one, 5)), leavesOf(paramsOf(one, 5)))).toEqual([])
    expect(leavesOf(paramsOf(single, 5)).filter(({ dtype }) => dtype !== 'float32')).toEqual([])
    const rounded = leavesOf(paramsOf(one, 5)).map((leaf) => astype(leaf, 'float32') as Tensor)
    expect(unequal('parameter', leavesOf(paramsOf(single, 5)), rounded)).toEqual([])
  })

  it('is the same in float32, but for rounding, and compiled to the bit', () => {
    const narrow = mapTree(own, (leaf) => astype(leaf, 'float32')) as Params
    const given = single.input(2)
    const applySingle = (p: Params, z: Tensor): Tensor => single.layer.apply(p)(z)
    const found = applySingle(narrow, given)
    expect(found.dtype).toBe('float32')
    expect(unequal('result', [jit(applySingle)(narrow, given)], [found])).toEqual([])
    const [got, wanted] = [toTypedArray(found), toTypedArray(y)]
    const largest = Math.max(1, ...wanted.map(Math.abs))
    expect(got.every((value, index) => Math.abs(value - wanted[index]) <= halfOfTheDigits * largest)).toBe(true)
  })
})
