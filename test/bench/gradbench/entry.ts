import type { Json } from '../../../examples/gradbench/evaluation.js'

/** What a function gives: JSON, in which typed arrays may stand for arrays. */
export type Output =
  | number
  | Float64Array
  | Float32Array
  | Json
  | readonly Output[]
  | { readonly [key: string]: Output }

/** A function of an evaluation made ready for an input: what it does is timed, what makes it ready is not. */
export type Ready = () => Output

/** The functions of an evaluation in some library or language, by their names; each is made ready for an input. */
export type Functions = { readonly [name: string]: (input: never) => Ready }

export type TensorFlow = typeof import('@tensorflow/tfjs')

/** What others reach in milliseconds, one thread, as it was measured by GradBench's own programs on a machine of this kind. */
export interface Elsewhere {
  readonly manual?: number
  readonly codipack?: number
  readonly adolc?: number
  readonly finite?: number
}

/** An input of an evaluation, made when it is asked for. */
export interface Workload {
  readonly description: string
  readonly input: () => Json
  /** The functions that are asked for it, where that is not all of them. */
  readonly functions?: readonly string[]
}

/** One evaluation of GradBench as it is measured here. */
export interface Entry {
  readonly name: string
  /** Those that are timed, the function first. */
  readonly functions: readonly string[]
  /** How the times make a score: all of them together, or those of the fastest function; hello has none. */
  readonly score: 'sum' | 'fastest' | 'none'
  /** Those that are timed, the smallest first; all inputs are drawn from seeds. */
  readonly workloads: readonly Workload[]
  /** As many and as large as GradBench has them unless told otherwise, in its order. */
  readonly defaults: readonly Workload[]
  readonly loops: Functions
  /** Outputs of the loops as the benchmark writes them, where they are nested there and flat here. */
  readonly written?: { readonly [name: string]: (output: never, input: never) => Json }
  /** In TensorFlow.js, where it can do it. */
  readonly tensorFlow?: (tf: TensorFlow) => Functions
  /** Whether `peers/torch_gradbench.py` has it. */
  readonly torch: boolean
  readonly elsewhere: Elsewhere
}

/** The numbers of an output in order, those of objects by their sorted keys. */
export const numbersOf = (output: Output): readonly number[] => {
  if (typeof output === 'number') return [output]
  if (ArrayBuffer.isView(output)) return [...(output as Float64Array)]
  if (Array.isArray(output)) return output.flatMap(numbersOf)
  if (typeof output !== 'object' || output === null) throw new Error(`${output} is no number`)
  const fields = output as { readonly [key: string]: Output }
  return Object.keys(fields)
    .sort()
    .flatMap((key) => numbersOf(fields[key]))
}

/** A matrix, flat, in rows. */
export const inRows = (numbers: Float64Array, columns: number): readonly (readonly number[])[] =>
  Array.from({ length: columns === 0 ? 0 : numbers.length / columns }, (_, row) =>
    Array.from(numbers.subarray(row * columns, (row + 1) * columns)),
  )

/** An output as JSON. */
export const plainOf = (output: Output): Json => {
  if (typeof output !== 'object' || output === null) return output
  if (ArrayBuffer.isView(output)) return Array.from(output as Float64Array)
  if (Array.isArray(output)) return output.map(plainOf)
  return Object.fromEntries(
    Object.entries(output as { readonly [key: string]: Output }).map(([k, v]) => [k, plainOf(v)]),
  )
}

/** All combinations of sizes, by their products. */
export const byProduct = <S extends readonly number[]>(sizes: readonly S[]): readonly S[] => {
  const product = (all: S): number => all.reduce((so, each) => so * each, 1)
  return [...sizes].sort((a, b) => product(a) - product(b))
}
