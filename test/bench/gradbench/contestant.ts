import type { Json } from '../../../examples/gradbench/evaluation.js'
import type { Float } from '../contestants/index.js'
import { numbersOf, type Ready } from './entry.js'

/** A function made ready for an input by someone. */
export interface Runner {
  /** The seconds that it takes to evaluate it so many times. */
  readonly evaluate: (times: number) => number | Promise<number>
  /** The numbers of the result. */
  readonly output: () => readonly number[] | Promise<readonly number[]>
  /** Seconds that it took to compile. */
  readonly compile?: number
  readonly close: () => void
}

/** Someone who evaluates functions of an evaluation. */
export interface Contestant {
  readonly name: string
  /** In which it computes, and so how far its results may be from ours. */
  readonly dtype: Float
  readonly prepare: (name: string, input: Json) => Runner | Promise<Runner>
}

/** A runner in this process. */
export const inProcess = (ready: Ready, compile?: number): Runner => ({
  evaluate: (times) => {
    const start = performance.now()
    for (let run = 0; run < times; run++) ready()
    return (performance.now() - start) / 1000
  },
  output: () => numbersOf(ready()),
  ...(compile !== undefined && { compile }),
  close: () => undefined,
})
