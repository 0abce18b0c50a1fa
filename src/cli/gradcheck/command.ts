import { randomInt } from 'node:crypto'
import { appendFile, mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import type { Telling } from './arguments.js'
import { filesOf } from './files.js'
import { runFiles } from './pool.js'
import { annotationsOf } from './reporters/github.js'
import { json } from './reporters/json.js'
import { junit } from './reporters/junit.js'
import { markdown } from './reporters/markdown.js'
import { paletteOf, prettyEnd, prettyFile } from './reporters/pretty.js'
import { exitCodeOf, exitCodes, type FileResult, type RunResult } from './results.js'
import { help, largestSeed, type Settings, settingsOf } from './settings.js'

/** What a command works in. */
export interface Surroundings {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  readonly coloured: boolean
  /** The folder that patterns and paths start from. */
  readonly folder: string
  readonly environment: { readonly [name: string]: string | undefined }
  readonly version: string
}

const reports = { json, junit, markdown } as const

/** A run as one of the reporters tells it, all at once. */
const told = (reporter: Telling['reporter'], run: RunResult, { folder, environment }: Surroundings): string => {
  if (reporter === 'github') return annotationsOf(run.files, folder, environment.GITHUB_WORKSPACE ?? folder)
  if (reporter !== 'pretty') return reports[reporter](run)
  const plain = paletteOf(false)
  return run.files.map((file) => prettyFile(file, plain)).join('') + prettyEnd(run, plain)
}

const problemOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown))

/** Writes the reports that go to files; gives what went wrong. */
const written = async (
  tellings: readonly Telling[],
  run: RunResult,
  around: Surroundings,
): Promise<readonly string[]> => {
  const summary = around.environment.GITHUB_STEP_SUMMARY
  const summarised = summary !== undefined && tellings.some(({ reporter }) => reporter === 'github')
  const writings = [
    ...tellings.flatMap(({ reporter, file }) =>
      file === undefined
        ? []
        : [
            async () => {
              const path = resolve(around.folder, file)
              await mkdir(dirname(path), { recursive: true })
              await writeFile(path, told(reporter, run, around))
            },
          ],
    ),
    ...(summarised ? [() => appendFile(summary, markdown(run))] : []),
  ]
  const outcomes = await Promise.allSettled(writings.map((write) => write()))
  return outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [`a report could not be written: ${problemOf(outcome.reason)}`] : [],
  )
}

/** Whether nothing in a file was asked for. */
const isEmpty = ({ checks, problem, skipped }: FileResult): boolean =>
  checks.length === 0 && problem === undefined && !skipped

/** Runs the files; what is for people is told as soon as it is known, in the order of the files. */
const ran = async (
  files: readonly string[],
  seed: number,
  { jobs, timeout, bail, options, only, tellings }: Settings,
  { out, err, folder, coloured, version }: Surroundings,
): Promise<RunResult> => {
  const began = performance.now()
  const palette = paletteOf(coloured)
  const live = tellings.some(({ reporter, file }) => reporter === 'pretty' && file === undefined)
  const tasks = files.map((file) => ({ file, folder, options: { ...options, seed }, only, done: 0 }))
  const results: FileResult[] = []
  for (const pending of runFiles(tasks, { jobs, timeout, bail, printed: err })) {
    const result = await pending
    results.push(result)
    if (live && !isEmpty(result)) out(prettyFile(result, palette))
  }
  const run = { version, seed, files: results, seconds: (performance.now() - began) / 1000 }
  if (live && !results.every(isEmpty)) out(prettyEnd(run, palette))
  return run
}

/** Runs the checks that the settings name, tells of them, and gives the exit code. */
const checked = async (settings: Settings, around: Surroundings): Promise<number> => {
  const { out, err, folder } = around
  const unable = (problem: string): number => {
    err(`error: ${problem}\n`)
    return exitCodes.unable
  }
  const files = await filesOf(settings.patterns, folder)
  if (isLeft(files)) return unable(files.left)
  const seed = settings.seed === 'random' ? randomInt(largestSeed) : (settings.seed ?? 0)
  const run = await ran(files.right, seed, settings, around)
  if (run.files.every(isEmpty)) return unable(`no check is named like ${settings.only}`)
  for (const { reporter, file } of settings.tellings)
    if (file === undefined && reporter !== 'pretty') out(told(reporter, run, around))
  const failures = await written(settings.tellings, run, around)
  for (const failure of failures) err(`error: ${failure}\n`)
  return failures.length > 0 ? exitCodes.unable : exitCodeOf(run.files)
}

/** The command `gradcheck` with its arguments; gives the exit code. */
export const gradcheckCommand = async (args: readonly string[], around: Surroundings): Promise<number> => {
  const request = settingsOf(args, around.environment.GITHUB_ACTIONS === 'true')
  if (isLeft(request)) {
    around.err(`error: ${request.left}\n`)
    return exitCodes.unable
  }
  if (request.right.ask === 'run') return checked(request.right, around)
  around.out(request.right.ask === 'help' ? help : `${around.version}\n`)
  return exitCodes.right
}
