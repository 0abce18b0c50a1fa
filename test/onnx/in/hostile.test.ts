import { CotangentError, full, type Tensor } from 'cotangent'
import { fromOnnx, type OnnxError, type OnnxModel, showOnnxError } from 'cotangent/onnx'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { encode, type GraphProto, modelSchema } from '../../../src/engine/onnx/index.js'
import {
  attribute,
  f32,
  functionProto,
  graphProto,
  i64,
  modelBytes,
  modelOf,
  modelProto,
  node,
  tensorProto,
  valueInfo,
} from './support/models.js'

const x = valueInfo('x', 'float32', ['N', 2])
const y = valueInfo('y', 'float32')

/** What is wrong with a model; a failure where nothing is. */
const errorOf = (bytes: Uint8Array, options?: Parameters<typeof fromOnnx>[1]): OnnxError => {
  const read = fromOnnx(bytes, options)
  if (E.isRight(read)) throw new Error('the model was read')
  return read.left
}

const errorIn = (
  graph: Partial<GraphProto>,
  ...more: readonly [number?, Partial<Parameters<typeof modelProto>[2]>?]
): OnnxError => errorOf(modelBytes(graphProto({ input: [x], output: [y], ...graph }), ...more))

describe('what is wrong with a model is found as it is read', () => {
  it('all unknown operators at once, in branches and functions too', () => {
    const branch = graphProto({ node: [node('Riddle', ['x'], ['r'], [], 'acme')], output: [valueInfo('r')] })
    const error = errorIn(
      {
        node: [
          node('Puzzle', ['x'], ['p']),
          node('constructor', ['p'], ['q']),
          node('If', ['c'], ['z'], [attribute.graph('then_branch', branch), attribute.graph('else_branch', branch)]),
          node('Mine', ['q'], ['y'], [], 'own'),
        ],
      },
      21,
      {
        functions: [
          functionProto({
            name: 'Mine',
            domain: 'own',
            input: ['a'],
            output: ['b'],
            node: [node('Enigma', ['a'], ['b'])],
          }),
        ],
      },
    )
    expect(error._tag).toBe('UnsupportedOperators')
    expect(showOnnxError(error)).toBe(
      'onnx: these operators are not read: Puzzle (ai.onnx 21), constructor (ai.onnx 21), Enigma (ai.onnx 1), Riddle (acme 1)',
    )
  })

  it('versions that are not read', () => {
    for (const version of [6, 25])
      expect(errorIn({ node: [node('Neg', ['x'], ['y'])] }, version)).toEqual({
        _tag: 'UnsupportedOpset',
        domain: '',
        version,
      })
  })

  it('names without a value, made twice, out of order or missing', () => {
    const said = (...nodes: Parameters<typeof node>[]): string =>
      showOnnxError(errorIn({ node: nodes.map((each) => node(...each)) }))
    expect(said(['Neg', ['z'], ['y']])).toBe('onnx: Neg: "z" has no value')
    expect(said(['Neg', ['x'], ['y']], ['Exp', ['x'], ['y']])).toBe('onnx: Exp: "y" is made twice')
    expect(said(['Neg', ['x'], ['x']], ['Exp', ['x'], ['y']])).toBe('onnx: Neg: "x" is made twice')
    expect(said(['Neg', ['a'], ['y']], ['Exp', ['y'], ['a']])).toBe(
      'onnx: Neg: "a" is used before it is made: the nodes are not in order, or form a cycle',
    )
    expect(said(['Neg', ['x'], ['z']])).toBe('onnx: the output "y" has no value')
    expect(showOnnxError(errorIn({ input: [x, x], node: [node('Neg', ['x'], ['y'])] }))).toBe('onnx: "x" is made twice')
  })

  it('functions that call themselves, and those that call others twice, again and again', () => {
    const twice = (name: string, called: string, ...attributes: Parameters<typeof attribute.reference>[]) =>
      functionProto({
        name,
        domain: 'own',
        input: ['a'],
        output: ['c'],
        attribute: attributes.flat(),
        node: [['a', 'b'] as const, ['b', 'c'] as const].map(([from, to]) =>
          node(
            called,
            [from],
            [to],
            attributes.map((each) => attribute.reference(...each)),
            'own',
          ),
        ),
        opsetImport: [{ domain: '', version: 21 }],
      })
    const call = { node: [node('F0', ['x'], ['y'], [], 'own')] }
    expect(showOnnxError(errorIn(call, 21, { functions: [twice('F0', 'F1'), twice('F1', 'F0')] }))).toBe(
      'onnx: the function own.F0 calls itself',
    )
    const many = Array.from({ length: 60 }, (_, index) => twice(`F${index}`, `F${index + 1}`))
    const last = functionProto({ name: 'F60', domain: 'own', input: ['a'], output: ['a'] })
    expect(errorIn(call, 21, { functions: [...many, last] })._tag).toBe('TooLarge')
    const chain = Array.from({ length: 20_000 }, (_, index) =>
      functionProto({
        name: `F${index}`,
        domain: 'own',
        input: ['a'],
        output: ['b'],
        node: [node(`F${index + 1}`, ['a'], ['b'], [], 'own')],
      }),
    )
    const end = functionProto({ name: 'F20000', domain: 'own', input: ['a'], output: ['a'] })
    expect(errorIn(call, 21, { functions: [...chain, end] })._tag).toBe('TooLarge')
    // Attributes under another name at each call, so that no two calls are alike.
    const renamed = Array.from({ length: 60 }, (_, index) =>
      twice(`F${index}`, `F${index + 1}`, [`k${index + 1}`, `k${index}`, 'int']),
    )
    const first = { node: [node('F0', ['x'], ['y'], [attribute.int('k0', 1)], 'own')] }
    expect(errorIn(first, 21, { functions: [...renamed, last] })._tag).toBe('TooLarge')
  })

  it('attributes that are missing, of another type, of another version or there twice', () => {
    const said = (operator: string, attributes: Parameters<typeof node>[3], opset?: number): string =>
      showOnnxError(errorIn({ node: [node(operator, ['x'], ['y'], attributes)] }, opset))
    expect(said('Cast', [])).toBe('onnx: Cast: attribute "to" is missing')
    expect(said('Elu', [attribute.int('alpha', 1)])).toBe('onnx: Elu: attribute "alpha" is of type int, not float')
    expect(said('ReduceSum', [attribute.ints('axes', [0])])).toBe(
      'onnx: ReduceSum: attribute "axes" is none of ReduceSum in version 21',
    )
    expect(said('Elu', [attribute.float('alpha', 1), attribute.float('alpha', 2)])).toBe(
      'onnx: Elu: attribute "alpha" is there twice',
    )
    expect(said('Neg', [attribute.reference('a', 'b', 'int')])).toBe(
      'onnx: attribute "a" refers to a call outside of any function',
    )
    expect(
      E.isRight(
        fromOnnx(
          modelBytes(
            graphProto({
              input: [x],
              output: [y],
              node: [node('ReduceSum', ['x'], ['y'], [attribute.ints('axes', [0])])],
            }),
            12,
          ),
        ),
      ),
    ).toBe(true)
  })

  it('types that no tensor has', () => {
    const of = (graph: Partial<GraphProto>): string =>
      showOnnxError(errorIn({ node: [node('Neg', ['x'], ['y'])], ...graph }))
    expect(of({ input: [valueInfo('x', 'string')] })).toBe('onnx: "x": elements of type string are not read')
    expect(of({ input: [valueInfo('x', 'complex64')] })).toBe('onnx: "x": elements of type complex64 are not read')
    expect(of({ node: [node('Cast', ['x'], ['y'], [attribute.int('to', 8)])] })).toBe(
      'onnx: "Cast": elements of type string are not read',
    )
    expect(of({ node: [node('Constant', [], ['y'], [attribute.string('value_string', 'a')])] })).toBe(
      'onnx: "Constant": its value is text',
    )
    expect(of({ initializer: [tensorProto(i64([1], [2 ** 40]), 'w')] })).toBe(
      'onnx: "w": its element 1099511627776 is beyond int32',
    )
    expect(of({ input: [{ name: 'x', type: {} }] })).toBe(
      'onnx: "x": it is a sequence, a map or another value that is no tensor',
    )
  })

  it('tensors whose elements do not fit their shape, before anything is allocated', () => {
    const said = (parts: object, initial = tensorProto(f32([2], [1, 2]), 'w')): string =>
      showOnnxError(errorIn({ node: [node('Neg', ['x'], ['y'])], initializer: [{ ...initial, ...parts }] }))
    expect(said({ dims: [3] })).toBe('onnx: "w": shape [3] takes 3 elements, 2 are there')
    expect(said({ dims: [1] })).toBe('onnx: "w": shape [1] takes 1 elements, 2 are there')
    expect(said({ dims: [2 ** 40] })).toBe('onnx: "w": shape [1099511627776] takes 1099511627776 elements, 2 are there')
    expect(said({ dims: [2 ** 40, 2 ** 40] })).toBe('onnx: "w": [1099511627776, 1099511627776] is no shape')
    expect(said({ dims: [-2] })).toBe('onnx: "w": [-2] is no shape')
    expect(said({ dims: new Array(65).fill(1) })).toBe('onnx: "w": it has 65 axes, more than 64')
    expect(said({ rawData: new Uint8Array(7) })).toBe('onnx: "w": shape [2] takes 2 elements, 1.75 are there')
    expect(said({ dataLocation: 1, externalData: [{ key: 'location', value: 'beside' }] })).toBe(
      'onnx: "w", in "beside": this file was not given',
    )
  })

  it('sparse tensors that are too large, or whose places are outside', () => {
    const sparse = (dims: readonly number[], places: readonly number[]) => ({
      dims,
      values: tensorProto(f32([places.length], places), 'w'),
      indices: tensorProto(i64([places.length], places)),
    })
    const read = (dims: readonly number[], places: readonly number[]) =>
      modelBytes(
        graphProto({
          input: [x],
          output: [y],
          sparseInitializer: [sparse(dims, places)],
          node: [node('Neg', ['x'], ['y'])],
        }),
      )
    expect(errorOf(read([2 ** 20, 2 ** 20], [1]))._tag).toBe('TooLarge')
    expect(showOnnxError(errorOf(read([2, 2], [4])))).toBe('onnx: "w": index 4 is outside of [2, 2]')
    expect(modelOf(read([2, 2], [3, 1])).params.w.toString()).toBe('[[0. 1.]\n [0. 3.]]')
  })

  it('a file without a graph, and one that is none', () => {
    expect(errorOf(new Uint8Array())).toEqual({ _tag: 'BadGraph', problem: 'the model has no graph' })
    expect(errorOf(Uint8Array.of(0x0a, 0x05, 1))._tag).toBe('DamagedBytes')
  })
})

