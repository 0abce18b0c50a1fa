import { gradcheckOpaque, type Tensor, tensor } from 'cotangent'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { loss } from '../../../examples/gradbench/evaluations/lstm.js'
import { loops } from '../../bench/gradbench/loops/lstm.js'
import { drawsFrom } from '../../bench/random.js'
import { deviationOf } from './deviation.js'
import { play } from './driver.js'
import { precisely } from './precisely.js'
import { inProcess } from './tools.js'

type Matrix = Tensor<[number, number], 'float64'>
type Rows = readonly (readonly number[])[]

/** Parameters and states as GradBench draws them, uniform in [0, 1), and characters of zeros and ones. */
const inputOf = (layers: number, bits: number, characters: number, scale = 1) => {
  const { uniform } = drawsFrom(100 * layers + 10 * bits + characters)
  const rows = (count: number, columns: number, draw: () => number): Rows =>
    Array.from({ length: count }, () => Array.from({ length: columns }, draw))
  const drawn = (): number => scale * uniform()
  return {
    main_params: rows(2 * layers, 4 * bits, drawn),
    extra_params: rows(3, bits, drawn),
    state: rows(2 * layers, bits, drawn),
    sequence: rows(characters, bits, () => Math.round(uniform())),
  }
}

type Input = ReturnType<typeof inputOf>

const flat = (rows: Rows): Float64Array => Float64Array.from(rows.flat())

const numbersOf = ({ main_params, extra_params, state, sequence }: Input) => ({
  layers: main_params.length / 2,
  bits: state[0].length,
  main: flat(main_params),
  extra: flat(extra_params),
  state: flat(state),
  sequence: flat(sequence),
})

const matrix = (rows: Rows): Matrix => tensor(rows as number[][]) as Matrix

/**
 * A layer rounds some 60 numbers in a step forward and twice as many in a step back. In the gradient each step adds its
 * own part, and of what an earlier one is wrong by hands on less than it got: forget gates are below 1.
 */
const boundFor = (layers: number, characters: number): number => 180 * layers * characters * 2 ** -53

const cases: readonly (readonly [what: string, layers: number, bits: number, characters: number, scale: number])[] = [
  ['one layer, one bit, one step', 1, 1, 2, 1],
  ['two layers of three bits', 2, 3, 6, 1],
  ['three layers of two bits, and large weights', 3, 2, 5, 6],
]

describe.each(cases)('a network of %s', (_, layers, bits, characters, scale) => {
  const input = inputOf(layers, bits, characters, scale)
  const bound = boundFor(layers, characters)
  const given = { state: matrix(input.state), sequence: matrix(input.sequence) }
  const truth = precisely(
    (main: Matrix, extra: Matrix) => loss({ main, extra }, given),
    matrix(input.main_params),
    matrix(input.extra_params),
  )
  const slopes = [0, 1].flatMap((argument) => truth.slopes(argument).map(([slope]) => slope))

  it('has the loss of 31 digits, and its slopes', async () => {
    const workloads = [
      { function: 'objective', input, expected: truth.values[0] },
      { function: 'jacobian', input: { ...input, min_runs: 2, min_seconds: 0 }, expected: slopes },
    ]
    expect(await play(inProcess(), 'lstm', workloads, bound)).toMatchObject([{ _tag: 'Success' }, { _tag: 'Success' }])
  })

  it('by hand is the same', () => {
    const numbers = numbersOf(input)
    expect(deviationOf(loops.objective(numbers), truth.values[0])).toBeLessThanOrEqual(bound)
    expect(deviationOf([...loops.jacobian(numbers)], slopes)).toBeLessThanOrEqual(bound)
  })
})

describe('the network of the benchmark', () => {
  const input = inputOf(2, 14, 200)
  const numbers = numbersOf(input)

  it('agrees with the loops by hand on a longer text', async () => {
    const workloads = [
      { function: 'objective', input, expected: loops.objective(numbers) },
      { function: 'jacobian', input, expected: [...loops.jacobian(numbers)] },
    ]
    const outcomes = await play(inProcess(), 'lstm', workloads, boundFor(2, 200))
    expect(outcomes).toMatchObject([{ _tag: 'Success' }, { _tag: 'Success' }])
  })

  it('has a gradient that differences of the loops by hand confirm', () => {
    const small = inputOf(2, 3, 20)
    const fixed = numbersOf(small)
    const checked = gradcheckOpaque(
      {
        value: (main: Float64Array) => loops.objective({ ...fixed, main }),
        gradient: (main: Float64Array) => loops.jacobian({ ...fixed, main }).slice(0, main.length),
      },
      fixed.main,
    )
    expect(E.isRight(checked)).toBe(true)
  })
})

describe('inputs that are none', () => {
  it.each([
    ['no sequence', { ...inputOf(1, 2, 3), sequence: 1 }, /sequence is 1, not an array/],
    ['rows of different lengths', { ...inputOf(1, 2, 3), state: [[1, 2], [3]] }, /state\[1\] has 1 elements/],
    ['gates that do not belong to the layers', { ...inputOf(1, 2, 3), main_params: [[1, 2, 3]] }, /are not \[2 L/],
    ['one bit for all', { ...inputOf(1, 2, 3), sequence: [[1], [0], [1]] }, /of the sequence \[C, B\]/],
    ['parameters of no use', { ...inputOf(1, 1, 3), extra_params: [[1], [1], [1], [1]] }, /are not \[2 L/],
  ])('%s', async (_, input, problem) => {
    const [outcome] = await play(inProcess(), 'lstm', [{ function: 'objective', input, expected: null }], 0)
    expect(outcome).toMatchObject({ _tag: 'Failure', error: expect.stringMatching(problem) })
  })
})
