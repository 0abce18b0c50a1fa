import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { check, courses, maskedCourses, optimizerLinks, optimizers, optimizersByName } from '../../laws/index.js'
import { add, mul, sub, type Tensor, tensor } from '../../src/index.js'
import {
  accumulateGradients,
  applyUpdates,
  chain,
  constantSchedule,
  cosineSchedule,
  exponentialSchedule,
  identity,
  joinSchedules,
  linearSchedule,
  masked,
  oneCycleSchedule,
  piecewiseSchedule,
  type Schedule,
  scale,
  sgd,
  stepSchedule,
  trace,
  transformation,
} from '../../src/optim/index.js'

const { associativity, compilation, continuation, folding, identities, masking, scheduleBounds } = optimizers

type Vector = Tensor<[2], 'float64'>

describe('optimizers are a monoid', () => {
  it('associative', () =>
    check(associativity, fc.tuple(optimizerLinks, optimizerLinks, optimizerLinks, courses), { numRuns: 60 }))

  it('with a neutral element', () => check(identities, fc.tuple(optimizerLinks, courses), { numRuns: 60 }))

  it('over which masks distribute', () => {
    const places = fc
      .tuple(optimizerLinks, optimizerLinks, maskedCourses)
      .map(([a, b, [mask, course]]) => [a, b, mask, course] as const)
    check(masking, places, { numRuns: 60 })
  })
})

describe('a compiled update is the update', () => {
  it.each(Object.keys(optimizersByName))('of %s', (name) =>
    check(compilation, fc.tuple(fc.constant(optimizersByName[name]), courses), { numRuns: 6 }),
  )
})

describe('training goes on from a state that was written down', () => {
  it.each(Object.keys(optimizersByName))('of %s', (name) =>
    check(continuation, fc.tuple(fc.constant(optimizersByName[name]), courses, fc.nat({ max: 4 })), { numRuns: 6 }),
  )
})

const schedules: Readonly<Record<string, readonly [schedule: Schedule, low: number, high: number]>> = {
  constant: [constantSchedule(0.3), 0.3, 0.3],
  linear: [linearSchedule({ start: 0.7, end: 0.1, steps: 17 }), 0.1, 0.7],
  step: [stepSchedule(0.7, { factor: 0.3, every: 7, atLeast: 0.01 }), 0.01, 0.7],
  exponential: [exponentialSchedule(0.7, { factor: 0.9, every: 3 }), 0, 0.7],
  cosine: [cosineSchedule({ peak: 0.7, steps: 31, warmup: 5, start: 0.1, end: 0.05 }), 0.05, 0.7],
  oneCycle: [oneCycleSchedule({ peak: 0.7, steps: 31 }), 0.7 / 25 / 1e4, 0.7],
  piecewise: [piecewiseSchedule([0.1, 0.7, 0.3], [5, 9]), 0.1, 0.7],
  joined: [joinSchedules([linearSchedule({ start: 0, end: 0.7, steps: 5 }), constantSchedule(0.7)], [5]), 0, 0.7],
}

describe('a schedule is bounded, and one function for numbers and tensors', () => {
  it.each(Object.keys(schedules))('%s', (name) => {
    const [schedule, low, high] = schedules[name]
    const steps = fc.oneof(fc.nat({ max: 40 }), fc.nat({ max: 2 ** 31 - 1 }))
    check(scheduleBounds(schedule, low, high), fc.tuple(steps), { numRuns: 25 })
  })
})

const vectors = fc
  .tuple(fc.integer({ min: -8, max: 8 }), fc.integer({ min: -8, max: 8 }))
  .map((pair): Vector => tensor(pair))

