import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer as createRawServer, type Socket } from 'node:net'

/** What a test wants to know of the requests that came. */
export interface Log {
  readonly requests: IncomingMessage[]
}

type Handler = (request: IncomingMessage, response: ServerResponse, count: number) => void

/** Runs a server on the loopback address for as long as `use` takes. */
export const withServer = async <A>(handler: Handler, use: (base: string, log: Log) => Promise<A>): Promise<A> => {
  const log: Log = { requests: [] }
  const server = createServer((request, response) => {
    log.requests.push(request)
    handler(request, response, log.requests.length)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, log)
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

/** The same with the bytes of the answers written by hand. */
export const withRawServer = async <A>(
  answer: (socket: Socket, head: string, count: number) => void,
  use: (base: string) => Promise<A>,
): Promise<A> => {
  const sockets = new Set<Socket>()
  let count = 0
  const server = createRawServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('data', (head) => answer(socket, head.toString('latin1'), ++count))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  }
}
