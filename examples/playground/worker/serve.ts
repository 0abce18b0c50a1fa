import type { ViewName } from '../app/address.js'
import type { Answer, Opening, Work } from './channel.js'

/** How each view's part in the worker is loaded. */
export type Works = { readonly [View in ViewName]: () => Promise<Work<never, unknown>> }

/** Loads the part of the view that a worker was opened for, and hands it the messages of its own way. */
export const serve = async ({ view, port }: Opening, works: Works): Promise<void> => {
  const answer: Answer<unknown> = (message, transferred = []) => port.postMessage(message, [...transferred])
  const receive = (await works[view]())(answer) as (message: unknown) => void
  // Messages that have come while the part was being loaded have waited at the port, in their order.
  port.onmessage = ({ data }) => receive(data)
}
