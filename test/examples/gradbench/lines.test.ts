import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linesOf } from '../../../examples/gradbench/lines.js'

const encoder = new TextEncoder()

async function* from(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks
}

const read = async (chunks: Iterable<Uint8Array>): Promise<readonly string[]> => {
  const lines: string[] = []
  for await (const line of linesOf(from(chunks))) lines.push(new TextDecoder().decode(line))
  return lines
}

/** Bytes cut at some places. */
const cut = (bytes: Uint8Array, places: readonly number[]): readonly Uint8Array[] => {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b)
  return ends.map((end, index) => bytes.subarray(index === 0 ? 0 : ends[index - 1], end))
}

const texts = fc.array(fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', '\u2028')))

describe('lines', () => {
  it('are what stands between ends of lines, wherever the stream is cut', () =>
    fc.assert(
      fc.asyncProperty(texts, fc.array(fc.nat()), async (lines, places) => {
        const bytes = encoder.encode(lines.map((line) => `${line}\n`).join(''))
        expect(await read(cut(bytes, places))).toEqual(lines)
      }),
    ))

  it('may lack the last end', async () => expect(await read([encoder.encode('one\ntwo')])).toEqual(['one', 'two']))

  it('may be long', async () => {
    const chunk = encoder.encode('0123456789abcdef'.repeat(4096))
    const [line, rest] = await read([...Array.from({ length: 500 }, () => chunk), encoder.encode('\n{}')])
    expect([line.length, rest]).toEqual([500 * 65_536, '{}'])
  })
})
