import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  ArgumentError,
  DTypeError,
  grad,
  gradcheck,
  item,
  jit,
  mean,
  mul,
  ShapeError,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  toArray,
  vmap,
  zipTrees,
} from 'cotangent'
import { loadOnnx, showOnnxError } from 'cotangent/onnx'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encode, modelSchema, type TensorProto } from '../../../src/engine/onnx/index.js'
import {
  attribute,
  f32,
  f64,
  functionProto,
  type Given,
  graphProto,
  i64,
  modelBytes,
  modelOf,
  modelProto,
  node,
  tensorProto,
  valueInfo,
} from './support/models.js'
import { near, numbersOf, ours, runTheirs } from './support/runtime.js'

/** tanh(x w + b) v, clipped, of two layers; `float` says how its numbers are held. */
const perceptron = (type: 'float32' | 'float64') => {
  const given = (shape: readonly number[], data: readonly number[]): Given => ({ type, shape, data })
  return graphProto({
    input: [valueInfo('x', type, ['N', 2])],
    output: [valueInfo('y', type, ['N', 1])],
    initializer: [
      tensorProto(given([2, 3], [0.5, -1, 0.25, 1, 0.75, -0.5]), 'w'),
      tensorProto(given([3], [0.1, -0.2, 0.3]), 'b'),
      tensorProto(given([3, 1], [1, -2, 0.5]), 'v'),
      tensorProto(given([], [0.125]), 'scale'),
      tensorProto(given([], [3]), 'limit'),
    ],
    node: [
      node('MatMul', ['x', 'w'], ['xw']),
      node('Add', ['xw', 'b'], ['a']),
      node('Tanh', ['a'], ['h']),
      node('MatMul', ['h', 'v'], ['hv']),
      node('Mul', ['hv', 'scale'], ['s']),
      node('Clip', ['s', '', 'limit'], ['y']),
    ],
  })
}

const data = [1, -0.5, 0.25, 2]
const records = f32([2, 2], data)

