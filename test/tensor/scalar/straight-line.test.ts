import { describe, expect, it } from 'vitest'
import {
  type Arithmetic,
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  cbrt,
  cos,
  cosh,
  erf,
  erfc,
  exp,
  exp2,
  expm1,
  float64Arithmetic,
  hypot,
  log,
  log1p,
  log2,
  log10,
  logistic,
  power,
  rsqrt,
  type ScalarKernel,
  sin,
  sinh,
  tan,
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

/** Steps in a row, and which of their results is the one wanted. */
interface Line {
  readonly steps: readonly Step[]
  readonly result: Slot
}

type Operand = Slot | number | readonly number[]
type Operation = Exclude<keyof Arithmetic<unknown>, 'branch'>

type Step =
  | { readonly index: number; readonly operation: Operation; readonly operands: readonly Operand[] }
  | { readonly index: number; readonly condition: Slot; readonly whenTrue: Line; readonly whenFalse: Line }

/** The kernel as lines of steps: it is run once, both sides of every branch of it, on operands that it knows nothing of. */
const trace = (kernel: ScalarKernel, arity: number): Line => {
  let count = arity
  let steps: Step[] = []
  const line = (body: () => Slot): Line => {
    const outer = steps
    steps = []
    const result = body()
    const inner = { steps, result }
    steps = outer
    return inner
  }
  const push = (step: Step): Slot => {
    steps.push(step)
    return slot(step.index)
  }
  const branch: Arithmetic<Slot>['branch'] = (condition, whenTrue, whenFalse) =>
    push({ condition, whenTrue: line(whenTrue), whenFalse: line(whenFalse), index: count++ })
  const recorder = new Proxy({} as Arithmetic<Slot>, {
    get: (_, operation: keyof Arithmetic<unknown>) =>
      operation === 'branch'
        ? branch
        : (...operands: readonly Operand[]) => push({ operation, operands, index: count++ }),
  })
  return line(() => kernel(recorder, ...Array.from({ length: arity }, (_, index) => slot(index))))
}

const isSlot = (operand: Operand): operand is Slot => typeof operand === 'object' && 'index' in operand

const replay = (line: Line, values: number[]): number => {
  for (const step of line.steps) {
    if ('operation' in step) {
      const apply = float64Arithmetic[step.operation] as (...operands: readonly unknown[]) => number
      values[step.index] = apply(...step.operands.map((operand) => (isSlot(operand) ? values[operand.index] : operand)))
    } else values[step.index] = replay(values[step.condition.index] === 0 ? step.whenFalse : step.whenTrue, values)
  }
  return values[line.result.index]
}

/** Operations along the ways through a line, branches not counted: of the shortest and of the longest. */
const costs = ({ steps }: Line): readonly [least: number, most: number] =>
  steps.reduce(
    ([least, most], step) => {
      if ('operation' in step) return step.operation === 'constant' ? [least, most] : [least + 1, most + 1]
      const sides = [step.whenTrue, step.whenFalse].map(costs)
      return [least + Math.min(...sides.map(([low]) => low)), most + Math.max(...sides.map(([, high]) => high))]
    },
    [0, 0],
  )

const operationsOf = ({ steps }: Line): readonly Operation[] =>
  steps.flatMap((step) =>
    'operation' in step ? [step.operation] : [...operationsOf(step.whenTrue), ...operationsOf(step.whenFalse)],
  )

describe.each([
  ['exp', exp, 1, [46, 46]],
  ['expm1', expm1, 1, [58, 58]],
  ['tanh', tanh, 1, [70, 70]],
  ['logistic', logistic, 1, [53, 53]],
  ['log', log, 1, [105, 105]],
  ['log1p', log1p, 1, [116, 116]],
  ['exp2', exp2, 1, [52, 52]],
  ['log2', log2, 1, [115, 115]],
  ['log10', log10, 1, [115, 115]],
  ['cbrt', cbrt, 1, [58, 58]],
  ['erf', erf, 1, [30, 148]],
  ['erfc', erfc, 1, [34, 138]],
  ['power', power, 2, [215, 215]],
  ['sinh', sinh, 1, [70, 70]],
  ['cosh', cosh, 1, [68, 68]],
  ['asinh', asinh, 1, [163, 163]],
  ['acosh', acosh, 1, [161, 161]],
  ['atanh', atanh, 1, [147, 147]],
  ['hypot', hypot, 2, [48, 48]],
  ['rsqrt', rsqrt, 1, [16, 16]],
  ['sin', sin, 1, [63, 154]],
  ['cos', cos, 1, [62, 153]],
  ['tan', tan, 1, [87, 178]],
  ['asin', asin, 1, [62, 62]],
  ['acos', acos, 1, [68, 68]],
  ['atan', atan, 1, [60, 60]],
  ['atan2', atan2, 2, [25, 118]],
] as const)('%s', (_, kernel, arity, operations) => {
  const line = trace(kernel as ScalarKernel, arity)

  it(`is the same ${operations.join(' to ')} operations for every operand, but for its branches`, () => {
    expect(costs(line)).toEqual(operations)
    const special = [0, -0, 1, -1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, 5e-324, 1e308]
    const some = [...special, ...take(200, uniform(-5, 5)), ...take(200, positive()), ...take(200, logUniform(-60, 12))]
    const other = map(uniform(-5, 5, 9), (y) => (Math.abs(y) < 2 ? Math.trunc(y) : y))
    for (const x of some) {
      const operands = [x, other()].slice(0, arity)
      expect(replay(line, [...operands])).toBe((kernel as ScalarKernel)(float64Arithmetic, ...operands))
    }
  })

  it('keeps to the operations of floats', () => {
    const used = new Set(operationsOf(line))
    for (const integral of ['xor', 'shiftLeft', 'shiftRightLogical'] as const) expect(used).not.toContain(integral)
  })
})

describe('the recorder', () => {
  it('catches a kernel that looks at a value', () => {
    const looking: ScalarKernel = (o, x) => ((x as number) > 0 ? x : o.neg(x))
    expect(() => trace(looking, 1)).toThrow('looked at a value')
  })

  it('follows both sides of a branch', () => {
    const table = [3, 4]
    const branching: ScalarKernel = (o, x) =>
      o.add(
        o.constant(1),
        o.branch(
          o.less(x, o.constant(0)),
          () => o.neg(x),
          () => o.mul(o.lookup(table, x), o.add(x, x)),
        ),
      )
    const line = trace(branching, 1)
    expect(costs(line)).toEqual([3, 5])
    expect(operationsOf(line)).toContain('neg')
    expect([-5, 0, 1].map((x) => replay(line, [x]))).toEqual([6, 1, 9])
    expect(() =>
      trace(
        (o, x) =>
          o.branch(
            x,
            () => o.neg(x),
            () => o.constant(Number(x)),
          ),
        1,
      ),
    ).toThrow('looked')
  })
})
