import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { FetchProgress } from 'cotangent/data'
import { describe, expect, it } from 'vitest'
import { body, digest, expectWhole, folder, get, left, nothingWasPut, other, serve, sha256 } from './fetching.js'
import { withServer } from './server.js'

describe('a file that is sent as it should be', () => {
  it('arrives, with progress to its end, and is there the next time', () =>
    withServer(
      (request, response) => serve(request, response),
      async (base, log) => {
        const seen: FetchProgress[] = []
        const request = { url: `${base}/a/x.bin?version=2`, sha256: sha256.toUpperCase() }
        expectWhole(await get(request, { onProgress: (progress) => seen.push(progress) }))
        expect(seen.at(-1)).toEqual({ url: request.url, received: body.length, total: body.length })
        expect(seen.every(({ received }, at) => at === 0 || received > seen[at - 1].received)).toBe(true)
        expect(log.requests[0].headers['accept-encoding']).toBe('identity')
        expect(await get(request)).toMatchObject({ right: { cached: true, sha256, bytes: body.length } })
        expect(log.requests).toHaveLength(1)
      },
    ))

  it('replaces one whose checksum is wrong', () =>
    withServer(
      (request, response) => serve(request, response),
      async (base) => {
        writeFileSync(join(folder, 'x.bin'), 'damaged')
        expectWhole(await get({ url: `${base}/x.bin`, sha256 }))
      },
    ))

  it('without a checksum, is trusted the first time, and its checksum told', () =>
    withServer(
      (request, response) => serve(request, response),
      async (base) => expectWhole(await get({ url: `${base}/y`, name: 'x.bin' })),
    ))

  it('in pieces without a length', () =>
    withServer(
      (_, response) => {
        response.write(body.subarray(0, 1000))
        response.end(body.subarray(1000))
      },
      async (base) => expectWhole(await get({ url: `${base}/x.bin`, sha256 })),
    ))

  it('empty', () =>
    withServer(
      (_, response) => response.end(),
      async (base) => expectWhole(await get({ url: `${base}/x.bin` }), Buffer.alloc(0)),
    ))

  it('somewhere else', () =>
    withServer(
      (request, response, count) =>
        count < 3
          ? response.writeHead([301, 307][count - 1], { location: `/${count}/` }).end()
          : serve(request, response),
      async (base, log) => {
        expectWhole(await get({ url: `${base}/x.bin`, sha256 }))
        expect(log.requests.map(({ url }) => url)).toEqual(['/x.bin', '/1/', '/2/'])
      },
    ))
})

describe('a connection that is cut', () => {
  it.each([
    ['by its tag', { etag: '"one"' }, '"one"'],
    ['by the time of its last change', { modified: 'Tue, 01 Sep 1998 10:00:00 GMT' }, 'Tue, 01 Sep 1998 10:00:00 GMT'],
  ])('goes on where it ended, the version told %s', (_, version, condition) =>
    withServer(
      (request, response, count) => serve(request, response, version, count < 3 ? 100_000 : Infinity),
      async (base, log) => {
        expectWhole(await get({ url: `${base}/x.bin`, sha256 }))
        const starts = log.requests.map(({ headers }) => Number(/\d+/.exec(headers.range ?? '')?.[0] ?? 0))
        expect(starts[0]).toBe(0)
        expect(starts[1]).toBeGreaterThan(0)
        expect(starts[2]).toBeGreaterThan(starts[1])
        expect(log.requests.slice(1).map(({ headers }) => headers['if-range'])).toEqual([condition, condition])
      },
    ),
  )

  it('goes on in another call, as after the end of the process', () =>
    withServer(
      (request, response, count) => serve(request, response, { etag: '"one"' }, count === 1 ? 100_000 : Infinity),
      async (base, log) => {
        const url = `${base}/x.bin`
        expect(left(await get({ url, sha256 }, { retries: 0 }))).toMatchObject({ _tag: 'TransferError', url })
        nothingWasPut()
        expect(readdirSync(folder)).toEqual(['x.bin.part'])
        expect(readdirSync(join(folder, 'x.bin.part'))).toEqual(['bytes', 'note.json'])
        const seen: number[] = []
        expectWhole(await get({ url, sha256 }, { onProgress: ({ received }) => seen.push(received) }))
        expect(log.requests[1].headers.range).toMatch(/^bytes=[1-9]/)
        expect(seen[0]).toBeGreaterThan(1)
      },
    ))

  it.each([
    [
      'another address',
      (note: object) => JSON.stringify({ ...note, address: digest(Buffer.from('http://127.0.0.1/else')) }),
    ],
    ['a note that is none', () => '{"__proto__": {"url": 1'],
    ['a note of another kind', () => '[1, 2]'],
    ['a version that no header can have', (note: object) => JSON.stringify({ ...note, version: '"a"\r\nx: y' })],
    ['a version of other letters', (note: object) => JSON.stringify({ ...note, version: '"\u0131"' })],
  ])('begins anew for %s', (_, spoil) =>
    withServer(
      (request, response, count) => serve(request, response, { etag: '"one"' }, count === 1 ? 100_000 : Infinity),
      async (base, log) => {
        await get({ url: `${base}/x.bin` }, { retries: 0 })
        const note = join(folder, 'x.bin.part', 'note.json')
        writeFileSync(note, spoil(JSON.parse(readFileSync(note, 'utf8'))))
        expectWhole(await get({ url: `${base}/x.bin` }))
        expect(log.requests[1].headers.range).toBeUndefined()
      },
    ),
  )

  it('begins anew where the server tells no version, or only a weak one', () =>
    withServer(
      (request, response, count) => serve(request, response, { etag: 'W/"one"' }, count === 1 ? 100_000 : Infinity),
      async (base, log) => {
        expectWhole(await get({ url: `${base}/x.bin`, sha256 }))
        expect(log.requests[1].headers.range).toBeUndefined()
      },
    ))

  it('is given up after so many tries', () =>
    withServer(
      (request, response) => serve(request, response, {}, 1000),
      async (base, log) => {
        expect(left(await get({ url: `${base}/x.bin` }, { retries: 2 }))).toMatchObject({
          _tag: 'TransferError',
          problem: 'the connection was cut',
        })
        expect(log.requests).toHaveLength(3)
        nothingWasPut()
      },
    ))

  it('without a word is one as well', () =>
    withServer(
      (request, response, count) => (count === 1 ? request.socket.destroy() : serve(request, response)),
      async (base) => expectWhole(await get({ url: `${base}/x.bin`, sha256 })),
    ))
})

