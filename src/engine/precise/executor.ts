import type { Executor } from '../../graph/index.js'
import { rounded, widened } from './precise.js'
import { runPrecisely } from './run.js'

/** Runs graphs in double-double arithmetic; only the outputs are rounded to their dtypes. */
export const precise: Executor = (graph, operands) => runPrecisely(graph, operands.map(widened)).map(rounded)
