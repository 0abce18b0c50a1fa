import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { fetchFile } from 'cotangent/data'
import { describe, expect, it } from 'vitest'
import { body, digest, expectWhole, folder, get, left, nothingWasPut, other, quick, serve, sha256 } from './fetching.js'
import { withRawServer, withServer } from './server.js'

describe('what is refused', () => {
  it('other bytes than the checksum says, at once', () =>
    withServer(
      (request, response) => serve(request, response, { bytes: other, etag: '"one"' }),
      async (base, log) => {
        expect(left(await get({ url: `${base}/x.bin`, sha256 }))).toEqual({
          _tag: 'ChecksumError',
          path: join(folder, 'x.bin'),
          expected: sha256,
          found: digest(other),
        })
        expect(log.requests).toHaveLength(1)
        expect(readdirSync(folder)).toEqual([])
      },
    ))

  it.each([404, 403, 410, 501, 204, 299])('an answer of %i, at once', (status) =>
    withServer(
      (_, response) => response.writeHead(status).end(),
      async (base, log) => {
        expect(left(await get({ url: `${base}/x.bin` }))).toMatchObject({ _tag: 'TransferError', status })
        expect(log.requests).toHaveLength(1)
        nothingWasPut()
      },
    ),
  )

  it.each([408, 429, 500, 503])('an answer of %i, after so many tries', (status) =>
    withServer(
      (_, response) => response.writeHead(status).end(),
      async (base, log) => {
        expect(left(await get({ url: `${base}/x.bin` }, { retries: 2 }))).toMatchObject({
          _tag: 'TransferError',
          status,
        })
        expect(log.requests).toHaveLength(3)
      },
    ),
  )

  it('a server that says nothing', () =>
    withServer(
      () => undefined,
      async (base) =>
        expect(left(await get({ url: `${base}/x.bin` }, { timeout: 50, retries: 1 }))).toMatchObject({
          _tag: 'TransferError',
          problem: 'nothing came for 50 ms',
        }),
    ))

  it('a server that falls silent, and is asked for the rest', () =>
    withServer(
      (request, response, count) =>
        count > 1
          ? serve(request, response, { etag: '"one"' })
          : response.writeHead(200, { etag: '"one"', 'content-length': body.length }).write(body.subarray(0, 5000)),
      async (base, log) => {
        expectWhole(await get({ url: `${base}/x.bin`, sha256 }, { timeout: 100 }))
        expect(log.requests[1].headers.range).toBe('bytes=5000-')
      },
    ))

  it('a server that trickles, once the time for all is up', () =>
    withServer(
      (_, response) => {
        const drip = setInterval(() => response.write('.'), 10)
        response.on('close', () => clearInterval(drip))
      },
      async (base, log) => {
        expect(left(await get({ url: `${base}/x.bin` }, { deadline: 200 }))).toMatchObject({
          _tag: 'TransferError',
          problem: 'it took longer than allowed in all',
        })
        expect(log.requests).toHaveLength(1)
      },
    ))

  it('to wait between tries beyond the time for all', () =>
    withServer(
      (_, response) => response.writeHead(503).end(),
      async (base) => {
        const began = performance.now()
        const result = await get({ url: `${base}/x.bin` }, { deadline: 100, delay: 50_000 })
        expect(left(result)).toMatchObject({ _tag: 'TransferError', problem: 'it took longer than allowed in all' })
        expect(performance.now() - began).toBeLessThan(25_000)
      },
    ))

  it('a circle of redirects', () =>
    withServer(
      (_, response) => response.writeHead(302, { location: '/x.bin' }).end(),
      async (base, log) => {
        expect(left(await get({ url: `${base}/x.bin` }))).toMatchObject({
          _tag: 'TransferError',
          problem: 'it leads on more than 5 times',
        })
        expect(log.requests).toHaveLength(6)
      },
    ))

  it.each([['file:///etc/hostname'], ['ftp://127.0.0.1/x'], ['http://'], [undefined]])('to be led to %s', (location) =>
    withServer(
      (_, response) => response.writeHead(302, location === undefined ? {} : { location }).end(),
      async (base) =>
        expect(left(await get({ url: `${base}/x.bin` }))).toMatchObject({ _tag: 'TransferError', status: 302 }),
    ),
  )

  it('a coding that was not asked for', () =>
    withServer(
      (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(body)),
      async (base) => {
        expect(left(await get({ url: `${base}/x.bin`, sha256 }))).toMatchObject({
          _tag: 'TransferError',
          problem: expect.stringContaining('gzip'),
        })
        nothingWasPut()
      },
    ))

  it('more than allowed, announced or not', async () => {
    const limit = { maxBytes: body.length - 1 }
    await withServer(
      (request, response) => serve(request, response),
      async (base) => expect(left(await get({ url: `${base}/x.bin` }, limit))._tag).toBe('SizeError'),
    )
    await withServer(
      (_, response) => {
        response.on('error', () => undefined)
        response.write(body.subarray(0, 10))
        response.end(body.subarray(10))
      },
      async (base) => expect(left(await get({ url: `${base}/x.bin` }, limit))._tag).toBe('SizeError'),
    )
    nothingWasPut()
  })

  it.each([
    ['at once', 0],
    ['later', 30],
  ])('more than announced, %s', (_, wait) =>
    withRawServer(
      (socket) => {
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n${'x'.repeat(wait === 0 ? 20 : 10)}`)
        if (wait > 0) setTimeout(() => socket.end('x'.repeat(10)), wait)
      },
      async (base) => {
        const result = await get({ url: `${base}/x.bin`, sha256: digest(Buffer.from('x'.repeat(20))) }, { retries: 1 })
        expect(['TransferError', 'ChecksumError']).toContain(left(result)._tag)
        nothingWasPut()
      },
    ),
  )

  it.each([
    ['no HTTP', 'hello\r\n\r\n'],
    [
      'lengths that contradict each other',
      'HTTP/1.1 200 OK\r\nContent-Length: 10\r\nContent-Length: 11\r\n\r\n0123456789',
    ],
    ['a negative length', 'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n'],
    ['pieces that are none', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
    ['a head without end', `HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(20_000)}`],
  ])('%s', (_, answer) =>
    withRawServer(
      (socket) => socket.end(answer),
      async (base) => {
        expect(left(await get({ url: `${base}/x.bin` }, { retries: 1 }))._tag).toBe('TransferError')
        nothingWasPut()
      },
    ),
  )

  it('a host that is not there', async () => {
    const base = await withRawServer(
      () => undefined,
      (address) => Promise.resolve(address),
    )
    expect(left(await get({ url: `${base}/x.bin` }, { retries: 1 }))).toMatchObject({
      _tag: 'TransferError',
      problem: 'the connection is refused',
    })
  })

  it('a folder that cannot be made', async () => {
    writeFileSync(join(folder, 'file'), '')
    const request = { url: 'http://127.0.0.1:9/x.bin', folder: join(folder, 'file', 'inner') }
    expect(left(await fetchFile(request, quick)())._tag).toBe('SystemError')
  })

  it.each([
    'not an address',
    'file:///etc/hostname',
    'http://127.0.0.1/',
    'http://127.0.0.1/%2e%2e',
    'http://127.0.0.1/a%2fb',
  ])('the address %s, before anybody is asked', async (url) =>
    expect(left(await get({ url }))).toMatchObject({ _tag: 'TransferError', url }),
  )

  it('what cannot be meant', () => {
    const fetch =
      (request: object, options: object = {}) =>
      () =>
        fetchFile({ url: 'http://127.0.0.1/x', folder, ...request }, options)
    for (const sha of ['', 'abc', `${'0'.repeat(63)}g`]) expect(fetch({ sha256: sha })).toThrow(/64 hexadecimal digits/)
    for (const option of [{ retries: -1 }, { delay: 0.5 }, { timeout: 0 }, { deadline: NaN }, { maxBytes: '1' }])
      expect(fetch({}, option)).toThrow(/no whole number/)
    expect(fetch({ name: '../x' })).toThrow(/no name of a file/)
  })

  it('to hide what an observer throws', () =>
    withServer(
      (request, response) => serve(request, response),
      async (base) => {
        const onProgress = (): never => {
          throw new RangeError('mine')
        }
        await expect(get({ url: `${base}/x.bin` }, { onProgress })).rejects.toThrow('mine')
        nothingWasPut()
      },
    ))
})
