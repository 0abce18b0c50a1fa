import { describe, expect, it } from 'vitest'
import type { Json } from '../../../examples/gradbench/evaluation.js'
import { deviationOf, isValid } from './deviation.js'
import { type Outcome, play, type Tool, type Workload } from './driver.js'
import { inProcess } from './tools.js'

describe('a deviation', () => {
  it.each<[string, Json, Json, number]>([
    ['none', [1, 2], [1, 2], 0],
    ['by the largest number', [1, 100.5], [1, 100], 0.005],
    ['of a small number, by itself', 1.5e-9, 1e-9, 0.5],
    ['of zeros in place of small numbers', [0, 0], [1e-30, -2e-30], 1],
    ['of anything from zeros', [1e-300], [0], Number.POSITIVE_INFINITY],
    ['of the worst field, each by its own size', { a: [1], b: [2e6] }, { a: [1.25], b: [2e6] }, 0.2],
    ['of nested arrays', [[1], [2, 3]], [[1], [2, 4]], 0.25],
    ['of nulls and texts', { a: null, b: 'x' }, { a: null, b: 'x' }, 0],
  ])('%s', (_, got, want, deviation) => expect(deviationOf(got, want)).toBeCloseTo(deviation, 12))

  it.each<[string, Json, Json]>([
    ['of another length', [1, 2], [1, 2, 3]],
    ['of another depth', [[1]], [1]],
    ['of a number for an array', 1, [1]],
    ['with another field', { a: 1, b: 2 }, { a: 1 }],
    ['without a field', { a: 1 }, { a: 1, b: 2 }],
    ['with null for a number', [null], [1]],
    ['of a text', 'x', 'y'],
    ['of an array for an object', [1], { 0: 1 }],
  ])('is infinite for what is %s', (_, got, want) => expect(deviationOf(got, want)).toBe(Number.POSITIVE_INFINITY))
})

describe("the benchmark's own rule", () => {
  it.each<[boolean, number, number]>([
    [true, 1000.1, 1000],
    [false, 1000.3, 1000],
    [true, 0, 1e-4],
    [false, 0, 1.1e-4],
    [false, Number.NaN, 0],
  ])('is %s for %d in place of %d', (valid, got, want) => expect(isValid([0, got], [0, want])).toBe(valid))

  it('asks for as many numbers', () => expect(isValid([1], [1, 2])).toBe(false))
})

/** The tool with its responses changed. */
const altered = (change: (response: any, message: any) => unknown): Tool => ({
  ask: async (line) => JSON.stringify(change(JSON.parse(await inProcess().ask(line)), JSON.parse(line))),
})

const gradients: readonly Workload[] = [
  { function: 'gradient', input: { x: [0, 0], min_runs: 2 }, expected: [0.5, 0.5] },
  { function: 'primal', input: { x: [0] }, expected: 0 },
]

const ofEvaluations = (change: (response: any) => unknown) =>
  altered((response, { kind }) => (kind === 'evaluate' ? change(response) : response))

const played = (tool: Tool, module = 'lse'): Promise<readonly Outcome[]> => play(tool, module, gradients, 1e-15)

describe('the driver', () => {
  it('finds what is right', async () => {
    const times = { seconds: expect.any(Number), compile: expect.any(Number) }
    const success = { _tag: 'Success', deviation: 0, ...times }
    expect(await played(inProcess())).toEqual([success, success])
  })

  it('says as much of the protocol as the benchmark does', async () => {
    const heard: any[] = []
    const listening = altered((response, message) => {
      heard.push(message)
      return message.function === 'gradient' ? { id: response.id, success: false, error: 'no' } : response
    })
    expect(await played(listening)).toMatchObject([{ _tag: 'Failure', error: 'no' }, { _tag: 'Success' }])
    expect(heard.map(({ id, kind, of, valid }) => [id, kind, of, valid])).toEqual([
      [0, 'start', undefined, undefined],
      [1, 'define', undefined, undefined],
      [2, 'evaluate', undefined, undefined],
      [3, 'evaluate', undefined, undefined],
      [4, 'analysis', 3, true],
    ])
  })

  it.each<[string, Tool, object]>([
    ['zeros', ofEvaluations((response) => ({ ...response, output: [0, 0] })), { _tag: 'Invalid', deviation: 1 }],
    ['no output', ofEvaluations(({ output: _, ...rest }) => rest), { _tag: 'ProtocolError' }],
    ['too few runs', ofEvaluations((all) => ({ ...all, timings: all.timings.slice(0, 2) })), { _tag: 'ProtocolError' }],
    [
      'times that are no whole numbers',
      ofEvaluations((all) => ({ ...all, timings: [{ name: 'compile', nanoseconds: 0.5 }, ...all.timings] })),
      { _tag: 'ProtocolError' },
    ],
    ['another number', altered((response) => ({ ...response, id: 9 })), { _tag: 'ProtocolError' }],
    [
      'success and an error',
      altered((response) => ({ ...response, success: true, error: 'no' })),
      { _tag: 'ProtocolError' },
    ],
  ])('finds %s', async (_, tool, outcome) => expect((await played(tool))[0]).toMatchObject(outcome))

  it('stops where the module is not defined', async () =>
    expect(await played(inProcess(), 'nowhere')).toEqual([{ _tag: 'Undefined' }]))
})
