import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ArgumentError, exp, ones } from 'cotangent'
import { fromOnnx, loadOnnx, showOnnxError, toOnnx } from 'cotangent/onnx'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'

describe('reading a model', () => {
  it.each([
    [new ArrayBuffer(8), {}, 'fromOnnx: the model (ArrayBuffer) is no Uint8Array. Give it the bytes of a file'],
    ['model.onnx', {}, 'fromOnnx: the model (string) is no Uint8Array'],
    [new Uint8Array(), null, 'the options are null, not a record'],
    [new Uint8Array(), { parameters: ['w'] }, 'parameters is ["w"]. Use a function'],
    [new Uint8Array(), { external: { w: 'w.data' } }, 'external is Object. Use a record of Uint8Arrays'],
    [new Uint8Array(), { external: null }, 'external is null. Use a record of Uint8Arrays'],
    [new Uint8Array(), { maxElements: Number.NaN }, 'maxElements is NaN. Use a whole number from 1 on'],
  ])('refuses %s with %j', (bytes, options, message) => {
    expect(() => fromOnnx(bytes as never, options as never)).toThrow(ArgumentError)
    expect(() => fromOnnx(bytes as never, options as never)).toThrow(message)
  })

  it('says what to give for a file that is larger than allowed', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'cotangent-')), 'exp.onnx')
    await writeFile(path, toOnnx(exp, ones([3])))
    const read = await loadOnnx(path, { maxBytes: 10 })()
    expect(isLeft(read) && showOnnxError(read.left)).toMatch(/more than 10; loadOnnx takes a larger maxBytes$/)
  })

  it('refuses the same options from a file', () => {
    expect(() => loadOnnx('model.onnx', { maxElements: 0 })).toThrow('loadOnnx: maxElements is 0')
  })
})
