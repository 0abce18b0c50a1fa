import { describe, expect, it } from 'vitest'
import {
  type Arithmetic,
  exp,
  expm1,
  float64Arithmetic,
  log,
  log1p,
  power,
  type ScalarKernel,
  tanh,
} from '../../../src/tensor/scalar/index.js'
import { logUniform, map, positive, take, uniform } from './samples.js'

/** An unknown: anything but handing it to the algebra is an error. */
interface Slot {
  readonly index: number
}

const slot = (index: number): Slot =>
  Object.freeze({
    index,
    [Symbol.toPrimitive]: () => {
      throw new Error('a kernel looked at a value')
    },
  })

interface Step {
  readonly operation: keyof Arithmetic<unknown>
  readonly operands: readonly (Slot | number)[]
}

/** The kernel as a list of steps, each result having the index after the last. */
const trace = (kernel: ScalarKernel, arity: number): readonly Step[] => {
  const steps: Step[] = []
  const recorder = new Proxy({} as Arithmetic<Slot>, {
    get:
      (_, operation: keyof Arithmetic<unknown>) =>
      (...operands: readonly (Slot | number)[]) =>
        slot(arity + steps.push({ operation, operands }) - 1),
  })
  const result = kernel(recorder, ...Array.from({ length: arity }, (_, index) => slot(index)))
  expect(result.index).toBe(arity + steps.length - 1)
  return steps
}

const replay = (steps: readonly Step[], operands: readonly number[]): number => {
  const values = [...operands]
  for (const step of steps) {
    const apply = float64Arithmetic[step.operation] as (...operands: readonly number[]) => number
    values.push(
      apply(...step.operands.map((operand) => (typeof operand === 'number' ? operand : values[operand.index]))),
    )
  }
  return values[values.length - 1]
}

const cost = (steps: readonly Step[]): number => steps.filter(({ operation }) => operation !== 'constant').length

describe.each([
  ['exp', exp, 1, 46],
  ['expm1', expm1, 1, 58],
  ['tanh', tanh, 1, 74],
  ['log', log, 1, 105],
  ['log1p', log1p, 1, 116],
  ['power', power, 2, 220],
] as const)('%s', (_, kernel, arity, operations) => {
  const steps = trace(kernel as ScalarKernel, arity)

  it(`is the same ${operations} operations for every operand`, () => {
    expect(cost(steps)).toBe(operations)
    const special = [0, -0, 1, -1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, 5e-324, 1e308]
    const some = [...special, ...take(200, uniform(-5, 5)), ...take(200, positive()), ...take(200, logUniform(-60, 12))]
    const other = map(uniform(-5, 5, 9), (y) => (Math.abs(y) < 2 ? Math.trunc(y) : y))
    for (const x of some) {
      const operands = [x, other()].slice(0, arity)
      expect(replay(steps, operands)).toBe((kernel as ScalarKernel)(float64Arithmetic, ...operands))
    }
  })

  it('keeps to the operations of floats', () => {
    const used = new Set(steps.map(({ operation }) => operation))
    for (const integral of ['xor', 'shiftLeft', 'shiftRightLogical'] as const) expect(used).not.toContain(integral)
  })
})

describe('the recorder', () => {
  it('catches a kernel that looks at a value', () => {
    const branching: ScalarKernel = (o, x) => ((x as number) > 0 ? x : o.neg(x))
    expect(() => trace(branching, 1)).toThrow('looked at a value')
  })
})
