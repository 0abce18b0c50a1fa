import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { arange, astype, type Dims, remainder, reshape, type Tensor } from 'cotangent'
import { type Image, writeIdx, writePng } from 'cotangent/data'
import h5wasm from 'h5wasm/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { main } from '../../examples/command.js'
import { right } from '../support/data.js'

// The lessons that read files, as commands on small files.

const folder = mkdtempSync(join(tmpdir(), 'lesson-files-'))
afterAll(() => rmSync(folder, { recursive: true }))

const lesson = async (...args: readonly string[]) => {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await main(args, { out: (text) => out.push(text), err: (text) => err.push(text), watched: false })
  return { code, out: out.join(''), err: err.join('') }
}

/** Bytes that repeat after 251 of them. */
const bytes = (...shape: readonly number[]): Tensor<Dims, 'int32'> => {
  const count = shape.reduce((product, extent) => product * extent, 1)
  return reshape(remainder(astype(arange(count), 'int32'), 251), shape) as Tensor<Dims, 'int32'>
}

const labels = (count: number): Tensor<Dims, 'int32'> =>
  remainder(astype(arange(count), 'int32'), 10) as Tensor<Dims, 'int32'>

const file = (name: string): string => join(folder, name)

const writePictures = (h5: typeof h5wasm, part: 'train' | 'test', count: number): void => {
  const album = new h5.File(file(`${part}_catvnoncat.h5`), 'w')
  const pixels = Uint8Array.from({ length: count * 192 }, (_, at) => (at * 7 + Math.floor(at / 192) * 50) % 256)
  album.create_dataset({ name: `${part}_set_x`, data: pixels, shape: [count, 8, 8, 3] })
  const shown = BigInt64Array.from({ length: count }, (_, at) => BigInt(at % 2))
  album.create_dataset({ name: `${part}_set_y`, data: shown, shape: [count] })
  album.create_dataset({ name: 'list_classes', data: ['non-cat', 'cat'] })
  album.close()
}

beforeAll(async () => {
  right(await writeIdx(file('images.idx.gz'), bytes(60, 6, 5), { elements: 'uint8' })())
  right(await writeIdx(file('labels.idx'), labels(60), { elements: 'uint8' })())
  right(await writeIdx(file('few.idx'), labels(59), { elements: 'uint8' })())
  right(await writeIdx(file('letters.idx'), bytes(60), { elements: 'uint8' })())
  right(await writeIdx(file('flat.idx'), bytes(60, 30), { elements: 'uint8' })())
  writeFileSync(file('cut.idx'), readFileSync(file('labels.idx')).subarray(0, 40))
  await h5wasm.ready
  writePictures(h5wasm, 'train', 12)
  writePictures(h5wasm, 'test', 5)
  right(await writePng(file('own.png'), bytes(20, 16, 3) as Image)())
  writeFileSync(file('text.png'), 'this is no picture')
})

const digits = ['mnist', '--images', file('images.idx.gz'), '--labels', file('labels.idx')] as const
const quickly = ['--hidden', '5', '--iterations', '4', '--every', '2', '--stable-hidden', '4', '--stable-epochs', '2']
const small = [...digits, ...quickly, '--stable-batch', '10', '--shift', '1']
const pictures = [
  'deep',
  '--data',
  folder,
  '--hidden',
  '4,3',
  '--activations',
  'tanh',
  '--iterations',
  '6',
  '--every',
  '2',
]
const shown = [...pictures, '--example', '2']

