import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { arange, matmul, mul, ones, reshape, type Tensor, toTypedArray, zeros } from 'cotangent'
import { saveOnnx } from 'cotangent/onnx'
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node'
import { describe, expect, it } from 'vitest'
import { decode, modelSchema } from '../../../src/engine/onnx/index.js'

const w = reshape(arange(40 * 30), [40, 30])
const x = ones([2, 40])
const layer = (given: Tensor<[2, 40]>) => matmul(given, w)

const inFolder = async (): Promise<string> => join(await mkdtemp(join(tmpdir(), 'cotangent-')), 'layer.onnx')

const ask = async (path: string): Promise<readonly number[]> => {
  const session = await InferenceSession.create(path)
  const { output } = await session.run({ input: new OrtTensor('float64', toTypedArray(x), [2, 40]) })
  await session.release()
  return Array.from(output.data as Float64Array)
}

const expected = Array.from(toTypedArray(layer(x)))

describe('a model in a file', () => {
  it('runs from there', async () => {
    const path = await inFolder()
    expect(await saveOnnx(path)(layer, x)()).toEqual({ _tag: 'Right', right: undefined })
    expect(await ask(path)).toEqual(expected)
    expect(await readdir(join(path, '..'))).toEqual(['layer.onnx'])
  })

  it('may have its constants in another one, at pages of their own', async () => {
    const path = await inFolder()
    const options = { external: true, inputs: ['w', 'input'], stored: [0] } as const
    const both = (a: Tensor<[40, 30]>, b: Tensor<[2, 40]>) => matmul(b, a)
    expect((await saveOnnx(path, options)(both, w, x)())._tag).toBe('Right')
    expect(await ask(path)).toEqual(expected)
    const { graph } = decode(modelSchema, await readFile(path))
    const [stored] = graph?.initializer ?? []
    expect(stored.dataLocation).toBe(1)
    expect(stored.rawData).toBeUndefined()
    const entries = Object.fromEntries(stored.externalData.map(({ key, value }) => [key, value]))
    expect(entries).toMatchObject({ offset: '0', length: `${40 * 30 * 8}` })
    expect((await readdir(join(path, '..'))).sort()).toEqual(['layer.onnx', entries.location])
  })

  it('takes the place of an earlier one with all that belonged to it, and of nothing else', async () => {
    const path = await inFolder()
    const other = join(path, '..', 'layer.onnx.notes.data')
    await writeFile(other, 'notes')
    const sized = (scale: number) =>
      saveOnnx(path, { external: true })((a: Tensor<[2, 40]>) => matmul(a, zerosBut(scale)), x)
    const zerosBut = (scale: number) => reshape(arange(0, 40 * 30 * scale, scale), [40, 30])
    await sized(1)()
    const first = await readdir(join(path, '..'))
    await sized(2)()
    const second = await readdir(join(path, '..'))
    expect(first).toHaveLength(3)
    expect(second).toHaveLength(3)
    expect(second).not.toEqual(first)
    expect(second).toContain('layer.onnx.notes.data')
    expect(await ask(path)).toEqual(expected.map((each) => 2 * each))
  })

  it('leaves no file of constants where it has none', async () => {
    const path = await inFolder()
    const files = () => readdir(join(path, '..'))
    await saveOnnx(path, { external: true })(layer, x)()
    expect(await files()).toHaveLength(2)
    await saveOnnx(path)(layer, x)()
    expect(await files()).toEqual(['layer.onnx'])
    expect(await ask(path)).toEqual(expected)
    await saveOnnx(path, { external: true })((a: Tensor<[2, 40]>) => mul(a, 2), x)()
    expect(await files()).toEqual(['layer.onnx'])
  })

  it('refuses to be told otherwise than by a boolean', () => {
    const external = 'yes' as never
    expect(() => saveOnnx('layer.onnx', { external })(layer, x)).toThrow('saveOnnx: external is "yes". Use a boolean')
  })

  it('is a SystemError where the system refuses', async () => {
    const saved = await saveOnnx('/no/such/folder/model.onnx')(layer, zeros([2, 40]))()
    expect(saved).toMatchObject({ _tag: 'Left', left: { _tag: 'SystemError' } })
  })
})
