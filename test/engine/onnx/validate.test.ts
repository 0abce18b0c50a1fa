import { describe, expect, it } from 'vitest'
import { int } from '../../../src/engine/onnx/lowering/attributes.js'
import type { GraphProto, ModelProto, NodeProto } from '../../../src/engine/onnx/proto/index.js'
import { add, cond, exp, less, matmul, scan, sum, whileLoop } from '../../../src/index.js'
import type { Tensor } from '../../../src/tensor/index.js'
import { float64, graphOf } from '../agreement.js'
import { operators, signatureOf } from './operators.js'
import { modelFor } from './run.js'
import { modelFaults } from './validate.js'

type Of = (...tensors: readonly unknown[]) => Tensor

/** A model with a loop, a loop over elements, and branches in it. */
const model = modelFor(
  graphOf(
    ([a, b]) => {
      const product = (matmul as unknown as Of)(a, b)
      const [, rows] = (scan as unknown as (...all: readonly unknown[]) => readonly [Tensor, Tensor])(
        (carry: Tensor, row: Tensor) => [(add as unknown as Of)(carry, row), (exp as unknown as Of)(carry)],
        (sum as unknown as Of)(product, { axis: 0 }),
        product,
      )
      const grown = (whileLoop as unknown as Of)(
        (x: Tensor) => (less as unknown as Of)((sum as unknown as Of)(x), 1000),
        (x: Tensor) => (add as unknown as Of)(x, x),
        (exp as unknown as Of)(rows),
        { maxSteps: 5 },
      )
      const isSmall = (less as unknown as Of)((sum as unknown as Of)(a), 1)
      return [
        (cond as unknown as Of)(
          isSmall,
          (x: Tensor) => (exp as unknown as Of)(x),
          (x: Tensor) => x,
          grown,
        ),
      ]
    },
    float64(2, 3),
    float64(3, 2),
  ),
)

const graph = model.graph as GraphProto

const withGraph = (change: Partial<GraphProto>): ModelProto => ({ ...model, graph: { ...graph, ...change } })

/** The model with the first node of an operator changed. */
const withNode = (operator: string, change: (node: NodeProto) => Partial<NodeProto>): ModelProto => {
  const at = graph.node.findIndex(({ opType }) => opType === operator)
  expect(at).toBeGreaterThanOrEqual(0)
  return withGraph({ node: graph.node.with(at, { ...graph.node[at], ...change(graph.node[at]) }) })
}

/** The model with the graph that the first node of an operator holds changed. */
const withInner = (operator: string, change: (inner: GraphProto) => Partial<GraphProto>): ModelProto =>
  withNode(operator, ({ attribute }) => {
    const at = attribute.findIndex(({ g }) => g !== undefined)
    const inner = attribute[at].g as GraphProto
    return { attribute: attribute.with(at, { ...attribute[at], g: { ...inner, ...change(inner) } }) }
  })

