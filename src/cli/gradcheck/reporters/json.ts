import { exitCodeOf, type FileResult, type RunResult, type Tally, tallied } from '../results.js'

/**
 * What `--reporter json` writes. Fields are added without a change of `format`; none is taken away or given another
 * meaning. Numbers that JSON has not are the texts `NaN`, `Infinity` and `-Infinity`.
 */
export interface JsonReport {
  readonly format: 1
  /** The version of the library. */
  readonly cotangent: string
  /** The seed of random points: `--seed` with it gives the same ones. */
  readonly seed: number
  readonly exitCode: number
  readonly tally: Tally
  readonly seconds: number
  readonly files: readonly FileResult[]
}

/** A run as JSON, indented by two. */
export const json = (run: RunResult): string => {
  const report: JsonReport = {
    format: 1,
    cotangent: run.version,
    seed: run.seed,
    exitCode: exitCodeOf(run.files),
    tally: tallied(run.files),
    seconds: run.seconds,
    files: run.files,
  }
  return `${JSON.stringify(report, undefined, 2)}\n`
}