describe('a model', () => {
  const bytes = modelBytes(perceptron('float32'))
  const model = modelOf(bytes)

  it('has the float initializers with axes as parameters, and says what goes in and comes out', () => {
    expect(Object.keys(model.params).sort()).toEqual(['b', 'v', 'w'])
    expect(model.inputs).toEqual([{ name: 'x', dtype: 'float32', elementType: 'float32', shape: ['N', 2] }])
    expect(model.outputs).toEqual([{ name: 'y', dtype: 'float32', elementType: 'float32', shape: ['N', 1] }])
    expect(model.opsets['ai.onnx']).toBe(21)
    expect(model.producer).toBe('test')
  })

  it('has those as parameters that are chosen', () => {
    const chosen = modelOf(bytes, { parameters: (name, { shape }) => name === 'scale' && shape.length === 0 })
    expect(Object.keys(chosen.params)).toEqual(['scale'])
    const doubled = chosen.apply({ scale: mul(chosen.params.scale, 2) }, ours(records)).y
    expect(toArray(doubled)).toEqual(toArray(mul(chosen.apply(chosen.params, ours(records)).y, 2)))
  })

  it('does what ONNX Runtime makes of it, eagerly, compiled and for each of a batch', async () => {
    const { y } = await runTheirs(bytes, { x: records })
    const x = ours(records)
    const run = (x: Tensor): Tensor => model.apply(model.params, x).y
    const rows = vmap((row: Tensor) => run(row))(ours({ ...records, shape: [2, 1, 2] }))
    for (const found of [run(x), jit(run)(x), rows]) {
      const have = (toArray(found) as unknown[]).flat(3) as number[]
      // Two products of 3 terms of size 2 or less, a tanh and a scale.
      expect(have.every((each, index) => near(each, numbersOf(y)[index], 'float32', { ulps: 16, scale: 1 }))).toBe(true)
    }
  })

  it('has the derivative that differences show, in its parameters and inputs', () => {
    const exact = modelOf(modelBytes(perceptron('float64')))
    const loss = ({ params, x }: { readonly params: typeof exact.params; readonly x: Tensor }) =>
      sum(square(exact.apply(params, x).y)) as Tensor<[], 'float64'>
    const verdict = gradcheck(loss, { params: exact.params, x: ours(f64([2, 2], data)) })
    expect(E.isRight(verdict)).toBe(true)
  })

  it('is fine-tuned: its loss falls as its parameters descend', () => {
    const [x, target] = [ours(records), tensor([[0.5], [-0.25]], { dtype: 'float32' })]
    const loss = (params: typeof model.params) =>
      mean(square(sub(model.apply(params, x).y, target))) as Tensor<[], 'float32'>
    const step = jit((params: typeof model.params) =>
      zipTrees(params, grad(loss)(params), (param, slope) => sub(param, mul(slope, 0.5))),
    )
    const trained = Array.from({ length: 100 }).reduce<typeof model.params>((params) => step(params), model.params)
    expect(item(loss(trained))).toBeLessThan(item(loss(model.params)) / 100)
  })

  it('refuses what is not as declared, by name', () => {
    const { params, apply } = model
    const run =
      (inputs: Parameters<typeof apply>[1], given = params) =>
      (): unknown =>
        apply(given, inputs)
    expect(run(tensor([[1, 2]]))).toThrow(DTypeError)
    expect(run(tensor([[1, 2]]))).toThrow('input "x": it is declared float32')
    expect(run(ours(f32([1, 3], [1, 2, 3])))).toThrow(ShapeError)
    expect(run(ours(f32([1, 3], [1, 2, 3])))).toThrow('input "x": it is declared [N, 2]')
    expect(run({})).toThrow('the input "x" of the model was not given')
    expect(run({ x: ours(records), z: ours(records) })).toThrow('the model has no input "z"')
    expect(run(ours(records), { ...params, b: ours(f32([1], [1])) })).toThrow('parameter "b": it is declared [3]')
    expect(run(ours(records), {})).toThrow(ArgumentError)
  })

  it('gives the same size to the same name', () => {
    const both = modelOf(
      modelBytes(
        graphProto({
          input: [valueInfo('a', 'float32', ['N']), valueInfo('b', 'float32', ['N', undefined])],
          output: [valueInfo('c', 'float32')],
          node: [node('MatMul', ['a', 'b'], ['c'], [], undefined, 'product')],
        }),
      ),
    )
    const matrix = ours(f32([2, 2], data))
    expect(both.apply({}, { a: ours(f32([2], [1, 2])), b: matrix }).c.shape).toEqual([2])
    expect(() => both.apply({}, { a: ours(f32([3], [1, 2, 3])), b: matrix })).toThrow(
      'N is 3 elsewhere and 2 in its axis 0',
    )
    expect(() => both.apply({}, matrix)).toThrow('the model has 2 inputs, and is given one tensor')
  })

  it('names the node at which an operation fails', () => {
    const bad = modelOf(
      modelBytes(
        graphProto({
          input: [valueInfo('a', 'float32')],
          output: [valueInfo('c', 'float32')],
          node: [node('Add', ['a', 'w'], ['c'], [], undefined, 'sum of both')],
          initializer: [tensorProto(f32([3], [1, 2, 3]), 'w')],
        }),
      ),
    )
    expect(() => bad.apply(bad.params, ours(f32([2], [1, 2])))).toThrow(
      /^fromOnnx: Add "sum of both": add: sizes 2 and 3/,
    )
  })

  it('asks for no more elements than are allowed', () => {
    const expanding = (maxElements?: number) =>
      modelOf(
        modelBytes(
          graphProto({
            input: [valueInfo('a', 'float32')],
            output: [valueInfo('c', 'float32')],
            node: [node('Expand', ['a', 'n'], ['c'])],
            initializer: [tensorProto(i64([2], [2 ** 20, 2 ** 10]), 'n')],
          }),
        ),
        { maxElements },
      )
    expect(() => expanding().apply({}, ours(f32([], [1])))).toThrow('more than 268435456 elements')
    expect(expanding(2 ** 30).apply({}, ours(f32([], [1]))).c.shape).toEqual([2 ** 20, 2 ** 10])
  })
})

describe('functions of a model', () => {
  it('are run with the attributes of their calls, or those that stand for them', async () => {
    const leaky = functionProto({
      name: 'Leaky',
      domain: 'own',
      input: ['a', 'unused'],
      output: ['b'],
      attributeProto: [attribute.float('slope', 0.25)],
      node: [node('LeakyRelu', ['a'], ['b'], [attribute.reference('alpha', 'slope', 'float')])],
      opsetImport: [{ domain: '', version: 21 }],
    })
    const graph = graphProto({
      input: [valueInfo('x', 'float32', [2])],
      output: [valueInfo('y', 'float32'), valueInfo('z', 'float32')],
      node: [
        node('Leaky', ['x'], ['y'], [], 'own'),
        node('Leaky', ['x'], ['z'], [attribute.float('slope', 0.5)], 'own'),
      ],
    })
    const bytes = modelBytes(graph, 21, {
      functions: [leaky],
      opsetImport: [
        { domain: '', version: 21 },
        { domain: 'own', version: 1 },
      ],
    })
    const x = f32([2], [-1, 2])
    const expected = await runTheirs(bytes, { x })
    const found = modelOf(bytes).apply({}, ours(x))
    for (const name of ['y', 'z']) expect(toArray(found[name])).toEqual(numbersOf(expected[name]))
  })
})

