import { ArgumentError } from 'cotangent'
import { fromOnnx, loadOnnx } from 'cotangent/onnx'
import { describe, expect, it } from 'vitest'

describe('reading a model', () => {
  it.each([
    [new ArrayBuffer(8), {}, 'fromOnnx: the model (ArrayBuffer) is no Uint8Array. Give it the bytes of a file'],
    ['model.onnx', {}, 'fromOnnx: the model (string) is no Uint8Array'],
    [new Uint8Array(), null, 'the options are null. Use an object'],
    [new Uint8Array(), { parameters: ['w'] }, 'parameters is ["w"]. Use a function'],
    [new Uint8Array(), { external: { w: 'w.data' } }, 'external is Object. Use a record of Uint8Arrays'],
    [new Uint8Array(), { external: null }, 'external is null. Use a record of Uint8Arrays'],
    [new Uint8Array(), { maxElements: Number.NaN }, 'maxElements is NaN. Use a whole number from 1 on'],
  ])('refuses %s with %j', (bytes, options, message) => {
    expect(() => fromOnnx(bytes as never, options as never)).toThrow(ArgumentError)
    expect(() => fromOnnx(bytes as never, options as never)).toThrow(message)
  })

  it('refuses the same options from a file', () => {
    expect(() => loadOnnx('model.onnx', { maxElements: 0 })).toThrow('loadOnnx: maxElements is 0')
  })
})
