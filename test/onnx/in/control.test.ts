import { grad, item, jit, NotConcrete, sum, type Tensor, tensor, toArray, toTypedArray, vmap } from 'cotangent'
import { describe, expect, it } from 'vitest'
import type { GraphProto } from '../../../src/engine/onnx/index.js'
import {
  attribute,
  bool,
  f32,
  type Given,
  graphProto,
  i64,
  modelBytes,
  modelOf,
  node,
  tensorProto,
  valueInfo,
} from './support/models.js'
import { exactly, near, numbersOf, ours, runTheirs, type Tolerance } from './support/runtime.js'

const floatInfo = (name: string, shape?: readonly (number | string)[]) => valueInfo(name, 'float32', shape)

const theOnlyInput = (given: Readonly<Record<string, Given>>): readonly string[] => Object.keys(given)

/** Expects of a model what ONNX Runtime makes of it: eagerly, and compiled where all values that decide shapes are known. */
const expectSame = async (
  graph: GraphProto,
  given: Readonly<Record<string, Given>>,
  {
    opset = 21,
    compiled = true,
    tolerance = exactly,
  }: { opset?: number; compiled?: boolean; tolerance?: Tolerance } = {},
): Promise<void> => {
  const bytes = modelBytes(graph, opset)
  const expected = await runTheirs(bytes, given)
  const model = modelOf(bytes)
  const names = theOnlyInput(given)
  const fed = Object.fromEntries(names.map((name) => [name, ours(given[name])]))
  const run = (inputs: Readonly<Record<string, Tensor>>): Readonly<Record<string, Tensor>> =>
    model.apply(model.params, inputs)
  for (const found of compiled ? [run(fed), jit(run)(fed)] : [run(fed)])
    for (const [name, want] of Object.entries(expected)) {
      expect([name, found[name].shape]).toEqual([name, [...want.dims]])
      const have = Array.from(toTypedArray(found[name]))
      expect(have.every((each, index) => near(each, numbersOf(want)[index], want.type as 'float32', tolerance))).toBe(
        true,
      )
    }
}

const branch = (operator: string, name: string): GraphProto =>
  graphProto({ node: [node(operator, ['x'], [name])], output: [floatInfo(name)] })

describe('If', () => {
  const graph = graphProto({
    input: [valueInfo('c', 'bool', []), floatInfo('x', [3])],
    node: [
      node(
        'If',
        ['c'],
        ['y'],
        [attribute.graph('then_branch', branch('Neg', 'a')), attribute.graph('else_branch', branch('Exp', 'b'))],
      ),
    ],
    output: [floatInfo('y')],
  })
  const x = f32([3], [0.5, -1, 0])

  it('takes the branch that the condition chooses, whether it is known or not', async () => {
    for (const c of [0, 1]) await expectSame(graph, { c: bool([], [c]), x }, { tolerance: { ulps: 4 } })
  })

  it('has the derivative of that branch', () => {
    const model = modelOf(modelBytes(graph))
    const slope = (c: boolean, x: Tensor): Tensor =>
      grad((x: Tensor) => sum(model.apply({}, { c: tensor(c), x }).y) as Tensor<[]>)(x)
    expect(toArray(slope(true, ours(x)))).toEqual([-1, -1, -1])
    expect(toArray(slope(false, ours(f32([3], [0, 0, 0]))))).toEqual([1, 1, 1])
  })
})

/** x + i summed up and doubled, for each round, with the running value as a result of each. */
const counting = (parts: Partial<GraphProto> = {}): GraphProto =>
  graphProto({
    input: [valueInfo('i', 'int64', []), valueInfo('go', 'bool', []), floatInfo('v')],
    node: [
      node('Cast', ['i'], ['f'], [attribute.int('to', 1)]),
      node('Add', ['v', 'f'], ['w']),
      node('Mul', ['w', 'factor'], ['next']),
      node('Identity', ['next'], ['each']),
      node('Identity', ['go'], ['more']),
    ],
    output: [valueInfo('more', 'bool', []), floatInfo('next'), floatInfo('each', [2])],
    ...parts,
  })