/** A model with what can be damaged: branches, functions, constants of all kinds, shapes that are computed. */
const rich = (): Uint8Array => {
  const branch = (operator: string, name: string): GraphProto =>
    graphProto({
      node: [
        node(operator, ['h'], [name]),
        node('Constant', [], [`${name}1`], [attribute.tensor('value', tensorProto(f32([1], [1])))]),
      ],
      output: [valueInfo(name)],
    })
  return encode(
    modelSchema,
    modelProto(
      graphProto({
        input: [x],
        output: [y],
        initializer: [
          tensorProto(f32([2, 3], [1, 2, 3, 4, 5, 6]), 'w'),
          { ...tensorProto(f32([3], []), 'b'), floatData: [], rawData: new Uint8Array(12) },
          tensorProto(i64([2], [-1, 3]), 'shape'),
          { ...tensorProto(i64([1], []), 'n'), int64Data: [], rawData: Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0) },
        ],
        sparseInitializer: [
          { dims: [3], values: tensorProto(f32([1], [2]), 's'), indices: tensorProto(i64([1], [1])) },
        ],
        node: [
          node('MatMul', ['x', 'w'], ['xw']),
          node('Twice', ['xw'], ['two'], [attribute.float('alpha', 0.5)], 'own'),
          node('Add', ['two', 'b'], ['xwb']),
          node('Mul', ['xwb', 's'], ['scaled']),
          node('Reshape', ['scaled', 'shape'], ['h']),
          node('ReduceSum', ['h'], ['total'], [attribute.int('keepdims', 0)]),
          node('Cast', ['total'], ['c'], [attribute.int('to', 9)]),
          node(
            'If',
            ['c'],
            ['z'],
            [attribute.graph('then_branch', branch('Tanh', 't')), attribute.graph('else_branch', branch('Neg', 'f'))],
          ),
          node('ConstantOfShape', ['n'], ['zeros']),
          node('ReduceMax', ['zeros'], ['zero'], [attribute.int('keepdims', 0)]),
          node('Add', ['z', 'zero'], ['y']),
        ],
      }),
      21,
      {
        functions: [
          functionProto({
            name: 'Twice',
            domain: 'own',
            input: ['a'],
            output: ['c'],
            attribute: ['alpha'],
            node: [
              node('Elu', ['a'], ['b'], [attribute.reference('alpha', 'alpha', 'float')]),
              node('Add', ['b', 'b'], ['c']),
            ],
            opsetImport: [{ domain: '', version: 21 }],
          }),
        ],
      },
    ),
  )
}

