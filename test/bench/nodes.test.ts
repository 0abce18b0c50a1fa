import { describe, expect, it } from 'vitest'
import { choose, type Find } from './nodes.js'

/** A registry whose newest version is of a major number, and where some majors have long-term support. */
const registry =
  (latest: number, ...supported: readonly number[]): Find =>
  (version) => {
    const major = version === 'latest' ? latest : Number(version)
    return { executable: `node${major}`, major, isSupported: supported.includes(major) }
  }

const offline: Find = (version) => {
  throw new Error(`there is no Node ${version}: ENOTFOUND`)
}

const here = Number(process.versions.node.split('.')[0])

describe('the Nodes to measure on', () => {
  it('are the running one and the newest with long-term support', () => {
    const { nodes, absent } = choose([], registry(here + 6, here, here + 4))
    expect(nodes.map(({ major }) => major)).toEqual([here, here + 4])
    expect(nodes[0].executable).toBe(process.execPath)
    expect(absent).toBeUndefined()
  })

  it('are one where the running one is the newest', () =>
    expect(choose([], registry(here, here)).nodes.map(({ executable }) => executable)).toEqual([process.execPath]))

  it('are the running one alone where no other is to be had, which is told', () => {
    const { nodes, absent } = choose([], offline)
    expect(nodes.map(({ major }) => major)).toEqual([here])
    expect(absent).toMatch('there is no Node latest: ENOTFOUND')
  })

  it('are those that are asked for, or an error', () => {
    expect(choose(['24', '26'], registry(26)).nodes.map(({ executable }) => executable)).toEqual(
      ['24', '26'].map((version) => (version === `${here}` ? process.execPath : `node${version}`)),
    )
    expect(() => choose([`${here + 1}`], offline)).toThrow('ENOTFOUND')
  })
})
