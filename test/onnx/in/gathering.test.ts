import { describe, it } from 'vitest'
import { attribute, f32, f64, i64, type NodeCase } from './support/models.js'
import { expectAgreement } from './support/runtime.js'

const { int, string } = attribute
const rows = f32([3, 4], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
const blocks = f32([2, 2, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
const ties = { indices: i64([4], [0, 2, 0, -1]), updates: f32([4], [5, 0.5, -2, 3]) }

const cases: readonly NodeCase[] = [
  { operator: 'Gather', inputs: [rows, i64([2], [2, -3])] },
  { operator: 'Gather', inputs: [rows, i64([2, 2], [0, 3, 1, -1])], attributes: [int('axis', 1)] },
  { operator: 'Gather', inputs: [rows, i64([], [1])], attributes: [int('axis', -1)] },
  { operator: 'Gather', inputs: [f64([2], [0.1, 0.2]), i64([1], [1])] },
  { operator: 'GatherElements', inputs: [rows, i64([2, 4], [0, 1, 2, 0, 2, -1, 0, 0])] },
  { operator: 'GatherElements', inputs: [rows, i64([2, 3], [0, 1, 2, 0, 2, -1])], attributes: [int('axis', 1)] },
  { operator: 'GatherND', inputs: [rows, i64([2, 2], [0, 3, -1, 1])] },
  { operator: 'GatherND', inputs: [blocks, i64([2, 1, 2], [0, 1, 1, 0])] },
  { operator: 'GatherND', inputs: [blocks, i64([2, 1], [1, 0])], attributes: [int('batch_dims', 1)] },
  { operator: 'GatherND', inputs: [blocks, i64([2, 2, 1], [1, 2, 0, 0])], attributes: [int('batch_dims', 2)] },
  { operator: 'GatherND', opset: 11, inputs: [rows, i64([1, 1], [1])] },
  ...['none', 'add', 'mul', 'max', 'min'].flatMap((reduction) => [
    {
      operator: 'ScatterElements',
      opset: 18,
      inputs: [rows, i64([2, 3], [0, 1, 2, 2, 0, 1]), f32([2, 3], [100, -1, 4, 8, 0.5, -7])],
      attributes: [string('reduction', reduction)],
    },
    {
      operator: 'ScatterND',
      opset: 18,
      inputs: [rows, i64([2, 1], [2, 0]), f32([2, 4], [0, 20, 1, -5, 3, 1, 9, 2])],
      attributes: [string('reduction', reduction)],
    },
  ]),
  ...['add', 'mul', 'max', 'min'].flatMap((reduction) => [
    {
      operator: 'ScatterElements',
      opset: 18,
      inputs: [f32([3], [1, 2, 3]), ties.indices, ties.updates],
      attributes: [string('reduction', reduction)],
    },
    {
      operator: 'ScatterND',
      opset: 18,
      inputs: [f32([3], [1, 2, 3]), { ...ties.indices, shape: [4, 1] }, ties.updates],
      attributes: [string('reduction', reduction)],
    },
  ]),
  {
    operator: 'ScatterElements',
    inputs: [rows, i64([3, 1], [1, -1, 0]), f32([3, 1], [100, 200, 300])],
    attributes: [int('axis', 1)],
  },
  { operator: 'ScatterElements', opset: 11, inputs: [rows, i64([1, 2], [1, 2]), f32([1, 2], [100, 200])] },
  { operator: 'Scatter', opset: 9, inputs: [rows, i64([1, 2], [1, 2]), f32([1, 2], [100, 200])] },
  { operator: 'ScatterND', opset: 11, inputs: [blocks, i64([1, 2], [1, 0]), f32([1, 3], [7, 7, 7])] },
]

describe('operators that take by indices, or put', () => {
  for (const [index, one] of cases.entries())
    it(`${index}: ${one.operator} ${one.opset ?? ''}`, () => expectAgreement(one))
})
