import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { SingleBar } from 'cli-progress'
import { type Command, CommanderError, createCommand, InvalidArgumentError, Option } from 'commander'
import { backprop, defaults as backpropDefaults } from './lessons/backprop/lesson.js'
import { report as reportBackprop } from './lessons/backprop/report.js'
import { neurons, defaults as neuronsDefaults } from './lessons/neurons/lesson.js'
import { report as reportNeurons } from './lessons/neurons/report.js'
import { type Progress, silently } from './lessons/parts.js'
import { missed, type Section, showSection } from './lessons/printed.js'

/** Where a command writes, and whether someone watches it work. */
export interface Terminal {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  readonly watched: boolean
}

/** Exit codes: all well, a figure did not come out, the command was not understood. */
export const exitCodes = { well: 0, failed: 1, misused: 2 } as const

const whole =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < least || value > most)
      throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`)
    return value
  }

const positive = (text: string): number => {
  const value = Number(text)
  if (text.trim() === '' || !(value > 0 && value < Number.POSITIVE_INFINITY))
    throw new InvalidArgumentError('It must be a positive number.')
  return value
}

const seed = whole(0, 2 ** 32 - 1)
const size = whole(1, 4096)
const count = whole(1, 10_000_000)

/** The figures as JSON, where numbers that JSON does not know stand by their names. */
export const jsonOf = (figures: unknown): string =>
  `${JSON.stringify(figures, (_, value: unknown) => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : value), 1)}\n`

/** Writes a file, and the folders that it takes; tells where that fails. */
const save = (file: string, text: string): void => {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  } catch (cause) {
    throw new CommanderError(
      exitCodes.misused,
      'cotangent.file',
      `error: cannot write ${file}: ${(cause as Error).message}`,
    )
  }
}

const withBar = <R>(watched: boolean, run: (progress: Progress) => R): R => {
  if (!watched) return run(silently)
  const bar = new SingleBar({ format: '{bar} {value}/{total} {next}', stream: process.stderr, clearOnComplete: true })
  bar.start(1, 0, { next: '' })
  try {
    return run((done, of, next) => {
      bar.setTotal(of)
      bar.update(done, { next })
    })
  } finally {
    bar.stop()
  }
}

/** What a command makes of its options. */
interface Outcome {
  readonly options: object
  readonly figures: object
  readonly sections: readonly Section[]
}

const present = (
  terminal: Terminal,
  lesson: string,
  { options, figures, sections }: Outcome,
  json?: string,
): boolean => {
  terminal.out(`${sections.map(showSection).join('\n')}`)
  if (json !== undefined) save(json, jsonOf({ lesson, options, figures }))
  const different = missed(sections.flatMap((section) => section.figures))
  if (different.length > 0) terminal.err(`${different.length} printed figures did not come out\n`)
  return different.length === 0
}

const engineOption = (): Option =>
  new Option('--engine <name>', 'what to compute on').choices(['wasm', 'reference']).default('wasm')

/** The command line around the lessons. Commands tell `finish` whether all figures came out. */
const programOf = (terminal: Terminal, finish: (well: boolean) => void): Command => {
  const program = createCommand('lesson')
    .description('Runs a lesson and shows what it printed beside what comes out here.')
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
  program
    .command('backprop')
    .description('derivatives, linear regression and a network of two layers on iris')
    .option('--seed <number>', 'of the initial weights', seed, backpropDefaults.seed)
    .option('--hidden <number>', 'hidden nodes of the network', size, backpropDefaults.hidden)
    .option('--lr <number>', 'learning rate of the network', positive, backpropDefaults.rate)
    .option('--iterations <number>', 'steps of the network', count, backpropDefaults.iterations)
    .option('--linear-lr <number>', 'learning rate of the linear regression', positive, backpropDefaults.linearRate)
    .option('--linear-iterations <number>', 'steps of the regression', count, backpropDefaults.linearIterations)
    .addOption(engineOption())
    .option('--json <file>', 'write all figures to a file')
    .action(({ lr, linearLr, json, ...given }) => {
      const options = { ...backpropDefaults, ...given, rate: lr, linearRate: linearLr }
      const figures = withBar(terminal.watched, (progress) => backprop(options, progress))
      finish(present(terminal, 'backprop', { options, figures, sections: reportBackprop(figures, options) }, json))
    })
  program
    .command('neurons')
    .description('a single neuron, its failure on exclusive or, and the network that learns it')
    .option('--seed <number>', 'of the initial weights', seed, neuronsDefaults.seed)
    .option('--iterations <number>', 'adjustments of the single neuron', count, neuronsDefaults.iterations)
    .option('--hidden <number>', 'hidden nodes of the network', size, neuronsDefaults.hidden)
    .option('--lr <number>', 'learning rate of the network', positive, neuronsDefaults.rate)
    .option('--epochs <number>', 'epochs of the network', count, neuronsDefaults.epochs)
    .addOption(engineOption())
    .option('--json <file>', 'write all figures to a file')
    .action(({ lr, json, ...given }) => {
      const options = { ...neuronsDefaults, ...given, rate: lr }
      const figures = withBar(terminal.watched, (progress) => neurons(options, progress))
      finish(present(terminal, 'neurons', { options, figures, sections: reportNeurons(figures, options) }, json))
    })
  return program
}

/** Runs the command line and gives its exit code. */
export const main = (args: readonly string[], terminal: Terminal): number => {
  let code: number = exitCodes.well
  const program = programOf(terminal, (well) => {
    code = well ? exitCodes.well : exitCodes.failed
  })
  try {
    program.parse(args, { from: 'user' })
    return code
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.code === 'cotangent.file') terminal.err(`${error.message}\n`)
    return error.exitCode === 0 ? exitCodes.well : exitCodes.misused
  }
}