/** A loop around a body. */
const loopOf = (
  body: GraphProto,
  inputs: readonly string[],
  outputs: readonly string[],
  parts: Partial<GraphProto>,
): GraphProto =>
  graphProto({
    node: [node('Loop', inputs, outputs, [attribute.graph('body', body)])],
    output: outputs.map((name) => floatInfo(name)),
    ...parts,
  })

const factor = tensorProto(f32([], [1.5]), 'factor')

describe('Loop', () => {
  const counted = loopOf(counting(), ['n', '', 'x'], ['last', 'all'], {
    input: [floatInfo('x', [2])],
    initializer: [factor, tensorProto(i64([], [4]), 'n')],
  })
  const x = f32([2], [1, -2])

  it('of a count goes round so often', () => expectSame(counted, { x }))

  it('of a count that is fed goes round so often, where values are known', () =>
    expectSame(
      loopOf(counting(), ['n', '', 'x'], ['last', 'all'], {
        input: [floatInfo('x', [2]), valueInfo('n', 'int64', [])],
        initializer: [factor],
      }),
      { x, n: i64([], [3]) },
      { compiled: false },
    ))

  it('of no rounds leaves what it began with, and no results', () =>
    expectSame(
      loopOf(counting(), ['n', '', 'x'], ['last', 'all'], {
        input: [floatInfo('x', [2])],
        initializer: [factor, tensorProto(i64([], [0]), 'n')],
      }),
      { x },
    ))

  it('has a derivative through all rounds, and a batch of inputs', () => {
    const model = modelOf(modelBytes(counted))
    const last = (x: Tensor): Tensor => sum(model.apply(model.params, x).last)
    expect(toArray(grad((x: Tensor) => last(x) as Tensor<[]>)(ours(x)))).toEqual([1.5 ** 4, 1.5 ** 4])
    const batch = ours(f32([2, 2], [1, -2, 3, 4]))
    const rows = vmap((row: Tensor) => model.apply(model.params, row).last)(batch)
    expect(toArray(rows)).toEqual([
      toArray(model.apply(model.params, ours(x)).last),
      toArray(model.apply(model.params, ours(f32([2], [3, 4]))).last),
    ])
  })

  /** Doubles v while it is below 100. */
  const doubling = graphProto({
    input: [valueInfo('i', 'int64', []), valueInfo('go', 'bool', []), floatInfo('v', [])],
    node: [node('Add', ['v', 'v'], ['next']), node('Less', ['next', 'hundred'], ['more'])],
    output: [valueInfo('more', 'bool', []), floatInfo('next', [])],
  })
  const endless = {
    input: [floatInfo('x', []), valueInfo('c', 'bool', [])],
    initializer: [tensorProto(f32([], [100]), 'hundred')],
  }

  it('of a condition ends where it does not hold, whether values are known or not', async () => {
    const graph = loopOf(doubling, ['', 'c', 'x'], ['last'], endless)
    for (const start of [3, 200])
      for (const c of [0, 1]) await expectSame(graph, { x: f32([], [start]), c: bool([], [c]) })
  })

  it('of both ends with whichever is first', async () => {
    const graph = loopOf(doubling, ['n', 'c', 'x'], ['last'], {
      ...endless,
      initializer: [...endless.initializer, tensorProto(i64([], [4]), 'n')],
    })
    for (const start of [3, 50]) await expectSame(graph, { x: f32([], [start]), c: bool([], [1]) })
  })

  it('has a derivative where its end is known as it runs', () => {
    const model = modelOf(modelBytes(loopOf(doubling, ['', 'c', 'x'], ['last'], endless)))
    const slope = grad((x: Tensor<[]>) => model.apply({}, { x, c: tensor(true) }).last as Tensor<[]>)
    expect(item(slope(ours(f32([], [3])) as Tensor<[]>))).toBe(64)
  })

  it('whose number of results nobody knows is refused while it is compiled, and runs where values are known', async () => {
    const withResults = graphProto({
      ...doubling,
      node: [...doubling.node, node('Identity', ['next'], ['each'])],
      output: [...doubling.output, floatInfo('each', [])],
    })
    const graph = loopOf(withResults, ['', 'c', 'x'], ['last', 'all'], endless)
    await expectSame(graph, { x: f32([], [3]), c: bool([], [1]) }, { compiled: false })
    const model = modelOf(modelBytes(graph))
    const compiled = jit((x: Tensor, c: Tensor) => model.apply({}, { x, c }))
    expect(() => compiled(ours(f32([], [3])), tensor(true))).toThrow(NotConcrete)
  })

  it('may change the shape of what it carries', () => {
    const growing = graphProto({
      input: [valueInfo('i', 'int64', []), valueInfo('go', 'bool', []), floatInfo('v')],
      node: [node('Concat', ['v', 'v'], ['next'], [attribute.int('axis', 0)]), node('Identity', ['go'], ['more'])],
      output: [valueInfo('more', 'bool', []), floatInfo('next')],
    })
    return expectSame(
      loopOf(growing, ['n', '', 'x'], ['last'], {
        input: [floatInfo('x', [2])],
        initializer: [tensorProto(i64([], [3]), 'n')],
      }),
      { x },
    )
  })

  it('may take what its number points to', () => {
    const picking = graphProto({
      input: [valueInfo('i', 'int64', []), valueInfo('go', 'bool', []), floatInfo('v', [1])],
      node: [
        node('Unsqueeze', ['i', 'zero'], ['from']),
        node('Add', ['from', 'one'], ['to']),
        node('Slice', ['x', 'from', 'to'], ['part']),
        node('Add', ['v', 'part'], ['next']),
        node('Identity', ['go'], ['more']),
      ],
      output: [valueInfo('more', 'bool', []), floatInfo('next', [1])],
    })
    return expectSame(
      loopOf(picking, ['n', '', 'start'], ['last'], {
        input: [floatInfo('x', [3])],
        initializer: [
          tensorProto(i64([], [3]), 'n'),
          tensorProto(i64([1], [0]), 'zero'),
          tensorProto(i64([1], [1]), 'one'),
          tensorProto(f32([1], [0.5]), 'start'),
        ],
      }),
      { x: f32([3], [1, 2, 4]) },
    )
  })
})

