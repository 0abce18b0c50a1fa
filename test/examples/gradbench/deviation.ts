import type { Json } from '../../../examples/gradbench/evaluation.js'

const isRecord = (json: Json): json is { readonly [key: string]: Json } =>
  typeof json === 'object' && json !== null && !Array.isArray(json)

/** Whether nested arrays are built alike and hold numbers only, which are shown in pairs as they come. */
const pairwise = (got: Json, want: Json, visit: (got: number, want: number) => void): boolean => {
  if (typeof got === 'number' && typeof want === 'number') {
    visit(got, want)
    return true
  }
  if (!Array.isArray(got) || !Array.isArray(want) || got.length !== want.length) return false
  return got.every((each, index) => pairwise(each, want[index], visit))
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
  let [distance, size] = [0, 0]
  const alike = pairwise(got, want, (one, other) => {
    distance = Math.max(distance, Math.abs(one - other))
    size = Math.max(size, Math.abs(other))
  })
  if (!alike) return got === want ? 0 : Number.POSITIVE_INFINITY
  return distance === 0 ? 0 : distance / size
}

/** Whether numbers are near enough to each other by the benchmark's own rule, which is an absolute one for small ones. */
const isNear = (got: number, want: number): boolean =>
  got === want || Math.abs(got - want) / Math.max(1, Math.abs(got) + Math.abs(want)) <= 1e-4

/** Whether an output passes by the benchmark's own rule: built as it is to be, of numbers near enough, all else equal. */
export const isValid = (got: Json, want: Json): boolean => {
  if (typeof got === 'number' && typeof want === 'number') return isNear(got, want)
  if (Array.isArray(want))
    return Array.isArray(got) && got.length === want.length && got.every((each, index) => isValid(each, want[index]))
  if (!isRecord(want)) return got === want
  const keys = Object.keys(want)
  return (
    isRecord(got) &&
    Object.keys(got).length === keys.length &&
    keys.every((key) => Object.hasOwn(got, key) && isValid(got[key], want[key]))
  )
}
