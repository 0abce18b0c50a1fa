import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, inject, it } from 'vitest'

const files = readdirSync(inject('site'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))

const zipped = (path: string): number => gzipSync(readFileSync(path), { level: 9 }).length

const nameOf = (path: string): string => relative(inject('site'), path)

const textOf = (name: string): string => readFileSync(join(inject('site'), name), 'utf8')

/** A file, and all that it loads into its own thread at any time: what it names, but for workers. */
const reachedBy = (name: string, reached = new Set<string>()): ReadonlySet<string> => {
  if (reached.has(name)) return reached
  reached.add(name)
  const text = textOf(name).replace(/new Worker\(.*?\)/gs, '')
  for (const [, each] of text.matchAll(/["'`](?:\.\/)?(?:assets\/)?([\w-]+\.js)["'`]/g)) {
    if (existsSync(join(inject('site'), 'assets', each ?? ''))) reachedBy(`assets/${each}`, reached)
  }
  return reached
}

const total = (paths: readonly string[]): number => paths.reduce((sum, path) => sum + zipped(path), 0)

describe('the built playground', () => {
  it('takes less than 400 KB, compressed, all files together', () => {
    expect(total(files)).toBeGreaterThan(0)
    expect(total(files)).toBeLessThan(400_000)
  })

  it('has nothing of the library in what the page itself loads', () => {
    // What no program of the library can do without: the name of an error that every operation may throw.
    const ofTheLibrary = (name: string): boolean => textOf(name).includes('NotConcrete')
    expect(files.map(nameOf).filter(ofTheLibrary)).not.toEqual([])
    expect([...reachedBy('index.html')].filter(ofTheLibrary)).toEqual([])
  })

  it('names every file by an address of its own folder', () => {
    const html = readFileSync(join(inject('site'), 'index.html'), 'utf8')
    const addresses = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address)
    expect(addresses.length).toBeGreaterThan(1)
    expect(addresses.filter((address) => !/^(\.\/|data:)/.test(address ?? ''))).toEqual([])
  })
})
