import type { Versions } from '../contestants/index.js'
import type { Machine } from '../machine.js'
import type { Measure } from '../probes/index.js'
import type { Finding } from '../report.js'

/** What a section is given to measure with. */
export interface Setting {
  readonly measure: Measure
  readonly machine: Machine
  readonly python?: Versions
  readonly quick: boolean
  /** With how many cores to try what runs on several: ascending, all of them last. */
  readonly cores: readonly number[]
}

/** A part of the benchmarks. */
export interface Section {
  readonly name: string
  readonly title: string
  readonly run: (setting: Setting) => Promise<Omit<Finding, 'name' | 'title'>>
}
