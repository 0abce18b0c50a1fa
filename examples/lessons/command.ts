import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Engine } from 'cotangent'
import type { Progress } from './parts.js'
import type { Section } from './printed.js'

/** What a lesson makes of what it is told: all its options, all its numbers, and how they are shown. */
export interface Outcome {
  readonly options: object
  readonly figures: object
  readonly sections: readonly Section[]
}

/** A lesson as a command. `Given` is what its options are read as. */
export interface LessonCommand<Given> {
  readonly name: string
  readonly description: string
  /** Adds the lesson's own options. */
  readonly options: (command: Command) => Command
  readonly run: (given: Given, progress: Progress) => Outcome
}

/** What every lesson can be told. */
export interface Common {
  readonly engine: Engine
}

const whole =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < least || value > most)
      throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`)
    return value
  }

/** The seed of a generator. */
export const seed = whole(0, 2 ** 32 - 1)

/** The size of a layer. */
export const size = whole(1, 4096)

/** A number of steps. */
export const count = whole(1, 10_000_000)

/** A learning rate. */
export const positive = (text: string): number => {
  const value = Number(text)
  if (text.trim() === '' || !(value > 0 && value < Number.POSITIVE_INFINITY))
    throw new InvalidArgumentError('It must be a positive number.')
  return value
}

/** What to compute on. */
export const engine = (): Option =>
  new Option('--engine <name>', 'what to compute on').choices(['wasm', 'reference']).default('wasm')
