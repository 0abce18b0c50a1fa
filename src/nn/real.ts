import {
  ArgumentError,
  describe,
  equalShapes,
  type FloatDType,
  isTensor,
  ShapeError,
  type Tensor,
  written,
} from '../tensor/index.js'

/** A tensor of floats of any shape: what the bodies of layers compute with, under their public types. */
export type Real = Tensor<readonly number[], FloatDType>

/** Refuses a size that is no whole number from 1. */
export const checkSize = (operation: string, name: string, value: unknown): number => {
  if (!Number.isSafeInteger(value) || (value as number) < 1)
    throw new ArgumentError({
      operation,
      problem: `${name} is ${written(value)}, not a whole number from 1`,
    })
  return value as number
}

/** Refuses what is added to a variance and is no finite number above 0. */
export const checkEpsilon = (operation: string, eps: unknown): number => {
  if (!Number.isFinite(eps) || (eps as number) <= 0)
    throw new ArgumentError({ operation, problem: `eps is ${describe(eps)}, not a finite number above 0` })
  return eps as number
}

/** Refuses a parameter of another shape, which would broadcast where a size is 1. */
export const checkParameter = (operation: string, name: string, value: Real, shape: readonly number[]): Real => {
  if (!isTensor(value) || !equalShapes(value.shape, shape))
    throw new ShapeError({
      operation,
      operands: isTensor(value) ? [value] : [],
      problem: `the parameter ${name} is not of shape [${shape.join(', ')}]`,
      remedy: 'Give the parameters that init of the same model makes',
    })
  return value
}

/** Refuses an input that is no tensor, such as an array. */
export const checkIsTensor = (operation: string, x: unknown): void => {
  if (!isTensor(x))
    throw new ArgumentError({
      operation,
      problem: `the input (${describe(x)}) is no tensor`,
      remedy: 'Make a tensor of it with tensor(...)',
    })
}

/** Refuses what does not end in a shape. */
export const checkLast = (operation: string, x: Real, shape: readonly number[]): void => {
  checkIsTensor(operation, x)
  const own = x.shape.slice(-shape.length)
  if (!equalShapes(own, shape))
    throw new ShapeError({
      operation,
      operands: [x],
      problem: `the last ${shape.length === 1 ? 'axis is' : 'axes are'} [${own.join(', ')}], not [${shape.join(', ')}]`,
      remedy: 'The features come last',
    })
}
