/** What is probably wrong with a gradient: the face of src/check/diagnosis. */
export { diagnose } from './diagnose.js'
export { sightsFrom } from './elsewhere.js'
export type { Cause, Diagnosis, Evidence, Gradient, Mistake, MistakePlace, Sight } from './evidence.js'
export { smallestWrong, type WrongPart } from './smallest.js'
export { type Shared, unshared } from './unshared.js'
