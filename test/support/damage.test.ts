import { fromTypedArray } from 'cotangent'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { damaged, faultOfDecoding, faultOfTensors } from './damage.js'

const bytes = Uint8Array.from({ length: 300 }, (_, at) => at)

describe('damaged', () => {
  it('is the same for the same seed, another for most others, and leaves its argument alone', () => {
    const all = Array.from({ length: 500 }, (_, seed) => damaged(bytes, seed))
    expect(all.map((each) => [...each])).toEqual(all.map((_, seed) => [...damaged(bytes, seed)]))
    expect(new Set(all.map(String)).size).toBeGreaterThan(350)
    expect([...bytes]).toEqual(Array.from({ length: 300 }, (_, at) => at & 255))
  })

  it('makes shorter and longer files and those of the same length, and stands empty ones', () => {
    const lengths = Array.from({ length: 500 }, (_, seed) => damaged(bytes, seed).length)
    for (const kind of [Math.min(...lengths) < 64, Math.max(...lengths) > 300, lengths.includes(300)])
      expect(kind).toBe(true)
    for (let seed = 0; seed < 500; seed++) damaged(new Uint8Array(), seed)
  })
})

describe('the judgement of a decoder', () => {
  const sound = fromTypedArray(new Float64Array(3), [3])
  const left = (problem: string) => E.left({ _tag: 'FormatError', format: 'x', problem } as const)

  it.each([
    ['it reads', () => E.right(sound), undefined],
    ['it refuses', () => left('too short'), undefined],
    ['it refuses later', () => async () => left('too short'), undefined],
    ['it says nothing', () => left(`${undefined}`), /message/],
    ['it takes memory', () => E.right(new Uint8Array(2 ** 25)), /bytes/],
    ['it gives half a tensor', () => E.right({ a: [{ _tag: 'Constant', shape: [2], dtype: 'bool' }] }), /./],
    [
      'it writes',
      (given: Uint8Array) => {
        given[0] = 77
        return E.right(sound)
      },
      /changed/,
    ],
  ])('%s', async (_, decode, fault) => {
    const found = await faultOfDecoding<unknown>(decode, bytes.slice()).then(
      (each) => each.fault,
      (cause) => String(cause),
    )
    if (fault === undefined) expect(found).toBeUndefined()
    else expect(found).toMatch(fault)
  })

  it('waits no longer than it may', async () => {
    const slow = (): E.Either<never, number> => {
      const start = process.cpuUsage()
      while (process.cpuUsage(start).user < 50_000);
      return E.right(1)
    }
    expect((await faultOfDecoding(slow, bytes, { milliseconds: 20 })).fault).toMatch(/ms/)
  })

  it('lets what is thrown through', async () => {
    const failing = (): never => {
      throw new RangeError('no')
    }
    await expect(faultOfDecoding(failing, bytes)).rejects.toThrow('no')
  })

  it('looks at tensors wherever they are', () => {
    expect(faultOfTensors({ a: [sound], b: new Map([['c', sound]]), d: 'text', e: null })).toBeUndefined()
  })
})
