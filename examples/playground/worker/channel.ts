import type { ViewName } from '../app/address.js'

/** What a view's own part in the worker is: given how to answer, it takes the view's messages. */
export type Work<In, Out> = (answer: Answer<Out>) => (message: In) => void

/** Sends a message to the page; what is transferred is gone here. */
export type Answer<Out> = (message: Out, transferred?: readonly ArrayBuffer[]) => void

/**
 * The first message to a worker: whose it is, and the way that all others take. Programs that a reader runs in a worker
 * can post messages to the page as well; on this way they cannot.
 */
export interface Opening {
  readonly view: ViewName
  readonly port: MessagePort
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
  const { port1: ours, port2: theirs } = new MessageChannel()
  ours.onmessage = ({ data }: MessageEvent<Out>) => receive(data)
  // What a browser puts before the words of an error says nothing to a reader.
  worker.onerror = ({ message }) => broken(message?.replace(/^Uncaught /, '') ?? 'The worker could not be loaded.')
  const opening: Opening = { view, port: theirs }
  worker.postMessage(opening, [theirs])
  return {
    send: (message) => ours.postMessage(message),
    close: () => {
      worker.terminate()
      ours.close()
    },
  }
}
