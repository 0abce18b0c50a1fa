import type { Json } from '../../../../examples/gradbench/evaluation.js'
import type { Workload } from '../../../examples/gradbench/driver.js'
import { type Entry, plainOf } from '../entry.js'
import { boundOf } from './bounds.js'

/** How often the tool is to evaluate each function: at least so many times, and for so long in sum. */
export interface Repeats {
  readonly runs: number
  readonly seconds: number
}

/** A function and an input to ask for; what comes out by the loops by hand is found when it is asked for. */
export interface Question {
  readonly function: string
  readonly description: string
  readonly workload: () => Workload
}

const isRecord = (json: Json): json is { readonly [key: string]: Json } =>
  typeof json === 'object' && json !== null && !Array.isArray(json)

const workloadOf = (entry: Entry, name: string, input: Json, description: string, repeats: Repeats): Workload => {
  const output = entry.loops[name](input as never)()
  const written = entry.written?.[name]
  const expected = written === undefined ? plainOf(output) : written(output as never, input as never)
  return {
    function: name,
    // hello's input is a number, which leaves no room for more.
    input: isRecord(input) ? { ...input, min_runs: repeats.runs, min_seconds: repeats.seconds } : input,
    description,
    expected,
    bound: boundOf(entry.name, input, expected),
  }
}

/** All that GradBench asks of an evaluation unless told otherwise, in its order. */
export const questionsOf = (entry: Entry, repeats: Repeats): readonly Question[] =>
  entry.defaults.flatMap(({ description, input, functions = entry.functions }) =>
    functions.map((name) => ({
      function: name,
      description,
      workload: () => workloadOf(entry, name, input(), description, repeats),
    })),
  )
