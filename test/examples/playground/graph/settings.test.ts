import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { presetNames } from '../../../../examples/playground/graph/presets.js'
import { curveNames, methods } from '../../../../examples/playground/graph/protocol.js'
import { ranges } from '../../../../examples/playground/graph/ranges.js'
import {
  defaults,
  type GraphSettings,
  leastExponent,
  longestCode,
  readSettings,
  type Settings,
  type SlopeSettings,
  shown,
  writeSettings,
} from '../../../../examples/playground/graph/settings.js'

const code = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 })

const settings: fc.Arbitrary<Settings> = fc.constantFrom(...curveNames).chain((curve) =>
  fc
    .record({
      of: fc.constantFrom<GraphSettings['of']>(...presetNames, 'own'),
      code,
      show: fc.constantFrom(...shown),
      step: fc.nat(9999),
      curve: fc.constant(curve),
      x: fc.double({ min: ranges[curve].from, max: ranges[curve].to, noNaN: true }).map((x) => x + 0),
      exponent: fc.double({ min: leastExponent, max: 0, noNaN: true }).map((x) => x + 0),
      method: fc.constantFrom(...methods),
    })
    .map(({ of, code, show, step, curve, x, exponent, method }) => ({
      graph: { of, code: of === 'own' ? code : '', show, step },
      slope: { curve, x, exponent, method },
    })),
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
          fc.array(fc.nat(0xffff)).map((codes) => String.fromCharCode(...codes)),
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
          const { curve, exponent, x } = found.slope
          const { from, to } = ranges[curve]
          expect(x >= from && x <= to).toBe(true)
          expect(exponent >= leastExponent && exponent <= 0).toBe(true)
          expect(Number.isInteger(found.graph.step) && found.graph.step >= 0).toBe(true)
          const again = readSettings(new URLSearchParams(writeSettings(found).toString()))
          // Zeros of either sign are one place.
          expect(JSON.stringify(again)).toBe(JSON.stringify(found))
        },
      ),
    ))

  it('is empty where all is as usual', () => {
    const usual = readSettings(new URLSearchParams())
    expect({ ...usual.graph, ...usual.slope }).toEqual(defaults)
    expect(writeSettings(usual).toString()).toBe('')
  })

  it.each<[string, Partial<GraphSettings & SlopeSettings>]>([
    ['x=9', { x: 4 }],
    ['curve=sqrt&x=-1', { curve: 'sqrt', x: 0 }],
    ['epsilon=-99', { exponent: -16 }],
    ['step=2.9', { step: 2 }],
    ['of=own', { of: 'product' }],
    ['code=1', { code: '' }],
    // Half a letter is none.
    [`of=own&code=${'a'.repeat(longestCode - 1)}😀`, { of: 'own', code: 'a'.repeat(longestCode - 1) }],
    [`of=own&code=${'a'.repeat(longestCode + 1)}`, { of: 'own', code: 'a'.repeat(longestCode) }],
  ])('is held to what there is: %s', (text, part) => {
    const { graph, slope } = readSettings(new URLSearchParams(text))
    expect({ ...graph, ...slope }).toEqual({ ...defaults, ...part })
  })
})
