import type { ViewName } from '../app/address.js'

/** What a view's own part in the worker is: given how to answer, it takes the view's messages. */
export type Work<In, Out> = (answer: Answer<Out>) => (message: In) => void

/** Sends a message to the page; what is transferred is gone here. */
export type Answer<Out> = (message: Out, transferred?: readonly ArrayBuffer[]) => void

/** The first message to a worker: whose it is. */
export interface Opening {
  readonly view: ViewName
}

/** A view's end of the way to its worker. */
export interface Channel<In> {
  send(message: In): void
  /** Stops the worker at once, whatever it is doing. */
  close(): void
}

/**
 * Starts a worker for a view. `receive` is given what it answers, `broken` why it ended by itself: its script could not be
 * loaded, or failed outside what the view's own part catches.
 */
export const openChannel = <In, Out>(
  view: ViewName,
  receive: (message: Out) => void,
  broken: (reason: string) => void,
): Channel<In> => {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: `cotangent ${view}` })
  worker.onmessage = ({ data }: MessageEvent<Out>) => receive(data)
  worker.onerror = ({ message }) => broken(message ?? 'The worker could not be loaded.')
  const opening: Opening = { view }
  worker.postMessage(opening)
  return { send: (message) => worker.postMessage(message), close: () => worker.terminate() }
}