describe('Scan', () => {
  const body = graphProto({
    input: [floatInfo('s', [2]), floatInfo('e', [2])],
    node: [node('Add', ['s', 'e'], ['t']), node('Mul', ['t', 'e'], ['r'])],
    output: [floatInfo('t', [2]), floatInfo('r', [2])],
  })
  const settings = [attribute.graph('body', body), attribute.int('num_scan_inputs', 1)]
  const graph = (...more: readonly ReturnType<typeof attribute.ints>[]): GraphProto =>
    graphProto({
      input: [floatInfo('s0', [2]), floatInfo('x')],
      node: [node('Scan', ['s0', 'x'], ['last', 'all'], [...settings, ...more])],
      output: [floatInfo('last'), floatInfo('all')],
    })
  const given = { s0: f32([2], [1, 0.5]), x: f32([3, 2], [1, 2, 3, 4, 5, 6]) }

  it('goes over its sequences', () => expectSame(graph(), given))

  it('from either end, and along any axis', async () => {
    await expectSame(graph(attribute.ints('scan_input_directions', [1])), given)
    await expectSame(graph(attribute.ints('scan_output_directions', [1])), given)
    await expectSame(graph(attribute.ints('scan_input_axes', [1]), attribute.ints('scan_output_axes', [1])), {
      ...given,
      x: f32([2, 3], [1, 2, 3, 4, 5, 6]),
    })
  })

  it('in batches, as version 8 has it', () =>
    expectSame(
      graphProto({
        input: [floatInfo('s0', [2, 2]), floatInfo('x', [2, 3, 2])],
        node: [node('Scan', ['', 's0', 'x'], ['last', 'all'], settings)],
        output: [floatInfo('last'), floatInfo('all')],
      }),
      { s0: f32([2, 2], [1, 0.5, 0, 1]), x: f32([2, 3, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) },
      { opset: 8 },
    ))
})
