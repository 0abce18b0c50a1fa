import type { CheckResult, SourceLine } from './results.js'
import type { GivenOptions } from './settings.js'

/** What a worker is told: the checks of one file. */
export interface Task {
  /** The absolute path. */
  readonly file: string
  /** The folder that paths are shown from. */
  readonly folder: string
  readonly options: GivenOptions
  readonly only: RegExp | undefined
  /** How many of the checks are not to be run, since they were before. */
  readonly done: number
}

/** What a worker says: which checks there are, what came of each in turn, or why there are none. */
export type Message =
  | { readonly say: 'loaded'; readonly checks: readonly Pick<CheckResult, 'name' | 'at'>[] }
  | { readonly say: 'finished'; readonly result: CheckResult }
  | { readonly say: 'done' }
  | { readonly say: 'broken'; readonly problem: string; readonly at: SourceLine | undefined }
