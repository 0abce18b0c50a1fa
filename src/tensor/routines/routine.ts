import type { Shape } from '../shape.js'
import type { TensorType } from '../tensor.js'
import type { Cells, Machine } from './machine.js'

/** What the elements of an operand or a result are to a routine, and how many of its last axes belong to one run. */
export interface Format<K extends 'number' | 'index' = 'number' | 'index'> {
  readonly elements: K
  readonly axes: number
}

/** Numbers, of the one dtype that all operands have. */
export const numbers = (axes: number): Format<'number'> => ({ elements: 'number', axes })

/** int32 indices. */
export const indices = (axes: number): Format<'index'> => ({ elements: 'index', axes })

/** The cells of each format. */
export type CellsOf<F extends readonly Format[], T, I> = {
  readonly [K in keyof F]: Cells<F[K] extends Format<'index'> ? I : T, I>
}

/**
 * An algorithm on arrays, written once for all engines. It says which of the last axes of every operand and result are
 * its own (a matrix has two, a list one, a number none), and engines run it for every index of the leading axes, which
 * all have in common. Say, the running totals of a list:
 *
 *     const runningTotals: Routine<unknown, [Format<'number'>], [Format<'number'>]> = {
 *       operands: [numbers(1)],
 *       results: [numbers(1)],
 *       run: ({ number, variable, loop }, [terms], [totals]) => {
 *         const total = variable(number.constant(0))
 *         loop(0, terms.shape[0], (i) => {
 *           total.set(number.add(total.get(), terms.load(i)))
 *           totals.store(total.get(), i)
 *         })
 *       },
 *     }
 *
 * Every element of the results has to be written; room that the algorithm works in comes from the machine. Attributes
 * and shapes are known when it is written out, so JavaScript may compute and decide by them; values are not.
 */
export interface Routine<A, O extends readonly Format[], R extends readonly Format[]> {
  readonly operands: O
  readonly results: R
  run<T, I>(machine: Machine<T, I>, operands: CellsOf<O, T, I>, results: CellsOf<R, T, I>, attributes: A): void
}

/** A routine of any formats. */
export type AnyRoutine<A> = Routine<A, readonly Format[], readonly Format[]>

/** The axes of an operand or result over which engines repeat a routine, and those that are its own. */
export const splitAxes = (
  { shape }: TensorType,
  { axes }: Format,
): { readonly leading: Shape; readonly own: Shape } => ({
  leading: shape.slice(0, shape.length - axes),
  own: shape.slice(shape.length - axes),
})
