/** The face of src/check: derivatives by differences, and the check of analytic ones against them. */
export { type GradientCheck, type GradientCheckDescription, gradientCheck } from './check.js'
export * from './differences.js'
export { type GradcheckOptions, gradcheck } from './gradcheck.js'
export type { HandWritten, Only } from './point.js'
export { type FailureReason, GradientFailure, GradientReport } from './report.js'
export type { Slope } from './slopes.js'
export type { EntryCheck, Verdict } from './verdict.js'
