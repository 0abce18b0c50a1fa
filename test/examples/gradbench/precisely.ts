import { makeGraph, type Tensor } from 'cotangent'
import { differencesOf, digitsOf } from '../../../src/check/digits.js'
import { prepare, widened } from '../../../src/engine/precise/index.js'
import { type Constant, rowMajor, sizeOf } from '../../../src/tensor/index.js'

/**
 * The step of the differences, for numbers of size 1 or less: the next term of a central difference is h²/6 of the third
 * derivative, 6e-22 of it; and what rounding leaves of values of some 31 digits is 2^-104 by h, 9e-22 of the value.
 */
const step = 2 ** -34

/** A function at a point, by numbers of some 31 digits. */
export interface Precisely {
  /** The elements of the result. */
  readonly values: readonly number[]
  /** Its derivative by an argument's elements, a row each: central differences, which no rule of differentiation enters. */
  readonly slopes: (argument?: number) => readonly (readonly number[])[]
}

/** Evaluates a function of tensors in numbers of some 31 digits. */
export const precisely = <A extends readonly Tensor[]>(f: (...args: A) => Tensor, ...args: A): Precisely => {
  const constants = args.map((arg) => arg as unknown as Constant)
  const { outputs, changed } = prepare(makeGraph(f as (...all: readonly Tensor[]) => Tensor)(...args), [
    ...constants.map(widened),
  ])
  return {
    values: [...rowMajor(outputs[0].high)],
    slopes: (argument = 0) => {
      const elements = rowMajor(constants[argument])
      return Array.from({ length: sizeOf(constants[argument].shape) }, (_, offset) => {
        const at = (low: number) => digitsOf(changed(argument, offset, summed(elements[offset], low)))
        return [...differencesOf(at(step), at(-step))].map((difference) => difference / (2 * step))
      })
    },
  }
}

/** A number and a step as a sum whose second part is at most half a unit in the last place of the first. */
const summed = (x: number, moved: number): { readonly high: number; readonly low: number } => {
  const high = x + moved
  const part = high - x
  return { high, low: x - (high - part) + (moved - part) }
}
