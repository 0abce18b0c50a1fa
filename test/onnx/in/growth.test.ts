import { ArgumentError, concatenate, full, jit, type Tensor } from 'cotangent'
import { describe, expect, it } from 'vitest'
import type { GraphProto } from '../../../src/engine/onnx/index.js'
import {
  attribute,
  bool,
  f32,
  graphProto,
  i64,
  modelBytes,
  modelOf,
  node,
  tensorProto,
  valueInfo,
} from './support/models.js'

const most = 2 ** 16
const x = valueInfo('x', 'float32')
const y = valueInfo('y', 'float32')

const applied = (parts: Partial<GraphProto>): ((given: Tensor) => Tensor) => {
  const { apply } = modelOf(modelBytes(graphProto({ input: [x], output: [y], ...parts })), {
    maxElements: most,
    parameters: () => false,
  })
  return (given) => apply({}, given).y
}
const ones = (shape: readonly number[]): Tensor => full(shape, 1, { dtype: 'float32' })

/** A chain of nodes, each of which takes the result of the one before. */
const chain = (length: number, link: (from: string, to: string) => GraphProto['node'][number]) =>
  Array.from({ length }, (_, index) =>
    link(index === 0 ? 'x' : `h${index}`, index === length - 1 ? 'y' : `h${index + 1}`),
  )

const loop = (count: number, body: Partial<GraphProto>, outputs = ['y']): Partial<GraphProto> => ({
  node: [node('Loop', ['n', '', 'x'], outputs, [attribute.graph('body', graphProto(body))])],
  initializer: [tensorProto(i64([], [count]), 'n')],
})
const bodyInputs = [valueInfo('i', 'int64', []), valueInfo('c', 'bool', []), valueInfo('a', 'float32')]
const goesOn = node('Identity', ['c'], ['d'])
const twice = node('Concat', ['a', 'a'], ['b'], [attribute.int('axis', 0)])
const column = tensorProto(f32([2 ** 10, 1], new Array(2 ** 10).fill(1)), 'w')
const places = tensorProto(i64([2 ** 10], new Array(2 ** 10).fill(0)), 'w')

/** Small models that ask for large tensors: the graph, and the shape of what it is given. */
const growing: Readonly<Record<string, readonly [Partial<GraphProto>, readonly number[]]>> = {
  'joined with itself, again and again': [
    { node: chain(60, (from, to) => node('Concat', [from, from], [to], [attribute.int('axis', 0)])) },
    [2],
  ],
  'of rows and columns, added': [{ node: [node('Add', ['x', 'w'], ['y'])], initializer: [column] }, [1, 2 ** 10]],
  'of rows and columns, chosen': [
    { node: [node('Less', ['x', 'x'], ['l']), node('Where', ['l', 'x', 'w'], ['y'])], initializer: [column] },
    [1, 2 ** 10],
  ],
  'of a row for each index': [
    { node: [node('Gather', ['x', 'w'], ['y'], [attribute.int('axis', 0)])], initializer: [places] },
    [1, 2 ** 10],
  ],
  'of outer products': [{ node: [node('MatMul', ['w', 'x'], ['y'])], initializer: [column] }, [1, 2 ** 10]],
  'of sums of products without a sum': [
    { node: [node('Einsum', ['x', 'x', 'x'], ['y'], [attribute.string('equation', 'i,j,k->ijk')])] },
    [2 ** 6],
  ],
  'doubled by a loop': [
    loop(60, { input: bodyInputs, output: [valueInfo('d', 'bool'), valueInfo('b', 'float32')], node: [goesOn, twice] }),
    [2],
  ],
  'of the results of a loop': [
    loop(
      2 ** 20,
      {
        input: bodyInputs,
        output: [valueInfo('d', 'bool'), valueInfo('a', 'float32'), valueInfo('b', 'float32')],
        node: [goesOn, node('Neg', ['a'], ['b'])],
      },
      ['', 'y'],
    ),
    [1],
  ],
  'counted by a loop': [
    loop(2 ** 31 - 2, {
      input: bodyInputs,
      output: [valueInfo('d', 'bool'), valueInfo('b', 'float32')],
      node: [goesOn, node('Neg', ['a'], ['b'])],
    }),
    [1],
  ],
  'of the results of steps that differ': [
    loop(
      2 ** 20,
      {
        input: bodyInputs,
        output: [valueInfo('d', 'bool'), valueInfo('a', 'float32'), valueInfo('b', 'float32')],
        node: [
          goesOn,
          node('Unsqueeze', ['i', 'zero'], ['s']),
          node('Slice', ['a', 's', 'end', 'zero'], ['unused']),
          node('Expand', ['one', 'wide'], ['b']),
        ],
        initializer: [
          tensorProto(i64([1], [0]), 'zero'),
          tensorProto(i64([1], [2 ** 30]), 'end'),
          tensorProto(i64([1], [2 ** 14]), 'wide'),
          tensorProto(f32([1], [1]), 'one'),
        ],
      },
      ['', 'y'],
    ),
    [3],
  ],
}

describe('tensors that a small model makes large', () => {
  it.each(Object.keys(growing))('%s, are refused before there is room taken for them', (name) => {
    const [graph, shape] = growing[name]
    const run = applied(graph)
    expect(() => run(ones(shape))).toThrow(ArgumentError)
    expect(() => run(ones(shape))).toThrow('larger maxElements')
    expect(() => jit(run)(ones(shape))).toThrow('larger maxElements')
  })

  it('may be as large as what the model is given', () => {
    const run = applied({ node: [node('Neg', ['x'], ['h']), node('Abs', ['h'], ['y'])] })
    expect(run(ones([2 * most])).shape).toEqual([2 * most])
  })

  it('are no larger outside of the model again', () => {
    const run = applied({ node: [node('Concat', ['x', 'x'], ['y'], [attribute.int('axis', 0)])] })
    expect(() => run(ones([most]))).toThrow(ArgumentError)
    const joined = (a: Tensor): Tensor => concatenate([a, a])
    expect(joined(ones([most])).shape).toEqual([2 * most])
    expect(jit(joined)(ones([most])).shape).toEqual([2 * most])
  })
})

describe('a loop whose condition has a name from around it', () => {
  it('ends as that says', () => {
    const body = graphProto({
      input: bodyInputs,
      output: [valueInfo('d', 'bool'), valueInfo('b', 'float32')],
      node: [node('Neg', ['a'], ['b']), node('Identity', ['d'], ['d'])],
    })
    const run = applied({
      node: [node('Loop', ['n', '', 'x'], ['y'], [attribute.graph('body', body)])],
      initializer: [tensorProto(i64([], [3]), 'n'), tensorProto(bool([], [0]), 'd')],
    })
    expect(run(ones([1])).toString()).toBe('[-1.]')
  })
})
