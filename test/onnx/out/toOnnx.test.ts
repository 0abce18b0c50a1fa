import { item, matmul, mul, NotConcrete, ones, type Tensor, tensor, zeros } from 'cotangent'
import { toOnnx, toOnnxWith } from 'cotangent/onnx'
import { describe, expect, it } from 'vitest'
import { decode, type ModelProto, modelSchema } from '../../../src/engine/onnx/index.js'

const read = (bytes: Uint8Array): ModelProto => decode(modelSchema, bytes)

type Params = { readonly w: Tensor<[3, 2]> }
const layer = ({ w }: Params, x: Tensor<[4, 3]>) => ({ y: matmul(x, w), same: x })
const params = { w: ones([3, 2]) }
const x = zeros([4, 3])

const namesIn = (model: ModelProto) => ({
  inputs: model.graph?.input.map(({ name }) => name),
  outputs: model.graph?.output.map(({ name }) => name),
  stored: model.graph?.initializer.map(({ name }) => name),
})

describe('a function as a model', () => {
  it('has inputs and outputs named after their places in the trees', () => {
    const model = read(toOnnx(layer, params, x))
    expect(namesIn(model)).toEqual({ inputs: ['input0_w', 'input1'], outputs: ['output_same', 'output_y'], stored: [] })
    expect(model.graph?.input.map(({ docString }) => docString)).toEqual([
      'input0.w: float64[3, 2]',
      'input1: float64[4, 3]',
    ])
    expect(model.graph?.output[1]).toEqual({
      name: 'output_y',
      docString: 'output.y: float64[4, 2]',
      type: { tensorType: { elemType: 11, shape: { dim: [{ dimValue: 4 }, { dimValue: 2 }] } } },
    })
    expect(model.graph?.name).toBe('layer')
    expect(model.opsetImport).toEqual([{ domain: '', version: 22 }])
  })

  it('has the names it is given, and holds the arguments that are to be stored', () => {
    const options = { inputs: ['params', 'x'], output: 'of', stored: [0], name: 'net', docString: 'A layer.' }
    const model = read(toOnnxWith({ ...options, metadata: { epoch: '3' } })(layer, params, x))
    expect(namesIn(model)).toEqual({ inputs: ['x'], outputs: ['of_same', 'of_y'], stored: ['params_w'] })
    expect(model.graph?.name).toBe('net')
    expect(model.docString).toBe('A layer.')
    expect(model.metadataProps).toEqual([{ key: 'epoch', value: '3' }])
    expect(model.graph?.initializer[0].docString).toBe('params.w: float64[3, 2]')
  })

  it('holds what the function closes over', () => {
    const w = tensor([
      [1.5, 2],
      [3, 4],
      [5, 6],
    ])
    const model = read(toOnnx((x: Tensor<[4, 3]>) => matmul(x, w), x))
    const [stored] = model.graph?.initializer ?? []
    expect(stored.dims).toEqual([3, 2])
    const { rawData = new Uint8Array() } = stored
    expect(Array.from(new Float64Array(rawData.slice().buffer))).toEqual([1.5, 2, 3, 4, 5, 6])
  })

  it.each([
    [{ inputs: ['x'] }, 'the names of the inputs are ["x"]. Give 2, one for each argument'],
    [{ stored: [2] }, 'there is no argument 2 to store. Arguments go from 0 to 1'],
    [null as never, 'the options are null, not a record'],
    [{ stored: 0 as never }, 'stored is 0. Use a list of positions of arguments, such as [0]'],
    [{ output: 3 as never }, 'output is 3. Use a string'],
    [{ name: 3 as never }, 'name is 3. Use a string'],
    [{ docString: 3 as never }, 'docString is 3. Use a string'],
    [{ metadata: 'x' as never }, 'metadata is "x". Use a record of strings'],
    [{ metadata: { epoch: 3 as never } }, 'metadata is Object. Use a record of strings'],
  ])('refuses options %j', (options, message) => {
    expect(() => toOnnxWith(options)(layer, params, x)).toThrow(message)
  })

  it('refuses a function of which nothing comes', () => {
    expect(() => toOnnx(() => ({}))).toThrow('toOnnx: the function gives no tensor')
  })

  it('refuses what is no function, and functions that read values', () => {
    expect(() => (toOnnx as (...given: unknown[]) => unknown)(3, x)).toThrow('toOnnx: 3 is no function')
    expect(() => toOnnx((a: Tensor<[]>) => mul(a, Number(item(a))), tensor(2))).toThrow(NotConcrete)
  })
})
