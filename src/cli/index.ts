/** The face of src/cli: what a program shows while it works, and what `npx cotangent gradcheck` reports. */

export type { JsonReport } from './gradcheck/reporters/json.js'
export type { CheckResult, CheckStatus, FileResult, SourceLine, Tally } from './gradcheck/results.js'
export * from './live.js'
export { type ProgressOptions, type ProgressStream, withProgress, withProgressAsync } from './progress.js'
