import type { Room } from './machine.js'
import type { Place } from './place.js'
import type { Code, FunctionReference, Value, Variable } from './wasm/index.js'

/**
 * Writes the code in front of a loop nest, given the pointers to each of its streams, and returns what writes the code
 * inside.
 */
export type NestBody = (code: Code, pointers: readonly Variable<'i32'>[]) => () => void

/** Writes the code of a function of pointers, and takes from the room what it needs to work in. */
export type ProcedureBody = (code: Code, pointers: readonly Variable<'i32'>[], room: Room) => void

/** A function of pointers, the last of them to as many bytes of room. */
export interface Procedure {
  readonly reference: FunctionReference
  readonly room: number
}

/** Work on a number of like items that do not depend on each other: threads may do a part of them each. */
export interface Task {
  readonly items: number
  /** How many items to do at one stretch: a multiple of it, but at the end. */
  readonly grain: number
  /** About how long all of it takes, in nanoseconds. */
  readonly work: number
  readonly places: readonly Place[]
}

/** Writes the code for items `start` to `start + count`, given pointers to the task's places and the number of the thread. */
export type TaskBody = (
  code: Code,
  pointers: readonly Value<'i32'>[],
  start: Variable<'i32'>,
  count: Variable<'i32'>,
  thread: Variable<'i32'>,
) => void