describe('digits of any pair of IDX files', () => {
  it('are learnt, and the figures and plots are written', async () => {
    const json = file('mnist.json')
    const { code, out, err } = await lesson(...small, '--split', '40', '--json', json, '--plots', file('plots'))
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/5 sigmoid nodes: 4 steps over all 40 digits, rate 1, gradient by-hand/)
    expect(out).toMatch(/accuracy +0\.\d\d +20\n/)
    expect(out).not.toMatch(/undefined|DIFFERENT/)
    for (const line of out.split('\n')) expect(line).toBe(line.trimEnd())
    const { figures } = JSON.parse(readFileSync(json, 'utf8'))
    expect(figures.lesson.costs).toHaveLength(2)
    expect(figures.lesson.scores.predictions).toHaveLength(20)
    for (const name of ['costs', 'confusion', 'digits', 'weights'])
      for (const part of ['lesson', 'stable']) {
        const drawn = file(join('plots', `mnist-${part}-${name}`))
        expect(readFileSync(`${drawn}.svg`, 'utf8')).toMatch(/^<svg/)
        expect(readFileSync(`${drawn}.png`).subarray(1, 4).toString()).toBe('PNG')
      }
  })

  it('are split four to one where nothing is said', async () => {
    expect((await lesson(...small)).out).toMatch(/over all 48 digits(.|\n)*of 12 digits held out/)
  })

  it('are learnt by the automatic gradient alike', async () => {
    const [byHand, automatic] = [await lesson(...small), await lesson(...small, '--gradient', 'automatic')]
    const costs = (text: string): readonly string[] => text.split('\n').slice(1, 5)
    expect(costs(automatic.out)).toEqual(costs(byHand.out))
  })

  it('are learnt from checkpoints on, with the same figures', async () => {
    const kept = [...small, '--checkpoint', file('kept')]
    const whole = await lesson(...small)
    await lesson(...kept, '--iterations', '2')
    expect(existsSync(file('kept/lesson/checkpoint-0000000000000002.safetensors'))).toBe(true)
    expect(await lesson(...kept)).toEqual(whole)
    const other = await lesson(...kept, '--seed', '5')
    expect([other.code, other.out]).toEqual([2, ''])
    expect(other.err).toMatch(/^error: .*kept.lesson: the checkpoints there are of another training\n$/)
  })

  it.each<[string, readonly string[], RegExp]>([
    ['no such folder', ['mnist', '--data', file('nowhere')], /nowhere.*t10k-images-idx3-ubyte\.gz: /],
    ['no such file', [...digits, '--labels', file('none.idx')], /none\.idx: /],
    ['images without labels', ['mnist', '--images', file('images.idx.gz')], /--images and --labels go together/],
    [
      'too few labels',
      [...digits, '--labels', file('few.idx')],
      /few\.idx.*labels of shape \[59\] do not fit 60 images/,
    ],
    ['labels that are no digits', [...digits, '--labels', file('letters.idx')], /letters\.idx.*no digits/],
    ['images without height', [...digits, '--images', file('flat.idx')], /flat\.idx.*2 axes, not 3/],
    ['a file that is cut off', [...digits, '--labels', file('cut.idx')], /cut\.idx/],
    ['a split that leaves none', [...digits, '--split', '60'], /of 60 images none are left/],
  ])('%s: exit code 2 and a sentence', async (_, args, message) => {
    const { code, out, err } = await lesson(...args)
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(message)
    expect(err).toMatch(/^error: [^\n]*\n$/)
  })
})

describe('pictures in HDF5 files', () => {
  it('are told apart, and the figures and plots are written', async () => {
    const json = file('deep.json')
    const own = ['--image', file('own.png'), '--json', json, '--plots', file('plots')]
    const { code, out, err } = await lesson(...shown, ...own)
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/Layers of 4 tanh, 3 tanh, 1 sigmoid over 192 values: 6 steps, rate 0\.0075, float64/)
    expect(out).toMatch(/WRONG in the lesson: tanh_backward/)
    expect(out).toMatch(/test picture 2 +non-cat +0\.\d+ +(non-)?cat/)
    expect(out).toMatch(/own\.png +\? +0\.\d+ +(non-)?cat/)
    expect(out).not.toMatch(/undefined|DIFFERENT/)
    const { figures } = JSON.parse(readFileSync(json, 'utf8'))
    expect(figures.training.automatic.costs).toHaveLength(3)
    expect(figures.picture.probability).toBeGreaterThan(0)
    for (const name of ['costs', 'example', 'tested', 'weights', 'picture']) {
      const drawn = file(join('plots', `deep-${name}`))
      expect(readFileSync(`${drawn}.svg`, 'utf8')).toMatch(/^<svg/)
      expect(readFileSync(`${drawn}.png`).subarray(1, 4).toString()).toBe('PNG')
    }
  })

  it('are computed in float32 too', async () => {
    const { code, out } = await lesson(...shown, '--dtype', 'float32', '--activations', 'relu,leaky_relu')
    expect(code).toBe(0)
    expect(out).toMatch(/4 relu, 3 leaky_relu, 1 sigmoid .* float32/)
  })

  it.each<[string, readonly string[], RegExp]>([
    ['no such file', [...shown, '--data', join(folder, 'plots')], /train_catvnoncat\.h5: /],
    ['no such picture', [...shown, '--image', file('none.png')], /none\.png: /],
    ['a picture that is none', [...shown, '--image', file('text.png')], /text\.png/],
    ['a test picture that is not there', [...pictures, '--example', '5'], /no test picture 5, but 5 from 0 on/],
    ['too many activations', [...shown, '--activations', 'relu,relu,relu'], /3 activations for 2 hidden layers/],
    [
      'an activation that there is none of',
      [...shown, '--activations', 'gelu'],
      /one of sigmoid, relu, leaky_relu, tanh/,
    ],
    ['a layer of no nodes', [...shown, '--hidden', '4,0'], /whole number from 1/],
    ['another dtype', [...shown, '--dtype', 'float16'], /Allowed choices are float64, float32/],
  ])('%s: exit code 2 and a sentence', async (_, args, message) => {
    const { code, out, err } = await lesson(...args)
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(message)
    expect(err).toMatch(/^error: [^\n]*\n$/)
  })
})
