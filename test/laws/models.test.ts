import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Chain, type Composition, check, modelChains, models, tensorsBetween } from '../../laws/index.js'
import { add, mapTree } from '../../src/index.js'
import { type AnyModel, andThen, batchNorm, dense, type Model, named } from '../../src/nn/index.js'
import { type RandomState, random, seed, standardNormal } from '../../src/random/index.js'
import type { Tensor } from '../../src/tensor/index.js'
import { runs } from './counts.js'

/** States at any point of a stream, with and without a normal kept for the next one who asks. */
const states: fc.Arbitrary<RandomState> = fc
  .tuple(fc.nat(), fc.nat({ max: 30 }), fc.boolean())
  .map(([value, skipped, cached]) => {
    const [, after] = random([skipped])(seed(value))
    return cached ? standardNormal([1])(after)[1] : after
  })

/** Models to be composed, a state, and a batch that they take. */
const places = (
  count: number,
  options = { states: true },
): fc.Arbitrary<readonly [Chain['models'], RandomState, Tensor]> =>
  fc
    // Statistics take two examples.
    .tuple(modelChains(count, options), states, fc.integer({ min: options.states ? 2 : 1, max: 3 }))
    .chain(([chain, state, batch]) =>
      tensorsBetween({ shape: [batch, chain.features], dtype: 'float64' }, -3, 3).map(
        (x) => [chain.models, state, x] as const,
      ),
    )

const three = places(3).map(([[f, g, h], state, x]) => [f, g, h, state, x] as const)
const two = places(2, { states: false }).map(([[f, g], state, x]) => [f, g, state, x] as const)
const twoOfStates = places(2).map(([[f, g], state, x]) => [f, g, state, x] as const)
const one = places(1).map(([[f], state, x]) => [f, state, x] as const)

describe('composition of models', () => {
  it('is associative', () => check(models.associativity(), three, runs(100)))

  it('has an identity', () => check(models.identities(), one, runs(50)))

  it('is what a list of models does', () => check(models.sequence(), places(4), runs(50)))

  it('threads the states of its models', () => check(models.threading(), twoOfStates, runs(50)))

  it('is the composition of functions of one record of parameters', () => check(models.functoriality(), two, runs(50)))

  it('compiles without changing a bit', () =>
    check(
      models.compilation,
      places(3).map(([[f, g, h], state, x]) => {
        const compose = andThen as unknown as Composition
        return [compose(compose(f, g), h), state, x] as const
      }),
      runs(20),
    ))
})

describe('a name', () => {
  it('is all that it changes', () =>
    check(
      models.naming,
      fc
        .tuple(fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('__proto__', 'constructor', '7')), one)
        .map(([name, [f, state, x]]) => [name, f, state, x] as const),
      runs(100),
    ))
})

describe('functions of one record of parameters', () => {
  const affine = fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })).map(
    ([a, b]) =>
      (p: number) =>
      (x: number) =>
        a * x + b * p,
  )

  it('are a category', () =>
    check(
      models.category<number, number>((y, z) => y === z),
      fc.tuple(affine, affine, affine, fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })),
      runs(100),
    ))
})

describe('a wrong composition is caught:', () => {
  type Loose = Model<unknown, unknown, unknown>
  const compose = andThen as unknown as (f: Loose, g: Loose) => Loose
  const wrong = (change: (f: Loose, g: Loose, right: Loose) => Partial<Loose>): Composition =>
    ((f: Loose, g: Loose): Loose => {
      const right = compose(f, g)
      return { ...right, ...change(f, g, right) }
    }) as unknown as Composition

  /** Draws of the later model first. */
  const backward = wrong((f, g) => ({
    init: (state) => {
      const [q, between] = g.init(state)
      const [p, after] = f.init(between)
      return [{ ...(p as object), ...(q as object) }, after]
    },
  }))

  /** Both models draw from the same state. */
  const stale = wrong((f, g) => ({
    init: (state) => {
      const [[p], [q, after]] = [f.init(state), g.init(state)]
      return [{ ...(p as object), ...(q as object) }, after]
    },
  }))

  /** The state is that after the first model's draws. */
  const early = wrong((f, _, right) => ({ init: (state) => [right.init(state)[0], f.init(state)[1]] }))

  /** The models are applied the wrong way round. */
  const reversed = wrong((f, g) => ({ apply: (params) => (x) => f.apply(params)(g.apply(params)(x)) }))

  const [f, g, h] = ['f', 'g', 'h'].map((name) => named(name, dense(2, 2)) as AnyModel)
  const x = fc.sample(tensorsBetween({ shape: [3, 2], dtype: 'float64' }, -3, 3), { seed: 37, numRuns: 1 })[0]

  it('draws in the wrong order', () => expect(models.sequence(backward).holds([f, g], seed(1), x)).toBe(false))

  it('draws that are used twice', () => expect(models.sequence(stale).holds([f, g], seed(1), x)).toBe(false))

  it('a state that forgets draws', () => {
    expect(models.identities(early).holds(f, seed(1), x)).toBe(false)
    expect(models.associativity(early).holds(f, g, h, seed(1), x)).toBe(false)
  })

  describe('of models with a state,', () => {
    type Stateful = Omit<Loose, 'apply'> & {
      readonly initial: object
      readonly inference: (state: unknown) => Loose
      readonly apply: (params: unknown) => (given: unknown) => { readonly y: unknown; readonly state: object }
    }
    const norm = named('n', batchNorm(2)) as unknown as AnyModel
    const wrongly = (change: (f: Stateful, g: Stateful, right: Stateful) => Partial<Stateful>): Composition =>
      wrong(change as unknown as Parameters<typeof wrong>[0])

    it.each([
      [
        'that stays as it was',
        wrongly((_, __, right) => ({
          apply: (params) => (given) => ({
            ...right.apply(params)(given),
            state: (given as { readonly state: object }).state,
          }),
        })),
      ],
      ['that is forgotten in use', wrongly((_, __, right) => ({ inference: () => right.inference(right.initial) }))],
      [
        'that is not the first one',
        wrongly((_, __, right) => ({
          initial: mapTree(right.initial, (leaf) => add(leaf, 1)) as object,
        })),
      ],
    ])('one %s', (_, composition) => {
      expect(models.threading(composition).holds(f, norm, seed(1), x)).toBe(false)
      expect(models.threading().holds(f, norm, seed(1), x)).toBe(true)
    })
  })

  it('the wrong order of application', () => {
    expect(models.sequence(reversed).holds([f, g], seed(1), x)).toBe(false)
    expect(models.functoriality(reversed).holds(f, g, seed(1), x)).toBe(false)
  })
})
