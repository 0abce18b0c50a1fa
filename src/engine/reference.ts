import { type Executor, interpretation } from '../graph/index.js'

/** Runs graphs by interpretation, with the kernels of the primitives' own records: what every engine must equal. */
export const reference: Executor = interpretation
