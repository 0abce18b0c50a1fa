import { describe, expect, it } from 'vitest'
import { allocate } from '../../src/tensor/allocate.js'
import { bytesOf, dtypeOf, dtypes, isFloat, unitRoundoff } from '../../src/tensor/dtype.js'

describe('dtypes', () => {
  it.each(dtypes)('%s has arrays of its own, zeroed', (dtype) => {
    const data = allocate(dtype, 3)
    expect(dtypeOf(data)).toBe(dtype)
    expect(data.BYTES_PER_ELEMENT).toBe(bytesOf(dtype))
    expect(Array.from(data)).toEqual([0, 0, 0])
  })

  it('of other arrays there are none', () => {
    for (const data of [
      new Int8Array(1),
      new Uint32Array(1),
      new Uint8ClampedArray(1),
      new DataView(new ArrayBuffer(1)),
    ])
      expect(dtypeOf(data)).toBeUndefined()
  })

  it('the floats are those with derivatives, and round by a known unit', () => {
    expect(dtypes.filter(isFloat)).toEqual(['float64', 'float32'])
    expect(1 + unitRoundoff('float64')).toBe(1)
    expect(1 + 2.0001 * unitRoundoff('float64')).toBeGreaterThan(1)
    expect(Math.fround(1 + unitRoundoff('float32'))).toBe(1)
    expect(Math.fround(1 + 1.0001 * unitRoundoff('float32'))).toBeGreaterThan(1)
  })
})
