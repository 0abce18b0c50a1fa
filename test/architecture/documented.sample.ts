export { lineLimit } from '../support/layers.js'
export * from '../support/sources.js'

/** A type that needs no example. */
export interface Alone {
  readonly one: 1
}

/**
 * Twice a number.
 *
 * @example
 * ```ts
 * import { strictEqual } from 'node:assert'
 *
 * strictEqual(2 * 21, 42)
 * ```
 */
export const twice = (x: number): number => 2 * x

export const silent = 1

/** something */
export const mumbled = 2
