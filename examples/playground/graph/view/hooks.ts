import type { RefObject } from 'preact'
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { linkTo, type Visit } from '../../app/address.js'
import { type Channel, openChannel } from '../../worker/channel.js'
import type { Request, Response } from '../protocol.js'
import { type GraphSettings, type SlopeSettings, writeSettings } from '../settings.js'
import type { Size } from './viewport.js'

/** The view's worker: it is started with the view, and anew where it has to be stopped. */
export interface Worker {
  send(request: Request): void
  /** Stops it, whatever it is doing, and starts another. */
  restart(): void
}

/** Opens the worker of the view; `receive` and `broken` may be others at each drawing. */
export const useWorker = (receive: (response: Response) => void, broken: (reason: string) => void): Worker => {
  const handlers = useRef({ receive, broken })
  handlers.current = { receive, broken }
  const channel = useRef<Channel<Request> | undefined>(undefined)
  const open = (): Channel<Request> =>
    openChannel<Request, Response>(
      'graph',
      (response) => handlers.current.receive(response),
      (reason) => handlers.current.broken(reason),
    )
  const worker = useRef<Worker>({
    send: (request) => {
      channel.current ??= open()
      channel.current.send(request)
    },
    restart: () => {
      channel.current?.close()
      channel.current = undefined
    },
  })
  useEffect(() => () => channel.current?.close(), [])
  return worker.current
}

/** How often the address follows what is done, in milliseconds. */
const pace = 300

/** Keeps the address at what the view shows; gives the link to that, which does not wait for the address. */
export const useAddressOf = (graph: GraphSettings, slope: SlopeSettings, replace: Visit['replace']): (() => string) => {
  const latest = useRef({ graph, slope })
  latest.current = { graph, slope }
  useEffect(() => {
    const timer = setTimeout(() => replace(writeSettings({ graph, slope })), pace)
    return () => clearTimeout(timer)
  }, [graph, slope, replace])
  return useCallback(() => linkTo({ view: 'graph', state: writeSettings(latest.current) }), [])
}

/** The size of an element on the page, in whole pixels; undefined before it is known. */
export const useSize = <E extends Element>(): readonly [ref: RefObject<E | null>, size: Size | undefined] => {
  const ref = useRef<E>(null)
  const [size, set] = useState<Size>()
  useEffect(() => {
    const element = ref.current
    if (element === null) return
    const observer = new ResizeObserver(([{ contentRect }]) =>
      set({ width: Math.floor(contentRect.width), height: Math.floor(contentRect.height) }),
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, size]
}
