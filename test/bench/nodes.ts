import { spawnSync } from 'node:child_process'

/** A Node to measure on. */
export interface Node {
  readonly executable: string
  readonly major: number
  /** Whether it is of a line of long-term support. */
  readonly isSupported: boolean
}

const running: Node = {
  executable: process.execPath,
  major: Number(process.versions.node.split('.')[0]),
  isSupported: process.release.lts !== undefined,
}

const asked = `JSON.stringify({
  executable: process.execPath,
  major: Number(process.versions.node.split('.')[0]),
  isSupported: process.release.lts !== undefined,
})`

/** Finds the Node of a version, or throws an Error that says why there is none. */
export type Find = (version: string) => Node

/** A Node that the npm package `node` brings, by its script, which runs where it is installed. */
const byNpm: Find = (version) => {
  const { status, stdout, stderr } = spawnSync(
    'npx',
    ['-y', '--ignore-scripts=false', `node@${version}`, '-p', asked],
    { encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`there is no Node ${version}: ${stderr.match(/\bcode (\w+)/)?.[1] ?? stderr}`)
  return JSON.parse(stdout)
}

/** The newest Node with long-term support. */
const newestSupported = (find: Find): Node => {
  let node = find('latest')
  while (!node.isSupported) node = find(`${node.major - 1}`)
  return node
}

/** The Nodes to measure on, and why one is absent that would be another of them. */
export interface Chosen {
  readonly nodes: readonly Node[]
  readonly absent?: string
}

/** Those of some major versions, or where none is asked for, the running one and the newest with long-term support. */
export const choose = (versions: readonly string[], find: Find = byNpm): Chosen => {
  if (versions.length > 0)
    return { nodes: versions.map((version) => (version === `${running.major}` ? running : find(version))) }
  try {
    const newest = newestSupported(find)
    return { nodes: newest.major === running.major ? [running] : [running, newest] }
  } catch (error) {
    return { nodes: [running], absent: `The newest Node with long-term support is absent: ${(error as Error).message}` }
  }
}
