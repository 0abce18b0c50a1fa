import type { Entry } from '../entry.js'
import { ba } from './ba.js'
import { det } from './det.js'
import { gmm } from './gmm.js'
import { hello } from './hello.js'
import { ht } from './ht.js'
import { kmeans } from './kmeans.js'
import { llsq } from './llsq.js'
import { lse } from './lse.js'
import { lstm } from './lstm.js'
import { ode } from './ode.js'
import { particle } from './particle.js'
import { saddle } from './saddle.js'

/** All evaluations that are measured: a row each in the tables. */
export const entries: readonly Entry[] = [hello, lse, llsq, det, gmm, ba, ht, lstm, kmeans, ode, particle, saddle]
