/** The face of src/check: derivatives by differences, and the check of analytic ones against them. */
export {
  type DescribeCheck,
  type GradientCheck,
  type GradientDescription,
  gradientCheck,
  type HessianDescription,
  type JacobianDescription,
  type OpaqueDescription,
  type Points,
  type RunOptions,
} from './check.js'
export type { Culprit, FailureDetails, FailureReason, FastDetails, ReportDetails, Smallest } from './details.js'
export type { Cause, Diagnosis, Mistake, MistakePlace } from './diagnosis/index.js'
export * from './differences.js'
export { type Describe, type ExportedCheck, exportedChecks } from './exported.js'
export { gradcheck, hessiancheck, jacobiancheck } from './gradcheck.js'
export * from './opaque/index.js'
export type {
  CheckEngine,
  GradcheckOptions,
  HandWritten,
  HandWrittenHessian,
  HandWrittenJacobian,
  Only,
  VectorFunction,
} from './options.js'
export { GradientFailure, GradientReport } from './report.js'
export type { Slope } from './slopes.js'
export { type UlpCause, type UlpEntry, type UlpOptions, UlpReport, ulp } from './ulp/index.js'
export type { EntryCheck, JointCheck, Jump, Place, Verdict } from './verdict.js'
