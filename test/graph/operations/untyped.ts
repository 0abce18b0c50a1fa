import * as cotangent from '../../../src/index.js'
import type { Tensor } from '../../../src/tensor/index.js'

/**
 * The public names with their types forgotten, for tables of operations and for calls that would not compile.
 */
export const untyped = cotangent as unknown as Readonly<Record<string, (...args: readonly any[]) => any>>

/** The elements in row-major order. */
export const elementsOf = (x: unknown): readonly number[] => Array.from(untyped.toTypedArray(x) as ArrayLike<number>)

/** An operation by its public name. */
export const named = (name: string): ((...args: readonly unknown[]) => Tensor) => untyped[name]
