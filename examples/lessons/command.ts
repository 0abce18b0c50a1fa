import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Engine } from 'cotangent'
import type { Figure, Live } from 'cotangent/plot'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Progress, Watch } from './parts.js'
import type { Section } from './printed.js'

/** Figures by the names of their files. */
export interface Plots {
  readonly [name: string]: Figure
}

/** What a lesson makes of what it is told: all its options, all its numbers, and how they are shown and drawn. */
export interface Outcome {
  readonly options: object
  readonly figures: object
  readonly sections: readonly Section[]
  readonly plots: Plots
}

/** How a lesson lets be seen where it is: part by part, or state by state of a training. */
export interface Observer {
  readonly progress: Progress
  readonly watch: Watch
  /** A figure that is drawn anew while states come, until they end: in the terminal, or in a file if there is one. */
  readonly redraw: <S, O>(figure: Live<S, O>, states: Iterable<S>, file?: string) => TaskEither<string, void>
}

/** A lesson as a command. `Given` is what its options are read as. */
export interface LessonCommand<Given> {
  readonly name: string
  readonly description: string
  /** Adds the lesson's own options. */
  readonly options: (command: Command) => Command
  /** On the left a line that says what is wrong with a file. */
  readonly run: (given: Given, observer: Observer) => TaskEither<string, Outcome>
}

/** What every lesson can be told. */
export interface Common {
  readonly engine: Engine
}

/** A whole number in a range. */
export const whole =
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

/** A share, from none to all. */
export const share = (text: string): number => {
  const value = Number(text)
  if (text.trim() === '' || !(value >= 0 && value <= 1)) throw new InvalidArgumentError('It must be from 0 to 1.')
  return value
}

/** A file to draw into, in the format that its name ends with. */
export const drawing = (text: string): string => {
  if (!/\.(svg|png|html)$/i.test(text)) throw new InvalidArgumentError('It must end with .svg, .png or .html.')
  return text
}

/** Several values of one kind between commas. */
export const list =
  <A>(one: (text: string) => A) =>
  (text: string): readonly A[] =>
    text.split(',').map((part) => one(part.trim()))

/** The folder of a lesson's files. */
export const data = (): Option =>
  new Option('--data <folder>', 'where the data are').env('COTANGENT_DATA').default('data')

/** What to compute on. */
export const engine = (): Option =>
  new Option('--engine <name>', 'what to compute on').choices(['wasm', 'reference']).default('wasm')
