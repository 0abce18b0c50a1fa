import type { Tensor } from 'cotangent'
import { operation } from '../../laws/operations/cases.js'
import { type Code, type Environment, evaluate, extended, type Lines } from './code.js'

/** What a tensor is drawn from: numbers between two, or whole numbers. */
export interface Draw {
  readonly shape: readonly number[]
  readonly low?: number
  readonly high?: number
  readonly dtype?: 'float64' | 'int32'
}

/** A function to a scalar and its gradient as it is derived and written by hand. */
export interface Written {
  readonly name: string
  /** What it is differentiated in. */
  readonly leaves: Readonly<Record<string, Draw>>
  /** What it takes beside that. */
  readonly data?: Readonly<Record<string, Draw>>
  readonly forward: Lines
  readonly loss: Code
  /** What is computed on the way back: cotangents. */
  readonly backward: Lines
  /** The gradient in each leaf. */
  readonly gradient: Lines
}

export type Leaves = Readonly<Record<string, Tensor>>

/** Draws of numbers between -1 and 1. */
export const shaped = (shapes: Readonly<Record<string, readonly number[]>>): Readonly<Record<string, Draw>> =>
  Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, { shape }]))

/** Numbers from 0 on and below 1, one after another: multiples of 2^-16 from a multiplicative generator (Park and Miller). */
const uniform = (seed: number): (() => number) => {
  let state = (seed % 2147483646) + 1
  return () => {
    state = (state * 16807) % 2147483647
    return Math.floor((state / 2147483647) * 2 ** 16) / 2 ** 16
  }
}

const drawn = (draws: Readonly<Record<string, Draw>>, seed: number): Leaves => {
  const next = uniform(seed)
  for (let warm = 0; warm < 8; warm++) next()
  return Object.fromEntries(
    Object.entries(draws).map(([name, { shape, low = -1, high = 1, dtype = 'float64' }]) => {
      const count = shape.reduce((product, extent) => product * extent, 1)
      const between = (): number =>
        dtype === 'int32' ? low + Math.floor(next() * (high - low + 1)) : low + next() * (high - low)
      const flat = operation.tensor(Array.from({ length: count }, between), { dtype })
      return [name, operation.reshape(flat, shape)]
    }),
  )
}

/** A point of a function, its data the same for all. */
export const pointOf = ({ leaves }: Written, seed: number): Leaves => drawn(leaves, 7919 * (seed + 1))

const dataOf = ({ data = {} }: Written): Leaves => drawn(data, 104729)

/** What all names before the way back stand for. */
export const forwardOf = (written: Written): ((leaves: Leaves) => Environment) => {
  const data = dataOf(written)
  return (leaves) => extended({ ...data, ...leaves }, written.forward)
}

const asTensor = (x: Tensor | number, like: Tensor): Tensor =>
  typeof x === 'number' ? operation.full([...like.shape], x) : x

/** A function and its gradient, as `gradcheck` takes them. */
export const handWritten = (
  written: Written,
): { readonly value: (leaves: Leaves) => Tensor<[], 'float64'>; readonly gradient: (leaves: Leaves) => Leaves } => {
  const forward = forwardOf(written)
  return {
    value: (leaves) => evaluate(written.loss, forward(leaves)) as Tensor<[], 'float64'>,
    gradient: (leaves) => {
      const environment = extended(forward(leaves), written.backward)
      return Object.fromEntries(
        Object.entries(leaves).map(([name, leaf]) => [
          name,
          asTensor(evaluate(written.gradient[name], environment), leaf),
        ]),
      )
    },
  }
}
