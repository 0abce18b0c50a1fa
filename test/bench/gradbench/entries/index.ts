import type { Entry } from '../entry.js'
import { gmm } from './gmm.js'
import { hello } from './hello.js'
import { kmeans } from './kmeans.js'
import { llsq } from './llsq.js'
import { lse } from './lse.js'

/** All evaluations that are measured: a row each in the tables. */
export const entries: readonly Entry[] = [hello, lse, llsq, gmm, kmeans]
