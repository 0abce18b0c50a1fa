import { availableParallelism, cpus } from 'node:os'

/** Where and when something was measured. */
export interface Machine {
  readonly date: string
  readonly cpu: string
  readonly cores: number
  readonly node: string
  /** The name of its line of long-term support, where it is one. */
  readonly lts?: string
}

export const thisMachine = (): Machine => ({
  date: new Date().toISOString().slice(0, 10),
  cpu: cpus()[0].model.trim(),
  cores: availableParallelism(),
  node: process.versions.node,
  lts: process.release.lts,
})

export const showMachine = ({ date, cpu, cores, node, lts }: Machine): string =>
  `${date}, ${cpu}, ${cores} cores, Node ${node}${lts === undefined ? '' : ` (${lts} LTS)`}`
