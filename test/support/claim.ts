import { strictEqual } from 'node:assert'
import { format, inspect } from 'node:util'

/** The places of the claims that were checked since the last time they were cleared. */
export const settled = new Set<string>()

const trimmed = (text: string): string => text.replace(/[ \t]+$/gm, '').trimEnd()

/** Checks what a documented program says of itself: how a value shows, or what `console.log` prints. */
export const claim = (expected: string, place: string) => {
  const compare = (shown: string): void => {
    settled.add(place)
    strictEqual(trimmed(shown), trimmed(expected), `${place}: shows\n${shown}\nbut says\n${expected}`)
  }
  return {
    is: (value: unknown): void => compare(inspect(value)),
    prints: (...values: readonly unknown[]): void => compare(format(...values)),
  }
}
