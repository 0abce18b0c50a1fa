import type { Params, Problem } from '../network.js'

export type Float = 'float64' | 'float32'

/** A training that was timed, and how to read the weights that came out. */
export interface Timed {
  readonly seconds: number
  readonly params: () => Params | Promise<Params>
}

/** Someone who has a problem's data at hand. */
export interface Trainer {
  /** Trains some steps, from the initial weights on, each time anew. */
  readonly train: (steps: number) => Promise<Timed>
  readonly close: () => void
}

/** One way to train: a library, with one of its engines. */
export interface Contestant {
  readonly name: string
  readonly dtype: Float
  /** How far its loss may be from ours, where its functions are less accurate than its dtype. */
  readonly tolerance?: number
  /** Puts a problem's data where the library has them while it trains. */
  readonly prepare: (problem: Problem) => Trainer | Promise<Trainer>
}

type Run = () => Timed['params'] | Promise<Timed['params']>

/** A trainer in this process: a function that makes ready to train some steps, outside the time measured, and trains. */
export const inProcess = (
  ready: (steps: number) => Run | Promise<Run>,
  close: () => void = () => undefined,
): Trainer => ({
  train: async (steps) => {
    const run = await ready(steps)
    const start = performance.now()
    const params = await run()
    return { seconds: (performance.now() - start) / 1000, params }
  },
  close,
})
