import { expect } from 'vitest'
import { failureOf } from '../../tensor/failures.js'

/** A call that throws, the error's tag, and how its message begins: with the operation's name. */
export type Refusal = readonly [message: string, tag: string, call: () => unknown]

/** That a call throws a typed error with the message given. */
export const expectRefused = (message: string, tag: string, call: () => unknown): void => {
  const error = failureOf(call)
  expect(error.message.slice(0, message.length)).toBe(message)
  expect(error._tag).toBe(tag)
  expect(error.operation).toBe(message.slice(0, message.indexOf(':')))
}