const faulty: Readonly<Record<string, readonly [model: ModelProto, fault: RegExp]>> = {
  'another opset': [{ ...model, opsetImport: [{ domain: '', version: 21 }] }, /opset 22/],
  'another format': [{ ...model, irVersion: 9 }, /IR version/],
  'no graph': [{ ...model, graph: undefined }, /no graph/],
  'a graph without a name': [withGraph({ name: '' }), /without a name/],
  'an input without a shape': [
    withGraph({ input: [{ name: 'input_0', type: { tensorType: { elemType: 11 } } }, graph.input[1]] }),
    /no shape/,
  ],
  'an input of another type': [
    withGraph({
      input: [
        { ...graph.input[0], type: { tensorType: { ...graph.input[0].type?.tensorType, elemType: 1 } } },
        graph.input[1],
      ],
    }),
    /types float32 and float64 differ/,
  ],
  'a value that is never made': [withNode('Exp', () => ({ input: ['nothing'] })), /nothing is used before/],
  'nodes in another order': [withGraph({ node: graph.node.toReversed() }), /used before it is made/],
  'a value made twice': [withGraph({ node: [...graph.node, { ...graph.node[0], name: 'again' }] }), /made twice/],
  'two nodes of one name': [withNode('Exp', () => ({ name: graph.node[0].name })), /name of two nodes/],
  'a name that is no identifier': [withNode('Exp', () => ({ name: 'a b' })), /no identifier/],
  'an operator that is not there': [withNode('Exp', () => ({ opType: 'Expo' })), /no such operator/],
  'a domain that is not imported': [withNode('Exp', () => ({ domain: 'com.example' })), /not imported/],
  'an input too many': [withNode('Exp', ({ input }) => ({ input: [...input, ...input] })), /2 inputs/],
  'an input too few': [withNode('Exp', () => ({ input: [] })), /input 0 is missing/],
  'an attribute that is not there': [
    withNode('Exp', () => ({ attribute: [{ name: 'axis', ...int(0) }] })),
    /no attribute axis/,
  ],
  'an attribute of another type': [
    withNode('Scan', ({ attribute }) => ({
      attribute: attribute.map((each) =>
        each.name === 'scan_input_directions' ? { ...int(0), name: each.name } : each,
      ),
    })),
    /scan_input_directions is int, not ints/,
  ],
  'an attribute given twice': [
    withNode('Scan', ({ attribute }) => ({ attribute: [...attribute, attribute[1]] })),
    /given twice/,
  ],
  'an attribute that is missing': [
    withNode('Scan', ({ attribute }) => ({ attribute: attribute.filter(({ name }) => name !== 'num_scan_inputs') })),
    /num_scan_inputs is missing/,
  ],
  'an output that is an input': [withGraph({ output: [{ ...graph.input[0] }] }), /output input_0 is not made/],
  'an output of another type': [
    withGraph({
      output: [{ ...graph.output[0], type: { tensorType: { ...graph.output[0].type?.tensorType, elemType: 9 } } }],
    }),
    /is float64, and said to be bool/,
  ],
  'an inner output from around': [
    withInner('If', ({ output }) => ({ output: [{ ...output[0], name: graph.node[0].output[0] }] })),
    /is not made in its graph/,
  ],
  'an inner name from around': [
    withInner('Scan', ({ node }) => ({ node: [{ ...node[0], output: [graph.node[0].output[0]] }, ...node.slice(1)] })),
    /made twice/,
  ],
  'a loop of too few values': [withNode('Loop', ({ input }) => ({ input: input.slice(0, 2) })), /its graph takes/],
  'a loop without its condition': [
    withInner('Loop', ({ output }) => ({ output: output.slice(1) })),
    /condition of a loop is float64|gives 0 results/,
  ],
  'a constant of another size': [
    withGraph({ initializer: graph.initializer.map((each) => ({ ...each, dims: [...each.dims, 7] })) }),
    /bytes for/,
  ],
}

describe('the validator of models', () => {
  it('finds nothing in a model with loops and branches', () => {
    expect(graph.node.map(({ opType }) => opType)).toEqual(expect.arrayContaining(['Scan', 'Loop', 'If']))
    expect(modelFaults(model)).toEqual([])
  })

  it.each(Object.keys(faulty))('finds %s', (name) => {
    const [broken, fault] = faulty[name]
    expect(modelFaults(broken).join('\n')).toMatch(fault)
  })

  it('can read the signatures of all its operators', () => {
    for (const operator of Object.keys(operators)) {
      const signature = signatureOf(operator)
      expect([...(signature?.letters.values() ?? [])].every((types) => types?.length > 0)).toBe(true)
      const letters = new Set(signature?.letters.keys())
      const known = ['bool', 'int64', 'to', 'value', 'graph', '_']
      for (const { type } of [...(signature?.inputs ?? []), ...(signature?.outputs ?? [])])
        expect(letters.has(type) || known.includes(type), `${operator} ${type}`).toBe(true)
    }
  })
})
