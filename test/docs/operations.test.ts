import { describe, expect, it } from 'vitest'
import { add, cos, customJvp, mul, sin, type Tensor } from '../../src/index.js'
import { domain, type OperationCase } from '../laws/operations/cases.js'
import { rowsOf } from '../reports/markdown.js'
import {
  lawCells,
  operationNames,
  operationRow,
  operationsDocument,
  referenceCell,
  toldBy,
} from '../reports/operations.js'
import { readSource } from '../support/sources.js'

const { text } = readSource('docs/operations.md')
type Vector = Tensor<[2], 'float64'>

const remedy = 'make docs/operations.md anew by `npm run operations`'

describe('the table of operations', () => {
  it('has a row for every public operation, with all its reference cases', () =>
    expect(toldBy(text), remedy).toEqual(operationNames.map((name) => [name, referenceCell(name)])))

  it('tells of no broken law', () => expect(rowsOf(text).filter((row) => row.includes('✗'))).toEqual([]))

  it('is read as it is written', () => {
    const row = operationRow('argmax', () => undefined)
    expect(rowsOf(operationsDocument([row]))).toEqual([row])
    expect(row.slice(2, 8)).toEqual(['✓', '', '', '', '✓', '✓'])
  })

  it('tells of laws that a wrong operation breaks, and why', () => {
    // Its tangent is a thousandth too large.
    const wrong = customJvp(
      (x: Vector): Vector => sin(x),
      ([x], [dx]) => mul(dx, add(cos(x), 0.001)),
    )
    const cases: readonly OperationCase[] = [{ name: 'wrong', f: (x) => [wrong(x as Vector)], domains: [domain([2])] }]
    const told: string[] = []
    expect(lawCells(cases, (fault) => told.push(fault))).toEqual(['✓', '✗', '✓', '✓', '✓', '✓'])
    expect(told[0]).toContain('has the derivative that forward differences show')
  })
})
