import { describe, expect, it } from 'vitest'
import { programPlaces, transform } from '../../laws/index.js'
import type { SweepOf } from '../../laws/sweeps.js'
import {
  add,
  grad,
  graphValues,
  item,
  jit,
  makeGraph,
  mul,
  type ReverseSweep,
  reverseSweep,
  ShapeError,
  sin,
  square,
  stopGradient,
  sum,
  type Tensor,
  tensor,
} from '../../src/index.js'
import { patience, runs } from '../laws/counts.js'
import { holdAt } from '../laws/placed.js'

type Scalar = Tensor<[], 'float64'>
type Vector = Tensor<[2], 'float64'>

const faulty =
  (change: (sweep: ReverseSweep) => ReverseSweep): SweepOf =>
  (f, options) =>
  (...at) =>
    change((reverseSweep as unknown as SweepOf)(f, options)(...at))

describe('a reverse sweep', () => {
  it.each(['smooth', 'kinked'] as const)('of random programs, %s', { timeout: patience }, (flavour) =>
    holdAt(
      programPlaces(flavour, 10),
      ({ map, primals, weights }) => transform.sweeping(map).violations(primals, weights),
      runs(25, 3_000),
    ),
  )

  it('goes from the output to the inputs, and adds up where a value is used twice', () => {
    const f = (x: Scalar) => mul(square(x), sin(x))
    const { graph, values, cotangents, steps } = reverseSweep(f)(tensor(2))
    const [x] = graph.inputs
    const told = steps.map(({ apply, contributions, sums }) => [
      apply.primitive.name,
      contributions.map(String),
      sums.map(String),
    ])
    const [sine, cosine] = [Math.sin(2), Math.cos(2)].map((each) => tensor(each))
    const last = mul(sine, 2)
    const throughSine = mul(tensor(4), cosine)
    expect(told).toEqual([
      ['mul', [String(sine), '4.0'], [String(sine), '4.0']],
      ['sin', [String(throughSine)], [String(throughSine)]],
      [
        'mul',
        [String(last), String(last)],
        [String(add(throughSine, last)), String(add(add(throughSine, last), last))],
      ],
    ])
    expect(cotangents.get(x)).toEqual(grad(f)(tensor(2)))
    expect(values.get(graph.outputs[0])).toEqual(f(tensor(2)))
    expect(graph.paths).toEqual(['[0]'])
  })

  it('names the leaves of the arguments that are differentiated', () => {
    const f = (_: Scalar, { w, b }: { readonly w: Vector; readonly b: Vector }) => sum(mul(w, b))
    const { graph } = reverseSweep(f, { argnums: 1 })(tensor(1), { w: tensor([1, 2]), b: tensor([3, 4]) })
    expect(graph.paths).toEqual(['[1].b', '[1].w'])
  })

  it('leaves out what the output does not depend on', () => {
    const { graph, cotangents } = reverseSweep((x: Scalar) => mul(x, stopGradient(square(x))))(tensor(3))
    const unreached = graph.applies.filter(({ results }) => !cotangents.has(results[0]))
    expect(unreached.map(({ primitive }) => primitive.name)).toEqual(['mul'])
    const constant = reverseSweep((_: Scalar) => tensor(3))(tensor(1))
    expect([constant.steps, [...constant.cotangents], [...constant.values.values()].map(Number)]).toEqual([
      [],
      [],
      [1, 3],
    ])
  })

  it('follows functions that read values', () => {
    const f = (x: Scalar) => (item(x) > 0 ? square(x) : sin(x))
    expect(reverseSweep(f)(tensor(2)).steps.map(({ apply }) => apply.primitive.name)).toEqual(['mul'])
    expect(reverseSweep(f)(tensor(-2)).steps.map(({ apply }) => apply.primitive.name)).toEqual(['sin'])
  })

  it('can be compiled, and its cotangents differentiated', () => {
    const byInner = (x: Scalar): Scalar => {
      const { graph, cotangents } = reverseSweep((z: Scalar) => sin(square(z)))(x)
      return cotangents.get(graph.applies[0].results[0]) as Scalar
    }
    // The derivative of sin(u) by u = x^2 is cos(x^2), and its own by x is -2 x sin(x^2).
    const x = tensor(1.5)
    const slope = grad(byInner)
    expect(item(byInner(x))).toBeCloseTo(Math.cos(2.25), 14)
    expect(item(slope(x))).toBeCloseTo(-3 * Math.sin(2.25), 14)
    expect(jit(slope)(x)).toEqual(slope(x))
  })

  it('is refused where a gradient is', () => {
    const loose = reverseSweep as unknown as SweepOf
    expect(() => loose((x) => x, { argnums: [0] })(tensor([1, 2]))).toThrow(ShapeError)
    expect(() => loose((x) => x, { argnums: [1] })(tensor(1))).toThrow('argnums names argument 1')
    expect(() => loose((x) => x, { argnums: [0] })(tensor(1, { dtype: 'int32' }))).toThrow('no derivative')
    // @ts-expect-error a result that is no scalar
    expect(() => reverseSweep((x: Vector) => square(x))(tensor([1, 2]))).toThrow('reverseSweep')
  })
})

describe('the law of sweeps sees', () => {
  const map = ([x]: readonly Tensor[]): readonly Tensor[] => [mul(square(x as Scalar), sin(x as Scalar))]
  const at = [[tensor(2)], [tensor(1)]] as const
  it('nothing wrong with ours', () => expect(transform.sweeping(map).violations(...at)).toEqual([]))
  it.each<[string, (sweep: ReverseSweep) => ReverseSweep]>([
    ['a cotangent of something else', (sweep) => ({ ...sweep, cotangents: sweep.values })],
    ['a sum that is left out', (sweep) => ({ ...sweep, steps: sweep.steps.slice(0, -1) })],
    [
      'a contribution for a sum',
      (sweep) => ({ ...sweep, steps: sweep.steps.map((step) => ({ ...step, sums: step.contributions })) }),
    ],
  ])('%s', (_, change) => expect(transform.sweeping(map, faulty(change)).holds(...at)).toBe(false))
})

describe('the values in a graph', () => {
  const f = (x: Vector, y: Vector) => sum(mul(sin(x), y))
  const [x, y] = [tensor([1, 2]), tensor([3, 4])]

  it('are those that a sweep passes', () => {
    const graph = makeGraph(f)(x, y)
    const values = graphValues(graph, [x, y])
    const swept = reverseSweep(f, { argnums: [0, 1] })(x, y)
    expect([...values.values()]).toEqual([...swept.values.values()])
    expect(values.get(graph.outputs[0])).toEqual(f(x, y))
  })

  it('are refused for other arguments', () => {
    const graph = makeGraph(f)(x, y)
    expect(() => graphValues(graph, [x])).toThrow('the arguments have 1 tensors, and the graph 2 inputs')
    expect(() => graphValues(graph, [x, tensor([1, 2, 3])])).toThrow('the graph was made for float64[2] at [1]')
  })
})
