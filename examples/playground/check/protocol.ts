import type { Verdict as EntryVerdict, FailureReason } from 'cotangent'
import type { Problem } from '../program/program.js'
import type { Place } from '../program/sourceMap.js'

/** What the page asks of the worker: to evaluate a module and to run the checks that it exports. */
export interface Request {
  readonly code: string
}

/** What a check came to: right, right at a kink, or why not. */
export type Verdict = 'right' | 'kink' | FailureReason

/** An entry of a derivative, by its name. */
export interface Entry {
  readonly name: string
  readonly verdict: EntryVerdict
  readonly analytic: number
  readonly numeric: number
  readonly error: number
}

/** A check that was run. */
export interface Verdicted {
  readonly kind: 'verdict'
  /** The name of the export. */
  readonly name: string
  readonly verdict: Verdict
  /** What was found, in one sentence. */
  readonly found: string
  /** The likely mistake, where the derivative as a whole tells. */
  readonly likely: string | undefined
  /** The operation at fault, where something is not finite. */
  readonly because: string | undefined
  /** The smallest point that fails in the same way, and the entry there. */
  readonly smallest: { readonly point: string; readonly entry: Entry | undefined } | undefined
  /** The first of the entries: those at fault, the worst first, or all where none is. */
  readonly entries: readonly Entry[]
  /** How many there are of those. */
  readonly count: number
  /** All that the check says. */
  readonly report: string
  /** Where in the program the mistake is, if it is known. */
  readonly at: Place | undefined
}

/** A check that threw. */
export interface Thrown {
  readonly kind: 'thrown'
  readonly name: string
  readonly problem: Problem
}

export type Checked = Verdicted | Thrown

/** What a module came to. */
export type Outcome =
  | { readonly kind: 'checked'; readonly checks: readonly Checked[]; readonly milliseconds: number }
  /** The module cannot be read or evaluated, or exports no check. */
  | { readonly kind: 'failed'; readonly problem: Problem }

/** What the worker says: that it is there, and what came of the module that it was given last. */
export type Response = { readonly kind: 'ready' } | { readonly kind: 'done'; readonly outcome: Outcome }
