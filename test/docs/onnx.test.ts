import { describe, expect, it } from 'vitest'
import { foreignLimits, onnxDocument, onnxRows } from '../reports/onnx.js'
import { readSource } from '../support/sources.js'

describe('the table of operators of ONNX', () => {
  it('is what the operators and their tests say (make it anew by `npm run onnx`)', () =>
    expect(readSource('docs/onnx-operators.md').text).toBe(onnxDocument()))

  it('has tests of every operator', () => expect(onnxRows.filter(([, tests]) => tests === '')).toEqual([]))

  it('tells no limits of operators that are not there', () => expect(foreignLimits).toEqual([]))
})
