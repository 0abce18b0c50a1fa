import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, inject, it } from 'vitest'

const files = readdirSync(inject('site'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))

const zipped = (path: string): number => gzipSync(readFileSync(path), { level: 9 }).length

const total = (paths: readonly string[]): number => paths.reduce((sum, path) => sum + zipped(path), 0)

describe('the built playground', () => {
  it('takes less than 400 KB, compressed, all files together', () => {
    expect(total(files)).toBeGreaterThan(0)
    expect(total(files)).toBeLessThan(400_000)
  })

  it('has nothing of the library in what the page itself loads', () => {
    // What no program of the library can do without: the name of an error that every operation may throw.
    const page = files.filter((path) => /assets\/[^/]+\.js$/.test(path) && !/worker/.test(path))
    const withLibrary = page.filter((path) => readFileSync(path, 'utf8').includes('NotConcrete'))
    expect(withLibrary.map((path) => path.slice(inject('site').length))).toEqual([])
  })

  it('names every file by an address of its own folder', () => {
    const html = readFileSync(join(inject('site'), 'index.html'), 'utf8')
    const addresses = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address)
    expect(addresses.length).toBeGreaterThan(1)
    expect(addresses.filter((address) => !/^(\.\/|data:)/.test(address ?? ''))).toEqual([])
  })
})