describe('elements as a model holds them', () => {
  const read = (proto: Partial<TensorProto>): unknown => {
    const bytes = modelBytes(
      graphProto({
        output: [valueInfo('y')],
        node: [node('Identity', ['w'], ['y'])],
        initializer: [{ ...tensorProto(f32([2], []), 'w'), ...proto }],
      }),
    )
    const { y } = modelOf(bytes).apply(modelOf(bytes).params, {})
    return [y.dtype, toArray(y)]
  }

  it('of 16 bits are float32', () => {
    expect(read({ dataType: 10, int32Data: [0x3c00, 0xc100] })).toEqual(['float32', [1, -2.5]])
    expect(read({ dataType: 10, rawData: Uint8Array.of(1, 0, 0, 0x7c) })).toEqual(['float32', [2 ** -24, Infinity]])
    expect(read({ dataType: 16, rawData: Uint8Array.of(0x80, 0x3f, 0x20, 0xc0) })).toEqual(['float32', [1, -2.5]])
  })

  it('that are whole numbers are int32, and those without bound the largest', () => {
    expect(read({ dataType: 2, rawData: Uint8Array.of(255, 1) })).toEqual(['int32', [255, 1]])
    expect(read({ dataType: 3, rawData: Uint8Array.of(255, 1) })).toEqual(['int32', [-1, 1]])
    expect(read({ dataType: 7, int64Data: [2 ** 62, -(2 ** 62)] })).toEqual(['int32', [2 ** 31 - 1, -(2 ** 31)]])
    expect(read({ dataType: 12, uint64Data: [3, 2 ** 31 - 1] })).toEqual(['int32', [3, 2 ** 31 - 1]])
  })

  it('that are truths are bool', () =>
    expect(read({ dataType: 9, rawData: Uint8Array.of(1, 0) })).toEqual(['bool', [true, false]]))
})

describe('a model with files beside it', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cotangent-onnx-'))
    await mkdir(join(folder, 'model'))
    const elements = new Uint8Array(new Float32Array([9, 1, 2, 3]).buffer)
    await writeFile(join(folder, 'model', 'weights.bin'), elements)
    await writeFile(join(folder, 'secret.bin'), elements)
    await symlink(join(folder, 'secret.bin'), join(folder, 'model', 'link.bin'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  const load = async (location: string, length = '12'): Promise<string> => {
    const proto = modelProto(
      graphProto({
        output: [valueInfo('y')],
        node: [node('Identity', ['w'], ['y'])],
        initializer: [
          {
            ...tensorProto(f32([3], []), 'w'),
            dataLocation: 1,
            externalData: [
              { key: 'location', value: location },
              { key: 'offset', value: '4' },
              { key: 'length', value: length },
            ],
          },
        ],
      }),
    )
    const path = join(folder, 'model', 'model.onnx')
    await writeFile(path, encode(modelSchema, proto))
    const read = await loadOnnx(path)()
    return E.isLeft(read) ? showOnnxError(read.left) : String(read.right.params.w)
  }

  it('has the elements of those', async () => expect(await load('weights.bin')).toBe('[1. 2. 3.]'))

  it('reads none that is not there, too short or outside of its folder, by whichever way', async () => {
    expect(await load('other.bin')).toBe('onnx: "w", in "other.bin": there is no such file')
    expect(await load('weights.bin', '16')).toBe(
      'onnx: "w", in "weights.bin": 16 bytes from 4 on reach past its end (16)',
    )
    expect(await load('weights.bin', 'all')).toBe(
      'onnx: "w": the length of its external data, "all", is no number of bytes',
    )
    for (const location of ['../secret.bin', join(folder, 'secret.bin'), 'link.bin', '', '.', 'a\\b'])
      expect(await load(location)).toBe(
        `onnx: "w", in ${JSON.stringify(location)}: this leads out of the folder of the model, and is not read`,
      )
  })

  it('that is not there is an error of the file', async () => {
    const read = await loadOnnx(join(folder, 'none.onnx'))()
    expect(E.isLeft(read) && read.left._tag).toBe('FileError')
  })
})
