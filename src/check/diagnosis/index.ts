/** What is likely wrong with a gradient, told from the whole of it. */
export type { Diagnosis, Evidence } from './evidence.js'
