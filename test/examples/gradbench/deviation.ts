import type { Json } from '../../../examples/gradbench/evaluation.js'

const isRecord = (json: Json): json is { readonly [key: string]: Json } =>
  typeof json === 'object' && json !== null && !Array.isArray(json)

/** Numbers of nested arrays in order; undefined where anything else is among them, or the arrays are built otherwise. */
const pairs = (got: Json, want: Json): readonly (readonly [number, number])[] | undefined => {
  if (typeof got === 'number' && typeof want === 'number') return [[got, want]]
  if (!Array.isArray(got) || !Array.isArray(want) || got.length !== want.length) return undefined
  const found: (readonly [number, number])[] = []
  for (const [index, each] of got.entries()) {
    const inner = pairs(each, want[index])
    if (inner === undefined) return undefined
    for (const pair of inner) found.push(pair)
  }
  return found
}

/**
 * How far an output is from what it is to be: max|got - want| / max|want| of an array, whatever its depth, and of objects
 * the largest of their fields. Infinite where it is built otherwise, and where only zeros are wanted and something else is
 * there; so zeros never pass for small numbers.
 */
export const deviationOf = (got: Json, want: Json): number => {
  if (isRecord(want)) {
    const keys = Object.keys(want)
    if (!isRecord(got) || Object.keys(got).length !== keys.length || keys.some((key) => !Object.hasOwn(got, key)))
      return Number.POSITIVE_INFINITY
    return keys.reduce((most, key) => Math.max(most, deviationOf(got[key], want[key])), 0)
  }
  const found = pairs(got, want)
  if (found === undefined) return got === want ? 0 : Number.POSITIVE_INFINITY
  let [distance, size] = [0, 0]
  for (const [one, other] of found) {
    distance = Math.max(distance, Math.abs(one - other))
    size = Math.max(size, Math.abs(other))
  }
  return distance === 0 ? 0 : distance / size
}

/** Whether numbers are near enough to each other by the benchmark's own rule, which is an absolute one for small ones. */
export const isValid = (got: readonly number[], want: readonly number[]): boolean =>
  got.length === want.length &&
  got.every((a, index) => Math.abs(a - want[index]) / Math.max(1, Math.abs(a) + Math.abs(want[index])) <= 1e-4)
