import { advance } from '../loops.js'
import { type Code, i32, type Value, type Variable } from '../wasm/index.js'

/** How far neighbours in a matrix lie apart, in bytes. */
export interface Layout {
  readonly row: number
  readonly column: number
}

/**
 * A copy of a pointer to what is reached by adding up to these numbers of bytes, moved so that no offset from it is negative,
 * and the offset of where it pointed before.
 */
export const lowered = (
  code: Code,
  pointer: Value<'i32'>,
  ...reaches: readonly number[]
): readonly [start: Variable<'i32'>, offset: number] => {
  const low = reaches.reduce((sum, reach) => sum + Math.min(0, reach), 0)
  const start = code.variable('i32', pointer)
  advance(code, start, low)
  return [start, -low]
}

/** Runs a body until a count has gone down to 0 by steps, at least once. */
export const countDown = (code: Code, count: Variable<'i32'>, step: number, body: () => void): void => {
  code.loop((start) => {
    body()
    code.update(count, 'i32.sub', count, i32(step))
    code.branchIf(start, count)
  })
}
