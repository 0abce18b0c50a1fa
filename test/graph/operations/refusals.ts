import { expect, it } from 'vitest'
import { failureOf } from '../../tensor/failures.js'

/** A call, the tag of the error that it throws, and how its message begins. */
export type Refusal = readonly [call: () => unknown, tag: string, message: string]

/** Every call is refused by its typed error, which names the operation and the line of the test that made the call. */
export const refuses = (cases: readonly Refusal[]): void => {
  it.each(cases.map(([call, tag, message]) => [message, tag, call] as const))('%s', (message, tag, call) => {
    const error = failureOf(call)
    expect(error._tag).toBe(tag)
    expect(error.message.slice(0, message.length)).toBe(message)
    expect(error.operation).toBe(message.slice(0, message.indexOf(':')))
    expect(error.site).toMatch(/\.test\.ts:\d+:\d+$/)
  })
}
