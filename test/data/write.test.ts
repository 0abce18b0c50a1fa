import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { writeAtomically } from 'cotangent/data'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cotangent-write-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const old = Uint8Array.of(9, 9)
const fresh = Uint8Array.of(1, 2, 3)

/** As the writer names its temporary files. */
const leftover = (name: string, writer: number): string =>
  join(folder, `.${name}.${hostname().replace(/[^A-Za-z0-9-]/g, '-')}.${writer}.0123456789abcdef.partial`)

describe('writeAtomically', () => {
  it('makes a file, replaces one, and leaves nothing else', async () => {
    const path = join(folder, 'file')
    expect(await writeAtomically(path, old)()).toEqual(E.right(undefined))
    expect(await writeAtomically(path, [fresh, new Uint8Array(), old])()).toEqual(E.right(undefined))
    expect([...readFileSync(path)]).toEqual([1, 2, 3, 9, 9])
    expect(readdirSync(folder)).toEqual(['file'])
  })

  it('writes nothing where the system refuses', async () => {
    mkdirSync(join(folder, 'taken/inner'), { recursive: true })
    expect(await writeAtomically(join(folder, 'taken'), fresh)()).toMatchObject({ left: { _tag: 'SystemError' } })
    expect(await writeAtomically(join(folder, 'none/file'), fresh)()).toMatchObject({
      left: { _tag: 'SystemError', code: 'ENOENT' },
    })
    expect(readdirSync(folder)).toEqual(['taken'])
  })

  it.skipIf(process.platform === 'win32')('keeps permissions, and links', async () => {
    const path = join(folder, 'file')
    writeFileSync(path, old)
    chmodSync(path, 0o600)
    symlinkSync('file', join(folder, 'link'))
    await writeAtomically(join(folder, 'link'), fresh)()
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true)
    expect([...readFileSync(path)]).toEqual([1, 2, 3])
  })

  it.skipIf(process.platform === 'win32')('keeps permissions that new files do not have', async () => {
    const path = join(folder, 'file')
    writeFileSync(path, old)
    chmodSync(path, 0o666)
    const mask = process.umask(0o077)
    try {
      await writeAtomically(path, fresh)()
      await writeAtomically(join(folder, 'new'), fresh)()
    } finally {
      process.umask(mask)
    }
    expect(statSync(path).mode & 0o777).toBe(0o666)
    expect(statSync(join(folder, 'new')).mode & 0o777).toBe(0o600)
  })

  it.skipIf(process.platform === 'win32')('writes where links lead, though nothing is there yet', async () => {
    mkdirSync(join(folder, 'inner'))
    symlinkSync('inner/link', join(folder, 'link'))
    symlinkSync('../file', join(folder, 'inner/link'))
    expect(await writeAtomically(join(folder, 'link'), fresh)()).toEqual(E.right(undefined))
    expect([...readFileSync(join(folder, 'file'))]).toEqual([1, 2, 3])
    expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true)
    symlinkSync('round', join(folder, 'round'))
    expect(await writeAtomically(join(folder, 'round'), fresh)()).toMatchObject({ left: { code: 'ELOOP' } })
  })

  it.skipIf(process.platform === 'win32')('writes to a folder that it may not list', async () => {
    const box = join(folder, 'box')
    mkdirSync(box)
    const isRoot = process.geteuid?.() === 0
    const nobody = 65534
    if (isRoot) {
      chmodSync(folder, 0o755)
      chownSync(box, nobody, nobody)
    }
    chmodSync(box, 0o300)
    // Whom permissions do not hold back must be somebody else for a moment.
    if (isRoot) process.seteuid?.(nobody)
    try {
      expect(() => readdirSync(box)).toThrow('EACCES')
      expect(await writeAtomically(join(box, 'file'), fresh)()).toEqual(E.right(undefined))
    } finally {
      if (isRoot) process.seteuid?.(0)
      chmodSync(box, 0o700)
    }
    expect(readdirSync(box)).toEqual(['file'])
  })

  it('writes where it cannot remove what others left', async () => {
    const stubborn = leftover('file', 2 ** 22 + 1)
    mkdirSync(stubborn)
    expect(await writeAtomically(join(folder, 'file'), fresh)()).toEqual(E.right(undefined))
    expect(readdirSync(folder).sort()).toEqual([basename(stubborn), 'file'])
  })

  it('removes what killed writers of the same file left, and nothing else', async () => {
    const gone = 2 ** 22 + 1
    const abandoned = leftover('file', gone)
    const inherited = leftover('file', process.pid)
    const kept = [leftover('file', process.ppid), leftover('other', gone), join(folder, '.file.partial')]
    for (const path of [abandoned, inherited, ...kept]) writeFileSync(path, old)
    utimesSync(inherited, 1, 1)
    await writeAtomically(join(folder, 'file'), fresh)()
    expect(readdirSync(folder).sort()).toEqual(['file', ...kept.map((path) => path.slice(folder.length + 1))].sort())
  })

  it('does not remove what this process is writing: of many writers one wins whole', async () => {
    const path = join(folder, 'file')
    const contents = Array.from({ length: 20 }, (_, index) => new Uint8Array(10_000).fill(index))
    const results = await Promise.all(contents.map((content) => writeAtomically(path, content)()))
    expect(results.every(E.isRight)).toBe(true)
    const found = readFileSync(path)
    expect([...found]).toEqual([...contents[found[0]]])
    expect(readdirSync(folder)).toEqual(['file'])
  })
})
