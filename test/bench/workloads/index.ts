import { cats } from './cats.js'
import { features } from './features.js'
import { iris } from './iris.js'
import { mnist } from './mnist.js'
import type { Workload } from './workload.js'
import { xor } from './xor.js'

export type { Workload } from './workload.js'

/** All workloads, small ones first. */
export const workloads: readonly Workload[] = [xor, iris, features, cats, mnist]
