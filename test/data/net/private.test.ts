import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { Bounds } from '../../../src/data/net/bounds.js'
import { exchange, failureOf } from '../../../src/data/net/exchange.js'
import { isPrivateAddress } from '../../../src/data/net/private.js'

describe('an address', () => {
  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.255',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    'fc00::1',
    'fdff::1',
    'fe80::1',
  ])('is private: %s', (address) => expect(isPrivateAddress(address)).toBe(true))

  it.each([
    '1.1.1.1',
    '9.255.255.255',
    '11.0.0.0',
    '172.15.0.1',
    '172.32.0.0',
    '192.167.0.1',
    '::ffff:8.8.8.8',
    '2001:db8::1',
  ])('is on the web: %s', (address) => expect(isPrivateAddress(address)).toBe(false))
})

describe.skipIf(process.platform !== 'linux')('a redirect', () => {
  // All of 127.0.0.0/8 is this machine; here 127.0.0.2 stands for the web.
  const bounds: Bounds = {
    timeout: 2000,
    maxRedirects: 5,
    signal: new AbortController().signal,
    isPrivate: (address) => address !== '127.0.0.2',
  }

  const follow = async (first: string, location: (port: number) => string): Promise<unknown> => {
    const visits: string[] = []
    const server = createServer((request, response) => {
      visits.push(`${request.headers.host}`.replace(/:\d+$/, ''))
      if (request.url === '/from') response.writeHead(302, { location: location(port()) }).end()
      else response.end()
    })
    const port = (): number => (server.address() as AddressInfo).port
    await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
    try {
      return await exchange(`http://${first}:${port()}/from`, {}, bounds).then(
        (response) => [response.statusCode, visits],
        (thrown) => [failureOf(thrown), visits],
      )
    } finally {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  }

  const refused = {
    error: expect.objectContaining({ problem: 'it leads from the web into a private network' }),
    again: false,
  }

  it('from the web to the web is followed', async () =>
    expect(await follow('127.0.0.2', () => '/to')).toEqual([200, ['127.0.0.2', '127.0.0.2']]))

  it('of this machine to itself is followed', async () =>
    expect(await follow('127.0.0.1', (port) => `http://localhost:${port}/to`)).toEqual([
      200,
      ['127.0.0.1', 'localhost'],
    ]))

  it.each([
    ['an address', '127.0.0.1'],
    ['an address in short', '127.1'],
    ['an address in one number', '2130706433'],
    ['an address of IPv6', '[::1]'],
    ['an address of IPv4 in IPv6', '[::ffff:127.0.0.1]'],
    ['a name', 'localhost'],
  ])('from the web to this machine is not: %s', async (_, host) =>
    expect(await follow('127.0.0.2', (port) => `http://${host}:${port}/to`)).toEqual([refused, ['127.0.0.2']]),
  )
})
