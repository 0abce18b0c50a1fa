import type { TypedArray } from '../dtype.js'
import type { Arithmetic, ScalarKernel } from './arithmetic.js'
import { float64Arithmetic } from './numbers.js'

/** One number of a kernel's for each of several elements, which are computed side by side. */
type Lanes = Float64Array

/** So few that all that a kernel computes of them stays in the processor's nearer caches. */
const most = 256

/** From so many elements on it takes less time than to go through the kernel for each. */
export const worthLanes = 16

/** How many lanes the elements fill that are computed now. */
let count = most

// What a kernel computes on its way is done with when its block is: the next block takes the same arrays.
const arrays: Lanes[] = []
let taken = 0

const next = (): Lanes => {
  if (taken === arrays.length) arrays.push(new Float64Array(most))
  return arrays[taken++]
}

const lift1 =
  (f: (a: number) => number) =>
  (a: Lanes): Lanes => {
    const result = next()
    for (let i = 0, end = count; i < end; i++) result[i] = f(a[i])
    return result
  }

const lift2 =
  (f: (a: number, b: number) => number) =>
  (a: Lanes, b: Lanes): Lanes => {
    const result = next()
    for (let i = 0, end = count; i < end; i++) result[i] = f(a[i], b[i])
    return result
  }

const select = (condition: Lanes, whenTrue: Lanes, whenFalse: Lanes): Lanes => {
  const result = next()
  for (let i = 0, end = count; i < end; i++) result[i] = condition[i] === 0 ? whenFalse[i] : whenTrue[i]
  return result
}

const one = float64Arithmetic

/** `float64Arithmetic` in every lane; what kernels do most has a loop of its own, in which nothing is called. */
const arithmetic: Arithmetic<Lanes> = {
  constant: (value) => next().fill(value, 0, count),
  add: (a, b) => {
    const result = next()
    for (let i = 0, end = count; i < end; i++) result[i] = a[i] + b[i]
    return result
  },
  sub: (a, b) => {
    const result = next()
    for (let i = 0, end = count; i < end; i++) result[i] = a[i] - b[i]
    return result
  },
  mul: (a, b) => {
    const result = next()
    for (let i = 0, end = count; i < end; i++) result[i] = a[i] * b[i]
    return result
  },
  div: (a, b) => {
    const result = next()
    for (let i = 0, end = count; i < end; i++) result[i] = a[i] / b[i]
    return result
  },
  neg: (a) => {
    const result = next()
    for (let i = 0, end = count; i < end; i++) result[i] = -a[i]
    return result
  },
  abs: (a) => {
    const result = next()
    for (let i = 0, end = count; i < end; i++) result[i] = Math.abs(a[i])
    return result
  },
  less: (a, b) => {
    const result = next()
    for (let i = 0, end = count; i < end; i++) result[i] = a[i] < b[i] ? 1 : 0
    return result
  },
  lessEqual: (a, b) => {
    const result = next()
    for (let i = 0, end = count; i < end; i++) result[i] = a[i] <= b[i] ? 1 : 0
    return result
  },
  minimum: (a, b) => {
    const result = next()
    for (let i = 0, end = count; i < end; i++) result[i] = Math.min(a[i], b[i])
    return result
  },
  maximum: (a, b) => {
    const result = next()
    for (let i = 0, end = count; i < end; i++) result[i] = Math.max(a[i], b[i])
    return result
  },
  nearest: (a) => {
    const result = next()
    for (let i = 0, end = count; i < end; i++) result[i] = one.nearest(a[i])
    return result
  },
  power2: (n) => {
    const result = next()
    for (let i = 0, end = count; i < end; i++) result[i] = one.power2(n[i])
    return result
  },
  lookup: (table, index) => {
    const result = next()
    for (let i = 0, end = count; i < end; i++) result[i] = one.lookup(table, index[i])
    return result
  },
  remainder: lift2(one.remainder),
  flipSign: lift2(one.flipSign),
  sqrt: lift1(one.sqrt),
  floor: lift1(one.floor),
  equal: lift2(one.equal),
  and: lift2(one.and),
  or: lift2(one.or),
  not: lift1(one.not),
  select,
  branch: (condition, whenTrue, whenFalse) => {
    const some = condition.indexOf(1)
    if (some < 0 || some >= count) return whenFalse()
    const other = condition.indexOf(0)
    return other < 0 || other >= count ? whenTrue() : select(condition, whenTrue(), whenFalse())
  },
  exponent: lift1(one.exponent),
  significand: lift1(one.significand),
  xor: lift2(one.xor),
  shiftLeft: lift2(one.shiftLeft),
  shiftRight: lift2(one.shiftRight),
  shiftRightLogical: lift2(one.shiftRightLogical),
}

/** Sets the elements of `target` to what a kernel makes of those of its operands, in `float64Arithmetic`, block by block. */
export const evaluateLanes = (kernel: ScalarKernel, operands: readonly TypedArray[], target: TypedArray): void => {
  for (let start = 0; start < target.length; start += most) {
    const end = Math.min(start + most, target.length)
    count = end - start
    taken = 0
    const read = operands.map((operand) => {
      const lanes = next()
      lanes.set(operand.subarray(start, end))
      return lanes
    })
    const result = kernel(arithmetic, ...read)
    target.set(count < most ? result.subarray(0, count) : result, start)
  }
}
