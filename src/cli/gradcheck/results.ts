/** A line of the user's code: the file by its path from the folder where the command runs, with forward slashes. */
export interface SourceLine {
  readonly file: string
  readonly line: number
}

/**
 * What came of one check: `right`; `wrong`, with what `gradcheck` says; `error`, where it could not be run; `skipped`,
 * where `--bail` ended the run before.
 */
export type CheckStatus = 'right' | 'wrong' | 'error' | 'skipped'

/** One exported check and what came of it. */
export interface CheckResult {
  /** The name of the export, with `[0]` for the first of a list. */
  readonly name: string
  readonly status: CheckStatus
  /** Where it was made. */
  readonly at: SourceLine
  readonly seconds: number
  /** What is to be said of it, without colours; of a check that is right, one line. */
  readonly text: string
  /** The likely mistake, where the derivative as a whole tells. */
  readonly likely?: string
  /** The line at fault, where the check has found it. */
  readonly culprit?: SourceLine
  /** The report or the failure as its `toJSON` gives it. */
  readonly details?: unknown
}

/** What came of one file. */
export interface FileResult {
  readonly file: string
  readonly checks: readonly CheckResult[]
  /** Why the file, or the rest of it, could not be run. */
  readonly problem?: string
  /** Where that was, if it is known. */
  readonly at?: SourceLine
  /** Whether `--bail` ended the run before its checks were known. */
  readonly skipped?: boolean
  readonly seconds: number
}

/** What came of a run, in the order of the files' names. */
export interface RunResult {
  readonly version: string
  readonly seed: number
  readonly files: readonly FileResult[]
  readonly seconds: number
}

/** How many checks came out how. */
export interface Tally {
  readonly right: number
  readonly wrong: number
  readonly error: number
  /** Checks, and files whose checks are not known. */
  readonly skipped: number
  /** Files. */
  readonly broken: number
}

/** The counts of a run. */
export const tallied = (files: readonly FileResult[]): Tally => {
  const checks = files.flatMap((file) => file.checks)
  const count = (status: CheckStatus): number => checks.filter((check) => check.status === status).length
  return {
    right: count('right'),
    wrong: count('wrong'),
    error: count('error'),
    skipped: count('skipped') + files.filter((file) => file.skipped).length,
    broken: files.filter(({ problem }) => problem !== undefined).length,
  }
}

/** Exit codes: all right, a wrong gradient, something could not be run. */
export const exitCodes = { right: 0, wrong: 1, unable: 2 } as const

/** The exit code of a run: what could not be run goes before what is wrong. */
export const exitCodeOf = (files: readonly FileResult[]): number => {
  const { wrong, error, broken } = tallied(files)
  if (error > 0 || broken > 0) return exitCodes.unable
  return wrong > 0 ? exitCodes.wrong : exitCodes.right
}

const counted = (many: number, what: string): readonly string[] => (many === 0 ? [] : [`${many} ${what}`])

/** `3 right, 1 wrong`, as a line. */
export const showTally = (files: readonly FileResult[]): string => {
  const { right, wrong, error, skipped, broken } = tallied(files)
  return [
    `${right} right`,
    ...counted(wrong, 'wrong'),
    ...counted(error, 'could not be run'),
    ...counted(broken, broken === 1 ? 'file could not be run' : 'files could not be run'),
    ...counted(skipped, 'not run'),
  ].join(', ')
}
