import type { ViewName } from '../app/address.js'
import type { Answer, Opening, Work } from './channel.js'

/** The worker's own scope, of which the library of the DOM knows the window's only. */
const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<unknown>) => void) | null
  postMessage(message: unknown, transferred: readonly ArrayBuffer[]): void
}

/** Each view's part is loaded when it is asked for: what a training needs is half of the library. */
const works: { readonly [View in ViewName]: () => Promise<Work<never, unknown>> } = {
  train: () => import('../train/work.js').then(({ work }) => work),
  graph: () => import('../graph/work.js').then(({ work }) => work),
  check: () => import('../check/work.js').then(({ work }) => work),
}

const answer: Answer<unknown> = (message, transferred = []) => scope.postMessage(message, transferred)

// Messages that come while a view's part is being loaded wait for it, in their order.
let receive: Promise<(message: unknown) => void> | undefined

scope.onmessage = ({ data }) => {
  if (receive === undefined)
    receive = works[(data as Opening).view]().then((work) => work(answer) as (message: unknown) => void)
  else void receive.then((take) => take(data))
}
