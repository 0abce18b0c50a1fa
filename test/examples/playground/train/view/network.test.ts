import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DrawnLayer } from '../../../../../examples/playground/train/protocol.js'
import { noHistory } from '../../../../../examples/playground/train/view/history.js'
import {
  bundlesOf,
  columnsOf,
  lineLimit,
  strengths,
  unitAt,
  unitMoved,
  unitsOf,
} from '../../../../../examples/playground/train/view/network.js'
import { columnName, unitNames, unitText } from '../../../../../examples/playground/train/view/weightsText.js'
import { layer, pictureAt, readyAt } from './frames.js'

const units = fc.integer({ min: 1, max: 32 })

/** A layer with weights of any size, none among them. */
const layers: fc.Arbitrary<DrawnLayer> = fc.tuple(units, units).chain(([inputs, outputs]) =>
  fc.record({
    inputs: fc.constant(inputs),
    outputs: fc.constant(outputs),
    weights: fc
      .array(fc.integer({ min: -1000, max: 1000 }), { minLength: inputs * outputs, maxLength: inputs * outputs })
      .map((weights) => Float32Array.from(weights, (each) => each / 100)),
    bias: fc.constant(new Float32Array(outputs)),
  }),
)

const bundles = (each: DrawnLayer) => {
  const [from, to] = unitsOf(columnsOf([each]), 300, 200)
  return bundlesOf(each, from, to)
}

describe('the drawn network', () => {
  it('has its columns from left to right, and its units evenly in their height', () => {
    const [inputs, hidden, outputs] = unitsOf([2, 3, 1], 348, 120)
    expect(inputs.map(({ x, y }) => [x, y])).toEqual([[24, 30], [24, 90]]) // biome-ignore format: pairs
    expect(hidden.map(({ x, y }) => [x, y])).toEqual([[174, 20], [174, 60], [174, 100]]) // biome-ignore format: pairs
    expect(outputs.map(({ x, y }) => [x, y])).toEqual([[324, 60]])
  })

  it('has a line for every weight that can be seen, of its sign, between its units', () => {
    const found = bundles({ ...layer, weights: Float32Array.of(0.5, -1, 0, 2) })
    const lines = found.map(({ negative, strength, lines: each }) => [negative, strength, ...each])
    const [left, right, upper, lower] = [24, 276, 50, 150]
    expect(lines).toEqual([
      [false, 2, left, upper, right, upper],
      [false, 4, left, lower, right, lower],
      [true, 3, left, upper, right, lower],
    ])
  })

  it('has the strongest lines of those that there is no room for', () => {
    fc.assert(
      fc.property(layers, (each) => {
        const found = bundles(each)
        const count = found.reduce((sum, { lines }) => sum + lines.length / 4, 0)
        const sizes = [...each.weights].map(Math.abs).sort((left, right) => right - left)
        const visible = sizes.filter((size) => size > 0 && size >= sizes[0] / 32)
        // Weights of one size are drawn or left out together.
        const least = visible[Math.min(lineLimit, visible.length) - 1]
        expect(count).toBe(visible.filter((size) => size >= least).length)
        for (const { strength } of found) expect(strength).toBeLessThanOrEqual(strengths)
      }),
      { numRuns: 50 },
    )
  })

  it('has no lines for weights that are no numbers', () => {
    expect(bundles({ ...layer, weights: new Float32Array(4).fill(Number.NaN) })).toEqual([])
    expect(bundles({ ...layer, weights: new Float32Array(4) })).toEqual([])
    const astray = bundles({ ...layer, weights: Float32Array.of(Number.POSITIVE_INFINITY, -1, Number.NaN, 0.5) })
    expect(astray.map(({ negative, strength }) => [negative, strength])).toEqual([
      [false, 3],
      [true, 4],
    ])
  })

  it('tells which unit is pointed at, and which one a key leads to', () => {
    const drawn = unitsOf([2, 3, 1], 348, 120)
    expect(unitAt(drawn, 178, 64, 16)).toMatchObject({ column: 1, row: 1 })
    expect(unitAt(drawn, 100, 60, 16)).toBeUndefined()
    expect(unitAt([], 0, 0, 16)).toBeUndefined()
    expect(unitMoved([2, 3, 1], { column: 1, row: 2 }, 'ArrowRight')).toEqual({ column: 2, row: 0 })
    expect(unitMoved([2, 3, 1], { column: 1, row: 2 }, 'ArrowUp')).toEqual({ column: 1, row: 1 })
    expect(unitMoved([2, 3, 1], { column: 1, row: 2 }, 'ArrowDown')).toEqual({ column: 1, row: 2 })
    expect(unitMoved([2, 3, 1], { column: 0, row: 1 }, 'ArrowLeft')).toEqual({ column: 0, row: 1 })
  })
})

describe('the numbers of a unit', () => {
  const wide: DrawnLayer = {
    inputs: 2,
    outputs: 5,
    weights: Float32Array.of(1, 2, 3, 4, 5, -6, -7, -8, -9, -10),
    bias: Float32Array.of(0, 0, 0.5, 0, 0),
  }
  const out: DrawnLayer = {
    inputs: 5,
    outputs: 2,
    weights: Float32Array.of(1, 0, -2, 0, 3, 0, -4, 0, 5, 0),
    bias: Float32Array.of(0.25, 0),
  }
  const scene = { ready: readyAt(0, 1), frame: pictureAt(0, [wide, out]), history: noHistory }

  it('are told from the strongest weight down, by the names of the units that they come from', () => {
    expect(unitText(scene, { column: 0, row: 1 })).toBe('Input width')
    expect(unitText(scene, { column: 1, row: 2 })).toBe(
      'Layer 1, unit 3: bias 0.50, −8.00 from width, 3.00 from length',
    )
    expect(unitText(scene, { column: 2, row: 0 })).toBe(
      'Output one: bias 0.25, 5.00 from unit 5, −4.00 from unit 4, 3.00 from unit 3, ...',
    )
  })

  it('are none where there is no such unit, since the model was changed', () => {
    expect(unitText(scene, { column: 5, row: 0 })).toBe('')
    expect(unitText({ ...scene, frame: undefined }, { column: 1, row: 0 })).toBe('')
    expect(unitText(scene, undefined)).toMatch(/^Point at a unit/)
  })

  it('have the names of features and classes at both ends', () => {
    expect([0, 1, 2].map((column) => unitNames(scene, column).slice(0, 2))).toEqual([
      ['length', 'width'],
      ['unit 1', 'unit 2'],
      ['one', 'other'],
    ])
    expect([0, 1, 2].map((column) => columnName(column, 3))).toEqual(['inputs', 'layer 1', 'outputs'])
  })
})
