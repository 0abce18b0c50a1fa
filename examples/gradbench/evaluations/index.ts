import type { Evaluation } from '../evaluation.js'
import { gmm } from './gmm.js'
import { hello } from './hello.js'
import { kmeans } from './kmeans.js'
import { llsq } from './llsq.js'
import { lse } from './lse.js'

/** All evaluations that the tool knows, by the names of their modules. */
export const evaluations: { readonly [module: string]: Evaluation } = { gmm, hello, kmeans, llsq, lse }
