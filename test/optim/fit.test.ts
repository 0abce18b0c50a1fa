import { describe, expect, it } from 'vitest'
import { add, item, jit, mean, mul, scan, type Tensor, tensor, toArray } from '../../src/index.js'
import {
  carryingStep,
  epochs,
  type FitOptions,
  fit,
  fitAsync,
  lastOf,
  momentum,
  sameBatch,
  type TrainState,
  trainStep,
} from '../../src/optim/index.js'
import { elementsOf } from './support.js'
import {
  type Batch,
  batches,
  batchOf,
  bits,
  folded,
  loss,
  optimizer,
  type Params,
  params,
  type Scalar,
  start,
  step,
} from './training.js'

describe('fit', () => {
  it('yields the states of the fold, compiled and not, to the bit', () => {
    const expected = bits(folded(batches))
    expect(bits(fit(step, start, batches))).toEqual(expected)
    expect(bits(fit(step, start, batches, { compile: true }))).toEqual(expected)
    expect(bits(fit(step, start, batches, { compile: false }))).toEqual(expected)
    expect(bits(fit(step, start, batches, { jit: { engine: 'reference' } }))).toEqual(expected)
    expect(Object.keys(lastOf(fit(step, start, batches))).sort()).toEqual(['loss', 'opt', 'params'])
  })

  it('trains', () => {
    const [first, ...rest] = fit(step, start, sameBatch(batches[0], 300))
    const last = rest[rest.length - 1]
    expect(item(first.loss)).toBe(item(loss(params, batches[0])))
    expect(item(last.loss)).toBeLessThan(item(first.loss) / 10)
  })

  it('runs the step function once for each shape, however many batches there are', () => {
    let runs = 0
    const counted = (state: TrainState<Params>, batch: Batch) => {
      runs++
      return step(state, batch)
    }
    const ragged = [...batches, batchOf(8, 2), ...batches, batchOf(9, 2)]
    lastOf(fit(counted, start, ragged))
    expect(runs).toBe(2)
  })

  it('runs it no more for one training after another with the same step, each with its own options', () => {
    let runs = 0
    const counted = (state: TrainState<Params>, batch: Batch) => {
      runs++
      return step(state, batch)
    }
    const epoch = (from: TrainState<Params>, options: FitOptions) => lastOf(fit(counted, from, batches, options))
    const last = epoch(epoch(epoch(start, {}), {}), {})
    expect(elementsOf(last)).toEqual(elementsOf(folded([...batches, ...batches, ...batches]).at(-1)))
    // Once for the first state, and once for those that hold a loss besides.
    expect(runs).toBe(2)
    epoch(start, { jit: { engine: 'reference' } })
    expect(runs).toBe(3)
    for (const _ of [0, 1]) lastOf(fit(counted, start, sameBatch(batches[0], 9), { every: 3 }))
    const looped = runs
    lastOf(fit(counted, start, sameBatch(batches[0], 9), { every: 3 }))
    expect(runs).toBe(looped)
  })

  it('takes a step when it is asked for, and a batch when it takes the step', () => {
    const taken: number[] = []
    let closed = false
    const source = function* () {
      try {
        for (let seed = 0; ; seed++) {
          taken.push(seed)
          yield batchOf(seed)
        }
      } finally {
        closed = true
      }
    }
    const states = fit(step, start, { [Symbol.iterator]: source })
    expect(taken).toEqual([])
    let count = 0
    for (const _ of states) if (++count === 3) break
    expect(taken).toEqual([0, 1, 2])
    expect(closed).toBe(true)
  })

  it('goes on from any state as if it had never stopped', () => {
    const whole = bits(fit(step, start, batches))
    const halfway = lastOf(fit(step, start, batches.slice(0, 3)))
    expect(bits(fit(step, halfway, batches.slice(3)))).toEqual(whole.slice(3))
    const bare = { params: halfway.params, opt: halfway.opt }
    expect(bits(fit(step, bare, batches.slice(3)))).toEqual(whole.slice(3))
  })

  it('is nothing for no batches', () => expect([...fit(step, start, [])]).toEqual([]))

  it('is what scan makes of a whole training within one jit', () => {
    const stacked = {
      x: tensor(batches.map(({ x }) => toArray(x))),
      y: tensor(batches.map(({ y }) => toArray(y))),
    }
    const train = (state: typeof start, all: typeof stacked) =>
      scan(
        ((carry: typeof start, batch: Batch) => {
          const { loss: cost, ...next } = step(carry, batch)
          return [next, cost]
        }) as never,
        state as never,
        all as never,
      ) as unknown as readonly [typeof start, Tensor<[number], 'float64'>]
    const [last, costs] = jit(train)(start, stacked)
    const states = folded(batches)
    expect(toArray(costs)).toEqual(states.map((state) => item(state.loss)))
    expect(elementsOf(last.params)).toEqual(elementsOf(states[states.length - 1].params))
  })
})

