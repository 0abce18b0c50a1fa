import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAddress, writeAddress } from '../../../../examples/playground/app/address.js'
import { readCode, writeCode } from '../../../../examples/playground/check/address.js'
import { bytesOf, compressed, longestCode, uncompressed } from '../../../../examples/playground/check/compressed.js'
import { examples, firstExample } from '../../../../examples/playground/check/examples.js'

const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc
    .array(fc.constantFrom(...examples.map(({ code }) => code)), { minLength: 1, maxLength: 3 })
    .map((all) => all.join('\n')),
)

/** The code that is read where code was written, by way of the whole address. */
const there = async (code: string): Promise<string> =>
  readCode(readAddress(writeAddress({ view: 'check', state: await writeCode(code) })).state)

describe('the address of the check view', () => {
  it('means the code that it was written of', async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (code) => {
        expect(await there(code)).toBe(code)
      }),
    )
  })

  it('holds the longest code, and any character', async () => {
    const long = Array.from({ length: longestCode }, (_, index) =>
      String.fromCharCode(32 + ((index * 7919) % 9973)),
    ).join('')
    expect(await there(long)).toBe(long)
    expect(await there('\uFEFF∂ƒ/∂x = 𝒙² 🙂\u0000\r\n')).toBe('\uFEFF∂ƒ/∂x = 𝒙² 🙂\u0000\r\n')
    expect(await there('')).toBe('')
  })

  it('names examples', async () => {
    for (const { name, code } of examples) expect(String(await writeCode(code))).toBe(`example=${name}`)
  })

  it('takes letters alone', async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (code) => {
        expect(await compressed(code)).toMatch(/^[\w-]*$/)
      }),
    )
  })

  it('is read whatever it is', async () => {
    const words = fc.constantFrom('code', 'example', 'run')
    const states = fc.array(fc.tuple(words, fc.oneof(fc.string({ unit: 'binary' }), fc.base64String())))
    await fc.assert(
      fc.asyncProperty(states, async (pairs) => {
        expect(typeof (await readCode(new URLSearchParams(pairs.map(([a, b]) => [a, b]))))).toBe('string')
      }),
    )
    expect(await readCode(new URLSearchParams('example=none&code=%%'))).toBe(firstExample.code)
  })

  it('leaves a stream that does not end', async () => {
    let given = 0
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        given += 10
        controller.enqueue(new Uint8Array(10))
        if (given > 1000) controller.close()
      },
    })
    expect(await bytesOf(endless, 95)).toBeUndefined()
    expect(given).toBeLessThan(200)
  })

  it('unpacks no more than can be written', async () => {
    const bomb = await compressed('a'.repeat(10_000_000))
    expect(bomb.length).toBeLessThan(20_000)
    expect(await uncompressed(bomb)).toBeUndefined()
    expect(await uncompressed(await compressed('a'.repeat(longestCode + 1)))).toBeUndefined()
  })
})