describe('a server that has its own idea of ranges', () => {
  const cutFirst =
    (then: (request: IncomingMessage, response: ServerResponse) => void) =>
    (request: IncomingMessage, response: ServerResponse, count: number): void =>
      count === 1 ? serve(request, response, { etag: '"one"' }, 100_000) : then(request, response)

  it('ignores them', () =>
    withServer(
      cutFirst((_, response) => response.writeHead(200, { etag: '"one"', 'content-length': body.length }).end(body)),
      async (base) => expectWhole(await get({ url: `${base}/x.bin`, sha256 })),
    ))

  it('has another version by now, whole', () =>
    withServer(
      cutFirst((request, response) => serve(request, response, { bytes: other, etag: '"two"' })),
      async (base) => expectWhole(await get({ url: `${base}/x.bin` }), other),
    ))

  it('sends the rest of another version all the same', () =>
    withServer(
      cutFirst((request, response) => {
        const start = Number(/\d+/.exec(request.headers.range ?? '')?.[0] ?? 0)
        if (start === 0) return serve(request, response, { bytes: other, etag: '"two"' })
        const range = `bytes ${start}-${other.length - 1}/${other.length}`
        response.writeHead(206, { etag: '"two"', 'content-range': range }).end(other.subarray(start))
      }),
      async (base) => expectWhole(await get({ url: `${base}/x.bin` }), other),
    ))

  it.each([
    ['another part', (start: number) => `bytes ${start - 1}-${body.length - 1}/${body.length}`],
    ['a part that is not the rest', (start: number) => `bytes ${start}-${body.length - 2}/${body.length}`],
    ['no part', () => undefined],
    ['a part that is none', () => 'bytes x-y/z'],
  ])('sends %s', (_, rangeOf) =>
    withServer(
      cutFirst((request, response) => {
        const start = Number(/\d+/.exec(request.headers.range ?? '')?.[0] ?? 0)
        if (start === 0) return serve(request, response)
        const range = rangeOf(start)
        response.writeHead(206, { etag: '"one"', ...(range === undefined ? {} : { 'content-range': range }) })
        response.end(body.subarray(Number(/\d+/.exec(range ?? '')?.[0] ?? start)))
      }),
      // Without a checksum, so that only what the server says can tell.
      async (base) => expectWhole(await get({ url: `${base}/x.bin` })),
    ),
  )

  it('sends a part that nobody asked for', () =>
    withServer(
      (_, response) =>
        response.writeHead(206, { 'content-range': `bytes 0-9/${body.length}` }).end(body.subarray(0, 10)),
      async (base) =>
        expect(left(await get({ url: `${base}/x.bin` }))).toMatchObject({ _tag: 'TransferError', status: 206 }),
    ))

  it('has nothing there', () =>
    withServer(
      cutFirst((request, response) =>
        request.headers.range === undefined
          ? serve(request, response)
          : response.writeHead(416, { 'content-range': `bytes */${body.length}` }).end(),
      ),
      async (base) => expectWhole(await get({ url: `${base}/x.bin`, sha256 })),
    ))

  it('sends a rest that does not belong, which the checksum finds, and a second try mends', () =>
    withServer(
      cutFirst((request, response) =>
        serve(request, response, { bytes: request.headers.range ? other : body, etag: '"one"' }),
      ),
      async (base, log) => {
        expectWhole(await get({ url: `${base}/x.bin`, sha256 }))
        expect(log.requests).toHaveLength(3)
      },
    ))
})
