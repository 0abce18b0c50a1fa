import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { type Refusal, refuses } from './refusals.js'
import { elementsOf, untyped } from './untyped.js'

const { clip, grad, sum, tensor, zeros } = untyped

const { NaN: nan } = Number

describe('clip', () => {
  const bound = fc.option(fc.integer({ min: -5, max: 5 }), { nil: undefined })

  it('is the element, or the bound that it is beyond', () => {
    fc.assert(
      fc.property(fc.integer({ min: -9, max: 9 }), bound, bound, fc.boolean(), (x, min, max, whole) => {
        fc.pre(min !== undefined || max !== undefined)
        fc.pre(min === undefined || max === undefined || min <= max)
        const wanted = Math.min(max ?? Infinity, Math.max(min ?? -Infinity, x))
        const given = tensor([x], { dtype: whole ? 'int32' : 'float64' })
        expect(elementsOf(clip(given, { min, max }))).toEqual([wanted])
        expect(elementsOf(pipe(given, clip({ min, max })))).toEqual([wanted])
        const as = (value: number | undefined) => value !== undefined && tensor(value, { dtype: given.dtype })
        expect(elementsOf(clip(given, { min: as(min) || undefined, max: as(max) || undefined }))).toEqual([wanted])
      }),
    )
  })

  it('takes bounds that broadcast', () => {
    const x = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ])
    expect(elementsOf(clip(x, { min: tensor([[2], [5]]), max: tensor([9, 3, 9]) }))).toEqual([2, 2, 3, 5, 3, 6])
  })

  it('keeps NaN, takes it from a tensor of bounds, and lets infinities stop at bounds', () => {
    expect(elementsOf(clip(tensor([nan, Infinity, -Infinity]), { min: -1, max: 1 }))).toEqual([nan, 1, -1])
    expect(elementsOf(clip(tensor([0, 1]), { min: tensor([nan, 3]) }))).toEqual([nan, 3])
    expect(elementsOf(clip(tensor([0, 9]), { max: tensor([nan, 3]) }))).toEqual([nan, 3])
    expect(elementsOf(clip(tensor([5]), { min: -Infinity, max: Infinity }))).toEqual([5])
  })

  it('is the upper of bounds that cross', () =>
    expect(elementsOf(clip(tensor([0, 5]), { min: tensor(4), max: tensor(2) }))).toEqual([2, 2]))

  it('has slope 1 inside and at the bounds, and gives the bound the rest', () => {
    const x = tensor([-2, -1, 0, 1, 2])
    expect(elementsOf(grad((a: unknown) => sum(clip(a, { min: -1, max: 1 })))(x))).toEqual([0, 1, 1, 1, 0])
    const slopes = (name: string) =>
      elementsOf(grad((b: unknown) => sum(clip(x, { [name]: b })))(tensor([1, 1, 0, 1, 1])))
    expect(slopes('min')).toEqual([1, 1, 0, 0, 0])
    expect(slopes('max')).toEqual([0, 0, 0, 0, 1])
  })

  const x = () => zeros([2, 3])
  const refusals: readonly Refusal[] = [
    [() => clip(x()), 'ArgumentError', 'clip: it has no bounds (operands float64[2, 3]). Give min, or max, or both'],
    [() => clip(x(), {}), 'ArgumentError', 'clip: it has no bounds'],
    [() => clip(x(), { min: 2, max: 1 }), 'ArgumentError', 'clip: min 2 is above max 1'],
    [() => clip(x(), { min: nan }), 'ArgumentError', 'clip: a bound is NaN'],
    [() => clip(x(), { max: '1' }), 'ArgumentError', 'clip: an operand (string) is neither a tensor nor a number'],
    [() => clip(zeros([2], { dtype: 'bool' }), { min: 0 }), 'DTypeError', 'clip: it does not take bool'],
    [() => clip(zeros([2], { dtype: 'int32' }), { min: 0.5 }), 'DTypeError', 'clip: the value (0.5) is no int32'],
    [
      () => clip(x(), { min: zeros([3], { dtype: 'float32' }) }),
      'DTypeError',
      'clip: dtypes float64 and float32 differ',
    ],
    [
      () => clip(zeros([3]), { max: zeros([2, 3]) }),
      'ShapeError',
      'clip: max has shape [2, 3], which does not broadcast to that of x (operands float64[3], float64[2, 3])',
    ],
    [() => clip(x(), { min: zeros([2]) }), 'ShapeError', 'clip: sizes 3 and 2 differ at axis -1'],
  ]
  refuses(refusals)
})