describe('every k-th state', () => {
  const full = batches[0]
  const singles = bits(fit(step, start, sameBatch(full, 10)))

  it('of one batch is the same, to the bit, from one compiled loop', () => {
    for (const compile of [undefined, true, false]) {
      expect(bits(fit(step, start, sameBatch(full, 10), { every: 5, compile }))).toEqual([singles[4], singles[9]])
      expect(bits(fit(step, start, sameBatch(full, 10), { every: 4, compile }))).toEqual(
        [3, 7, 9].map((at) => singles[at]),
      )
      expect(bits(fit(step, start, sameBatch(full, 10), { every: 99, compile }))).toEqual([singles[9]])
    }
  })

  it('of several batches too, whether they repeat or not', () => {
    const mixed = [batches[0], batches[0], batches[1], batches[2], batches[2], batches[2], batches[2], batches[0]]
    const expected = bits(folded(mixed))
    expect(bits(fit(step, start, mixed, { every: 3 }))).toEqual([2, 5, 7].map((at) => expected[at]))
  })

  it('runs the step function as often for ten thousand steps as for ten', () => {
    const runsFor = (steps: number): number => {
      let runs = 0
      const counted = (state: TrainState<Params>, batch: Batch) => {
        runs++
        return step(state, batch)
      }
      lastOf(fit(counted, start, sameBatch(full, steps), { every: steps / 2 }))
      return runs
    }
    expect(runsFor(10_000)).toBe(runsFor(10))
  })

  it('gives the step of a state what the first one had, and no more', () => {
    const keys = new Set<string>()
    const noting = (state: TrainState<Params>, batch: Batch) => {
      keys.add(Object.keys(state).sort().join())
      return step(state, batch)
    }
    for (const compile of [true, false])
      for (const every of [1, 3]) lastOf(fit(noting, start, sameBatch(full, 6), { every, compile }))
    expect([...keys]).toEqual(['opt,params'])
  })

  it('works where the step adds nothing to the state, and where the state is a tensor', () => {
    const double = (state: Scalar, batch: Scalar): Scalar => add(mul(state, 2), batch)
    const states = fit(double, tensor(1), sameBatch(tensor(1), 6), { every: 3 })
    expect(Array.from(states, item)).toEqual([15, 127])
  })
})

describe('fitAsync', () => {
  it('yields the same states from batches that arrive in their own time', async () => {
    const arriving = async function* () {
      for (const batch of batches) {
        await Promise.resolve()
        yield batch
      }
    }
    const states: unknown[] = []
    for await (const state of fitAsync(step, start, arriving())) states.push(state)
    expect(bits(states)).toEqual(bits(folded(batches)))
  })

  it('yields every k-th state and the last, and no state of steps that a failure cut short', async () => {
    const arriving = async function* (count: number) {
      for (let at = 0; at < count; at++) yield batches[at]
      if (count < batches.length) throw new Error('no file')
    }
    const states: unknown[] = []
    for await (const state of fitAsync(step, start, arriving(7), { every: 3 })) states.push(state)
    const expected = bits(folded(batches))
    expect(bits(states)).toEqual([2, 5, 6].map((at) => expected[at]))
    const seen: unknown[] = []
    const train = async () => {
      for await (const state of fitAsync(step, start, arriving(5), { every: 3 })) seen.push(state)
    }
    await expect(train()).rejects.toThrow('no file')
    expect(bits(seen)).toEqual([expected[2]])
    expect(() => fitAsync(step, start, batches, { every: 0 })).toThrow(/every is 0, not a whole number from 1/)
  })

  it('takes promises of batches, and ends with the first that fails', async () => {
    const seen: number[] = []
    const failing = [Promise.resolve(tensor(1)), Promise.reject(new Error('no file'))]
    const train = async () => {
      for await (const sum of fitAsync((a: Scalar, b: Scalar): Scalar => add(a, b), tensor(1), failing))
        seen.push(item(sum))
    }
    await expect(train()).rejects.toThrow('no file')
    expect(seen).toEqual([2])
  })
})

describe('a step that carries more', () => {
  it('hands the carry on and trains as the plain one does', () => {
    const carrying = carryingStep(
      (p: Params, batch: Batch, seen: Scalar): [Scalar, Scalar] => [loss(p, batch), add(seen, mean(batch.y))],
      optimizer,
    )
    const states = [...fit(carrying, { ...start, carry: tensor(0) }, batches)]
    expect(states.map((state) => elementsOf(state.params))).toEqual(
      folded(batches).map((state) => elementsOf(state.params)),
    )
    expect(item(states[2].carry)).toBe(batches.slice(0, 3).reduce((sum, { y }) => sum + item(mean(y)), 0))
  })
})

describe('epochs', () => {
  it('of batches that each epoch makes anew are one sequence', () => {
    const shuffled = (epoch: number): readonly Batch[] => (epoch % 2 === 0 ? batches : [...batches].reverse())
    const found = bits(fit(step, start, epochs(3, shuffled)))
    expect(found).toEqual(bits(folded([0, 1, 2].flatMap(shuffled))))
  })

  it('with momentum over one batch is full-batch training', () => {
    const descent = momentum(0.1)
    const plain = trainStep(loss, descent)
    const begin = { params, opt: descent.init(params) }
    const [last] = fit(plain, begin, sameBatch(batches[0], 50), { every: 50 })
    expect(elementsOf(last)).toEqual(
      elementsOf(
        lastOf(
          fit(
            plain,
            begin,
            epochs(50, () => [batches[0]]),
          ),
        ),
      ),
    )
  })
})
