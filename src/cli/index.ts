/** The face of src/cli: what a program shows while it works. */

export * from './live.js'
export { type ProgressOptions, type ProgressStream, withProgress, withProgressAsync } from './progress.js'
