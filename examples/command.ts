import { SingleBar } from 'cli-progress'
import { type Command, CommanderError, createCommand } from 'commander'
import { type DrawingError, redrawn, showDrawingError, withProgress } from 'cotangent/cli'
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { backpropCommand } from './lessons/backprop/command.js'
import { engine, type LessonCommand, type Observer, type Outcome } from './lessons/command.js'
import { deepCommand } from './lessons/deep/command.js'
import { mnistCommand } from './lessons/mnist/command.js'
import { neuronsCommand } from './lessons/neurons/command.js'
import { silently, unwatched } from './lessons/parts.js'
import { missed, showSection } from './lessons/printed.js'
import { softmaxCommand } from './lessons/softmax/command.js'
import { jsonOf, save, savePlots } from './saving.js'

/** Where a command writes, and whether someone watches it work. */
export interface Terminal {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  readonly watched: boolean
}

/** Exit codes: all well, a figure did not come out, the command was not understood. */
const exitCodes = { well: 0, failed: 1, misused: 2 } as const

/** What is wrong with a file, as a line. */
const unusable = 'lesson.unusable'

const failWith = (problem: string): never => {
  throw new CommanderError(exitCodes.misused, unusable, `error: ${problem}`)
}

/** What came of writing files, unless it failed. */
const sound = <A>(outcome: Either<string, A>): A => (isLeft(outcome) ? failWith(outcome.left) : outcome.right)

/** Figures that are drawn anew while states come; the first drawing that fails ends it. */
const redrawOn =
  ({ err, watched }: Terminal): Observer['redraw'] =>
  (figure, states, file) =>
  async () => {
    const { columns, rows } = process.stderr
    const stream = { isTTY: watched && file === undefined, columns, rows, write: err }
    const failures: DrawingError[] = []
    const onError = (error: DrawingError) => void failures.push(error)
    for await (const _ of redrawn(figure, { stream, onError, ...(file === undefined ? {} : { file }) })(states))
      if (failures.length > 0) break
    return failures.length > 0 ? left(showDrawingError(failures[0])) : right(undefined)
  }

/** Lets a lesson be observed by someone who watches, with a bar that is there from the first part on. */
const observed = async <R>(terminal: Terminal, run: (observer: Observer) => Promise<R>): Promise<R> => {
  const redraw = redrawOn(terminal)
  if (!terminal.watched) return run({ progress: silently, watch: unwatched, redraw })
  const bar = new SingleBar({ format: '{bar} {value}/{total} {next}', stream: process.stderr, clearOnComplete: true })
  const progress: Observer['progress'] = (done, of, next) => {
    if (!bar.isActive) bar.start(of, done, { next })
    bar.update(done, { next })
  }
  try {
    return await run({ progress, watch: withProgress, redraw })
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
    .option('--plots <folder>', 'draw plots into a folder, as SVG and PNG')
    .action(async ({ json, plots: folder, ...given }) => {
      const outcome = await observed(terminal, (observer) => lesson.run(given as Given, observer)())
      const found = sound(outcome)
      const { options, figures, plots } = found
      const well = present(terminal, found)
      if (json !== undefined) sound(save(json, jsonOf({ lesson: lesson.name, options, figures })))
      if (folder !== undefined) sound(await savePlots(folder, lesson.name, plots)())
      finish(well)
    })

/** The command line around the lessons; each tells `finish` whether all its figures came out. */
const programOf = (terminal: Terminal, finish: (well: boolean) => void): Command => {
  const program = createCommand('lesson')
    .description('Runs a lesson and shows what it printed beside what comes out here.')
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
  addLesson(program, backpropCommand, terminal, finish)
  addLesson(program, softmaxCommand, terminal, finish)
  addLesson(program, neuronsCommand, terminal, finish)
  addLesson(program, mnistCommand, terminal, finish)
  addLesson(program, deepCommand, terminal, finish)
  return program
}

/** Runs the command line and gives its exit code. */
export const main = async (args: readonly string[], terminal: Terminal): Promise<number> => {
  let code: number = exitCodes.well
  const program = programOf(terminal, (well) => {
    code = well ? exitCodes.well : exitCodes.failed
  })
  try {
    await program.parseAsync(args, { from: 'user' })
    return code
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.code === unusable) terminal.err(`${error.message}\n`)
    return error.exitCode === 0 ? exitCodes.well : exitCodes.misused
  }
}