/** Tensors that fit what a model says of its inputs; undefined where they would be large. */
const fitting = ({ inputs }: OnnxModel): Readonly<Record<string, Tensor>> | undefined => {
  const made = inputs.map(({ name, shape = [2], dtype = 'float32' }) => {
    const sizes = shape.map((extent) => (typeof extent === 'number' ? extent : 2))
    const size = sizes.reduce((a, b) => a * b, 1)
    return size > 1000 || sizes.length > 8
      ? undefined
      : ([name, full(sizes, dtype === 'bool' ? true : 1, { dtype })] as const)
  })
  return made.includes(undefined) ? undefined : Object.fromEntries(made.filter((one) => one !== undefined))
}

/** Reads bytes, and runs what they are where they are a model: whatever comes of it is a value or an error of ours. */
const outcome = (bytes: Uint8Array): string => {
  const read = fromOnnx(bytes, { maxElements: 2 ** 16 })
  if (E.isLeft(read)) return showOnnxError(read.left)
  const inputs = fitting(read.right)
  if (inputs === undefined) return 'a model'
  try {
    read.right.apply(read.right.params, inputs)
    return 'a model'
  } catch (error) {
    if (error instanceof CotangentError) return 'a model that does not run'
    throw error
  }
}

describe('hostile bytes', () => {
  const bytes = rich()

  it('are those of a model that runs', () => {
    const model = modelOf(bytes)
    expect(Object.keys(model.params).sort()).toEqual(['b', 's', 'w'])
  })

  it('are a Left where they end too early, wherever that is, or a model without what follows', () => {
    for (let length = 0; length < bytes.length; length++)
      expect(outcome(bytes.subarray(0, length))).toMatch(/^(onnx: |a model)/)
  })

  it('are a Left or a model where one byte is another, whichever it is', () => {
    for (let at = 0; at < bytes.length; at++)
      for (const mask of [0x01, 0x80, 0xff]) {
        const damaged = bytes.slice()
        damaged[at] ^= mask
        expect(outcome(damaged)).toMatch(/^(onnx: |a model)/)
      }
  })

  it('are a Left or a model whatever they are', () => {
    const randomBytes = fc.uint8Array({ maxLength: 400 })
    const spliced = fc
      .tuple(fc.nat(bytes.length), fc.nat(40), fc.uint8Array({ maxLength: 40 }))
      .map(
        ([at, removed, inserted]) => new Uint8Array([...bytes.slice(0, at), ...inserted, ...bytes.slice(at + removed)]),
      )
    fc.assert(
      fc.property(fc.oneof(randomBytes, spliced), (given) => {
        expect(outcome(given)).toMatch(/^(onnx: |a model)/)
      }),
      { numRuns: 1000 },
    )
  })
})
