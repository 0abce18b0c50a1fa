import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { SingleBar } from 'cli-progress'
import { type Command, CommanderError, createCommand } from 'commander'
import { backpropCommand } from './lessons/backprop/command.js'
import { engine, type LessonCommand, type Outcome } from './lessons/command.js'
import { neuronsCommand } from './lessons/neurons/command.js'
import { type Progress, silently } from './lessons/parts.js'
import { missed, showSection } from './lessons/printed.js'

/** Where a command writes, and whether someone watches it work. */
export interface Terminal {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  readonly watched: boolean
}

/** Exit codes: all well, a figure did not come out, the command was not understood. */
const exitCodes = { well: 0, failed: 1, misused: 2 } as const

/** The figures as JSON, where numbers that JSON does not know stand by their names. */
export const jsonOf = (figures: unknown): string => {
  const named = (_: string, value: unknown): unknown =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value
  return `${JSON.stringify(figures, named, 1)}\n`
}

const unwritable = 'lesson.unwritable'

/** Writes a file, and the folders that it takes. */
const save = (file: string, text: string): void => {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  } catch (cause) {
    throw new CommanderError(exitCodes.misused, unwritable, `error: cannot write ${file}: ${(cause as Error).message}`)
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

/** Shows what came of a lesson, and tells whether it is what the lesson prints. */
const present = ({ out, err }: Terminal, { sections }: Outcome): boolean => {
  out(sections.map(showSection).join('\n'))
  const different = missed(sections.flatMap(({ figures }) => figures))
  if (different.length > 0) err(`${different.length} printed figures did not come out\n`)
  return different.length === 0
}

const addLesson = <Given>(
  program: Command,
  lesson: LessonCommand<Given>,
  terminal: Terminal,
  finish: (well: boolean) => void,
): Command =>
  lesson
    .options(program.command(lesson.name).description(lesson.description))
    .addOption(engine())
    .option('--json <file>', 'write all figures to a file')
    .action(({ json, ...given }) => {
      const outcome = withBar(terminal.watched, (progress) => lesson.run(given as Given, progress))
      const well = present(terminal, outcome)
      const { options, figures } = outcome
      if (json !== undefined) save(json, jsonOf({ lesson: lesson.name, options, figures }))
      finish(well)
    })

/** The command line around the lessons; each tells `finish` whether all its figures came out. */
const programOf = (terminal: Terminal, finish: (well: boolean) => void): Command => {
  const program = createCommand('lesson')
    .description('Runs a lesson and shows what it printed beside what comes out here.')
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
  addLesson(program, backpropCommand, terminal, finish)
  addLesson(program, neuronsCommand, terminal, finish)
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
    if (error.code === unwritable) terminal.err(`${error.message}\n`)
    return error.exitCode === 0 ? exitCodes.well : exitCodes.misused
  }
}
