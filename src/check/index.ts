/** The face of src/check: derivatives by differences, and the check of analytic ones against them. */
export * from './differences.js'
export { type GradcheckOptions, gradcheck, type HandWritten } from './gradcheck.js'
export { type FailureReason, GradientFailure, GradientReport } from './report.js'
export type { Slope } from './slopes.js'
export type { EntryCheck, Verdict } from './verdict.js'
