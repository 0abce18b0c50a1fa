import { describe, expect, it } from 'vitest'
import { add, item, type Tensor, tensor } from '../../src/index.js'
import { fit, lastOf, momentum, sameBatch, type TrainState } from '../../src/optim/index.js'
import { ArgumentError, NotConcrete, ShapeError, TreeError } from '../../src/tensor/index.js'
import { elementsOf } from './support.js'
import { type Batch, batches, folded, type Params, params, type Scalar, start, step } from './training.js'

describe('what cannot be compiled', () => {
  const reading = (state: Scalar, batch: Scalar): Scalar => (item(batch) > 0 ? add(state, batch) : state)
  const signs = [1, -2, 3].map((x) => tensor(x))

  it('runs as it is where it reads values', () => {
    expect(Array.from(fit(reading, tensor(0), signs), item)).toEqual([1, 1, 4])
    expect(Array.from(fit(reading, tensor(0), sameBatch(tensor(2), 4), { every: 2 }), item)).toEqual([4, 8])
  })

  it('runs as it is where a batch is no tree of tensors', () => {
    const named = (state: Scalar, batch: string): Scalar => add(state, batch.length)
    expect(Array.from(fit(named, tensor(0), ['a', 'bcd']), item)).toEqual([1, 4])
    const counting = (state: { readonly n: number }, by: number) => ({ n: state.n + by })
    expect(Array.from(fit(counting, { n: 0 }, [1, 2]), ({ n }) => n)).toEqual([1, 3])
  })

  it('runs as it is where a step adds to the state what is no tensor', () => {
    const noting = (state: TrainState<Params>, batch: Batch) => ({ ...step(state, batch), rows: batch.y.shape[0] })
    for (const options of [{}, { every: 3 }, { compile: false }]) {
      const last = lastOf(fit(noting, start, batches, options))
      expect(last.rows).toBe(3)
      expect(elementsOf(last.params)).toEqual(elementsOf(folded(batches).at(-1)?.params))
    }
    expect(() => lastOf(fit(noting, start, batches, { compile: true }))).toThrow(TreeError)
  })

  it('is an error where compiling was asked for', () => {
    expect(() => lastOf(fit(reading, tensor(0), signs, { compile: true }))).toThrow(NotConcrete)
    expect(() => lastOf(fit(add as never, tensor(0), [3], { compile: true }))).toThrow(TreeError)
  })

  it('does not run again what fails for another reason', () => {
    let runs = 0
    const failing = (state: Scalar, batch: Scalar): Scalar => {
      if (++runs === 1) throw new ArgumentError({ operation: 'test', problem: 'this fails once' })
      return add(state, batch)
    }
    expect(() => lastOf(fit(failing, tensor(0), signs))).toThrow('this fails once')
    expect(runs).toBe(1)
  })

  it('does not hide mistakes in the step', () => {
    const wrong = (state: Tensor, batch: Tensor): Tensor => add(state, batch)
    expect(() => lastOf(fit(wrong, tensor([1, 2]), [tensor([1, 2, 3])]))).toThrow(ShapeError)
    const stranger = { params, opt: momentum(0.1).init(params) }
    expect(() => lastOf(fit(step, stranger, batches))).toThrow(/the state and that of init\(params\)/)
    expect(() => fit(3 as never, tensor(0), signs)).toThrow(ArgumentError)
    expect(() => fit(reading, tensor(0), signs, { every: 0 })).toThrow(/every is 0, not a whole number from 1/)
  })
})
