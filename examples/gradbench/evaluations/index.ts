import type { Evaluation } from '../evaluation.js'
import { det } from './det.js'
import { hello } from './hello.js'
import { llsq } from './llsq.js'
import { lse } from './lse.js'
import { particle } from './particle.js'
import { saddle } from './saddle.js'

/** All evaluations that the tool knows, by the names of their modules. */
export const evaluations: { readonly [module: string]: Evaluation } = { det, hello, llsq, lse, particle, saddle }
