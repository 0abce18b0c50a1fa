import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { presetNames } from '../../../../examples/playground/graph/presets.js'
import { curveNames, methods } from '../../../../examples/playground/graph/protocol.js'
import { ranges } from '../../../../examples/playground/graph/ranges.js'
import {
  defaults,
  leastExponent,
  longestCode,
  readSettings,
  type Settings,
  shown,
  writeSettings,
} from '../../../../examples/playground/graph/settings.js'

const code = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 })

const settings: fc.Arbitrary<Settings> = fc.constantFrom(...curveNames).chain((curve) =>
  fc
    .record({
      of: fc.constantFrom<Settings['of']>(...presetNames, 'own'),
      code,
      show: fc.constantFrom(...shown),
      step: fc.nat(9999),
      curve: fc.constant(curve),
      x: fc.double({ min: ranges[curve].from, max: ranges[curve].to, noNaN: true }).map((x) => x + 0),
      exponent: fc.double({ min: leastExponent, max: 0, noNaN: true }).map((x) => x + 0),
      method: fc.constantFrom(...methods),
    })
    .map((each) => (each.of === 'own' ? each : { ...each, code: '' })),
)

describe("the graph view's address", () => {
  it('is read as it was written', () =>
    fc.assert(
      fc.property(settings, (each) => {
        const text = writeSettings(each).toString()
        expect(readSettings(new URLSearchParams(text))).toEqual(each)
      }),
    ))

  it('may be any text: what comes of it is in its ranges, and is written as it is', () =>
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc
            .array(
              fc.tuple(
                fc.constantFrom('of', 'code', 'show', 'step', 'curve', 'x', 'epsilon', 'method'),
                fc.oneof(
                  fc.string(),
                  fc.double().map(String),
                  fc.constantFrom('own', 'abs', '1e999', '-0', ' ', 'NaN'),
                ),
              ),
            )
            .map((pairs) => new URLSearchParams(pairs as [string, string][]).toString()),
        ),
        (text) => {
          const found = readSettings(new URLSearchParams(text))
          const { from, to } = ranges[found.curve]
          expect(found.x >= from && found.x <= to).toBe(true)
          expect(found.exponent >= leastExponent && found.exponent <= 0).toBe(true)
          expect(Number.isInteger(found.step) && found.step >= 0).toBe(true)
          const again = readSettings(new URLSearchParams(writeSettings(found).toString()))
          // Zeros of either sign are one place.
          expect(JSON.stringify(again)).toBe(JSON.stringify(found))
        },
      ),
    ))

  it('is empty where all is as usual', () => {
    expect(writeSettings(defaults).toString()).toBe('')
    expect(readSettings(new URLSearchParams())).toEqual(defaults)
  })

  it.each<[string, Partial<Settings>]>([
    ['x=9', { x: 4 }],
    ['curve=sqrt&x=-1', { curve: 'sqrt', x: 0 }],
    ['epsilon=-99', { exponent: -16 }],
    ['step=2.9', { step: 2 }],
    ['of=own', { of: 'product' }],
    ['code=1', { code: '' }],
    [`of=own&code=${'a'.repeat(longestCode + 1)}`, { of: 'own', code: 'a'.repeat(longestCode) }],
  ])('is held to what there is: %s', (text, part) =>
    expect(readSettings(new URLSearchParams(text))).toEqual({ ...defaults, ...part }),
  )
})
