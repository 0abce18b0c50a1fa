/** The face of src/check/ulp: how far results are from precise ones. */
export { type UlpCause, type UlpEntry, UlpReport } from './report.js'
export { type UlpOptions, ulp } from './ulp.js'
