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

/** One evaluation of GradBench as it is measured here. */
export interface Entry {
  readonly name: string
  /** Those that are timed, the function first. */
  readonly functions: readonly string[]
  /** How the times make a score: all of them together, or those of the fastest function; hello has none. */
  readonly score: 'sum' | 'fastest' | 'none'
  /** The smallest first; all inputs are drawn from seeds. */
  readonly workloads: readonly { readonly description: string; readonly input: () => Json }[]
  readonly loops: Functions
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