describe('fit is a fold', () => {
  const step = (state: { sum: Vector; count: Vector }, batch: Vector) => ({
    sum: add(mul(state.sum, 0.75), batch),
    count: add(state.count, 1),
  })
  const places = fc.tuple(
    fc.record({ sum: vectors, count: vectors }),
    // Batches from few objects, so that the same one often comes several times in a row.
    fc
      .array(vectors, { minLength: 1, maxLength: 2 })
      .chain((few) => fc.array(fc.constantFrom(...few), { maxLength: 9 })),
    fc.record({ every: fc.integer({ min: 1, max: 4 }), compile: fc.constantFrom(undefined, true, false) }),
  )

  it('that shows its states', () => check(folding(step), places, { numRuns: 40 }))
})

describe('a wrong one is caught', () => {
  const course = {
    params: [tensor([1, 2]), tensor(3)],
    gradients: [
      [tensor([4, -1]), tensor(2)],
      [tensor([1, 1]), tensor(1)],
    ],
  }

  it('an optimizer whose links are not its own', () => {
    expect(identities.holds({ ...scale(2), links: scale(3).links }, course)).toBe(false)
    expect(identities.holds(scale(2), course)).toBe(true)
  })

  it('an optimizer that is another one in every chain', () => {
    let asked = 0
    const fickle = {
      ...scale(2),
      get links() {
        return scale(++asked).links
      },
    }
    expect(associativity.holds(fickle, sgd(1), sgd(1), course)).toBe(false)
  })

  it('a link that looks at all leaves under its mask', () => {
    const first = transformation({
      init: () => [],
      update: (updates) => [updates.map((leaf, index) => (index === 0 ? leaf : mul(leaf, 0.5))), []],
    })
    expect(masking.holds(chain(first, trace()), scale(1), [false, true], course)).toBe(true)
    const paths = [masked(first, [false, true]), chain(first, masked(identity, [false, true]))]
    const [inside, outside] = paths.map((optimizer) => optimizers.trajectory(optimizer, course))
    expect(String(inside)).not.toBe(String(outside))
  })

  it('an update that differs where it is compiled', () => {
    let calls = 0
    const fickle = transformation({
      init: () => [],
      update: (updates) => [updates.map((leaf) => mul(leaf, ++calls)), []],
    })
    expect(compilation.holds(fickle, course)).toBe(false)
  })

  it('an optimizer that remembers besides its state', () => {
    let last = tensor(0)
    const closed = transformation({
      init: () => [],
      update: (updates) => {
        const before = last
        last = updates[updates.length - 1] as typeof last
        return [updates.map((leaf) => add(leaf, before as never)), []]
      },
    })
    expect(continuation.holds(closed, course, 1)).toBe(false)
  })

  it('an optimizer that knows its state by more than its elements', () => {
    const seen = new WeakSet<object>()
    const touchy = transformation({
      init: () => {
        const count = tensor(0)
        seen.add(count)
        return { count }
      },
      update: (updates, { count }) => {
        const next = add(count, 1)
        seen.add(next)
        return [seen.has(count) ? updates : updates.map((leaf) => mul(leaf, 2)), { count: next }]
      },
    })
    expect(continuation.holds(touchy, course, 5)).toBe(true)
    expect(continuation.holds(touchy, course, 1)).toBe(false)
  })

  it('a schedule that leaves its bounds, or treats tensors otherwise', () => {
    expect(scheduleBounds(constantSchedule(2), 0, 1).holds(3)).toBe(false)
    expect(scheduleBounds((step) => tensor(typeof step === 'number' ? 1 : 0), 0, 1).holds(3)).toBe(false)
  })

  it('a step that remembers', () => {
    let calls = 0
    const wrong = (state: Vector, batch: Vector): Vector => sub(add(state, batch), calls++)
    expect(folding(wrong).holds(tensor([0, 0]), [tensor([1, 1]), tensor([2, 2])], { compile: false })).toBe(false)
  })

  it('sums that were applied at every step', () => {
    const once = accumulateGradients(sgd(1), { every: 2 })
    const [first, second] = optimizers.trajectory(once, course)
    expect(String(first)).toBe(String(course.params))
    expect(String(second)).toBe(String(applyUpdates(course.params, [tensor([-2.5, 0]), tensor(-1.5)])))
  })
})
