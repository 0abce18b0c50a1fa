import type { Entry } from '../entry.js'
import { ba } from './ba.js'
import { hello } from './hello.js'
import { ht } from './ht.js'
import { llsq } from './llsq.js'
import { lse } from './lse.js'

/** All evaluations that are measured: a row each in the tables. */
export const entries: readonly Entry[] = [hello, lse, llsq, ba, ht]
