import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { showDataError } from 'cotangent/data'
import { describe, expect, it } from 'vitest'
import { body, expectWhole, folder, get, left, nothingWasPut, other, serve, sha256 } from './fetching.js'
import { withServer } from './server.js'

/** As the fetcher names the folder of a download that a process has. */
const held = (process_: number): string =>
  join(folder, `.x.bin.${hostname().replace(/[^A-Za-z0-9-]/g, '-')}.${process_}.0123456789abcdef.part`)

const noProcess = 2 ** 22 + 1

const tagged = (request: IncomingMessage, response: ServerResponse, count: number): void =>
  serve(request, response, { etag: '"one"' }, count === 1 ? 100_000 : Infinity)

describe('two that fetch the same file at once', () => {
  it('each get it whole, without a checksum too', () =>
    withServer(
      (request, response) => {
        // The first one is held up in the middle, until the second one is there and under way.
        response.writeHead(200, { etag: '"one"', 'content-length': body.length })
        response.write(body.subarray(0, 150_000))
        const wait = request.url === '/x.bin?1' ? 150 : 50
        setTimeout(() => response.end(body.subarray(150_000)), wait)
      },
      async (base) => {
        const both = await Promise.all([1, 2].map((each) => get({ url: `${base}/x.bin?${each}`, name: 'x.bin' })))
        for (const each of both) expectWhole(each)
      },
    ))

  it('do not mix two versions of it', () =>
    withServer(
      (request, response) => {
        const bytes = request.url === '/x.bin?1' ? body : other
        response.write(bytes.subarray(0, 150_000))
        setTimeout(() => response.end(bytes.subarray(150_000)), request.url === '/x.bin?1' ? 150 : 50)
      },
      async (base) => {
        const [first, second] = await Promise.all(
          [1, 2].map((each) => get({ url: `${base}/x.bin?${each}`, name: 'x.bin' })),
        )
        expect(second).toMatchObject({ right: { bytes: other.length } })
        // It came last.
        expectWhole(first)
      },
    ))
})

describe('a download that a process left', () => {
  const leave = async (base: string, to: string): Promise<void> => {
    await get({ url: `${base}/x.bin` }, { retries: 0 })
    renameSync(join(folder, 'x.bin.part'), to)
  }

  it('that was killed is gone on with', () =>
    withServer(tagged, async (base, log) => {
      await leave(base, held(noProcess))
      expectWhole(await get({ url: `${base}/x.bin`, sha256 }))
      expect(log.requests[1].headers.range).toMatch(/^bytes=[1-9]/)
    }))

  it('that had the number of this one is gone on with', () =>
    withServer(tagged, async (base, log) => {
      await leave(base, held(process.pid))
      utimesSync(held(process.pid), 1, 1)
      expectWhole(await get({ url: `${base}/x.bin`, sha256 }))
      expect(log.requests[1].headers.range).toMatch(/^bytes=[1-9]/)
    }))

  it('that still runs is left to it', () =>
    withServer(tagged, async (base, log) => {
      await leave(base, held(process.ppid))
      expect(await get({ url: `${base}/x.bin`, sha256 })).toMatchObject({ right: { cached: false } })
      expect(log.requests[1].headers.range).toBeUndefined()
      expect(readdirSync(held(process.ppid))).toEqual(['bytes', 'note.json'])
    }))
})

describe.skipIf(process.platform === 'win32')('what others put where a download waits', () => {
  it.each([
    ['a link to a file', (victim: string) => symlinkSync(victim, join(folder, 'x.bin.part'))],
    ['a link to a folder', (victim: string) => symlinkSync(join(victim, '..'), join(folder, 'x.bin.part'))],
    ['a file', () => writeFileSync(join(folder, 'x.bin.part'), 'not ours')],
  ])('is left alone: %s', (_, plant) =>
    withServer(tagged, async (base) => {
      const elsewhere = join(folder, 'elsewhere')
      mkdirSync(elsewhere)
      for (const name of ['victim', 'bytes', 'note.json']) writeFileSync(join(elsewhere, name), 'precious')
      plant(join(elsewhere, 'victim'))
      expect(left(await get({ url: `${base}/x.bin` }, { retries: 0 }))._tag).toBe('TransferError')
      expect(await get({ url: `${base}/x.bin`, sha256 })).toMatchObject({ right: { cached: false } })
      for (const name of readdirSync(elsewhere)) expect(readFileSync(join(elsewhere, name), 'utf8')).toBe('precious')
      expect(existsSync(join(folder, 'x.bin.part'))).toBe(true)
      expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([])
    }),
  )

  it('nobody else can, in what this one fetches', () =>
    withServer(tagged, async (base) => {
      await get({ url: `${base}/x.bin` }, { retries: 0 })
      expect(statSync(join(folder, 'x.bin.part')).mode & 0o777).toBe(0o700)
      nothingWasPut()
    }))
})

describe('a password in an address', () => {
  it('is sent, but neither kept in files nor shown', () =>
    withServer(tagged, async (base, log) => {
      const url = `${base.replace('//', '//me:hush@')}/x.bin`
      const error = left(await get({ url }, { retries: 0 }))
      expect(log.requests[0].headers.authorization).toBe(`Basic ${Buffer.from('me:hush').toString('base64')}`)
      expect(readFileSync(join(folder, 'x.bin.part', 'note.json'), 'utf8')).not.toContain('hush')
      expect(showDataError(error)).toBe(`${base}/x.bin: the connection was cut`)
    }))
})
