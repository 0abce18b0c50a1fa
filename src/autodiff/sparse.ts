import {
  type CompressedRows,
  locatingErrors,
  reshape,
  type SparseJacobian,
  type SparseJacobianOptions,
  type Sparsity,
  take,
} from '../graph/index.js'
import {
  ArgumentError,
  allocate,
  checkFunction,
  checkIsOptions,
  describe,
  fromRowMajor,
  type OptionNames,
  ShapeError,
  sizeOf,
  type Tensor,
  TreeError,
} from '../tensor/index.js'
import { type Compression, compression } from './colouring.js'
import { checkCovering } from './covering.js'
import { cotangentsAlong, rowsAs, runSmooth, tangentsAlong } from './directions.js'
import type { AnyFunction, Run } from './run.js'
import { type Pattern, patternOf } from './sparsity.js'

const transform = 'sparseJacobian'

/** What a pattern says, once for all calls. */
interface Plan {
  readonly pattern: Pattern
  readonly compression: Compression
  /** Where each value stands in the compressed matrix `[colours, lines]`. */
  readonly places: Tensor
}

const planOf = (sparsity: Sparsity, mode: 'forward' | 'reverse' | undefined): Plan => {
  const pattern = patternOf(transform, sparsity)
  const { rows, columns, pointers, cols } = pattern
  const compressed = compression(pattern, mode)
  const { colours } = compressed
  const places = new Int32Array(cols.length)
  for (let row = 0; row < rows; row++)
    for (let k = pointers[row]; k < pointers[row + 1]; k++)
      places[k] = compressed.mode === 'forward' ? colours[cols[k]] * rows + row : colours[row] * columns + cols[k]
  return { pattern, compression: compressed, places: fromRowMajor('int32', [places.length], places) }
}

/** For each colour 1 in the lines that have it, else 0, in the shape of what is seeded. */
const seedsOf = ({ colours, count }: Compression, { dtype, shape }: Tensor): Tensor => {
  const lines = colours.length
  const seeds = allocate(dtype, count * lines)
  colours.forEach((colour, line) => {
    if (colour >= 0) seeds[colour * lines + line] = 1
  })
  return rowsAs(fromRowMajor(dtype, [count, lines], seeds), shape)
}

const runOf = (f: AnyFunction, argnum: number, args: readonly unknown[], { rows, columns }: Pattern): Run => {
  const run = runSmooth(transform, f, [argnum], args)
  const argument = run.input._tag === 'List' ? run.input.items[0] : run.input
  if (argument._tag !== 'Leaf' || run.output._tag !== 'Leaf')
    throw new TreeError({
      operation: transform,
      problem: `the ${argument._tag === 'Leaf' ? 'result' : 'argument'} is a tree, not one tensor`,
      remedy: 'Let the function take and give one tensor, made with concatenate of the flat parts',
    })
  const [x, y] = [run.primals[0], run.outputs[0]]
  if (sizeOf(y.shape) !== rows || sizeOf(x.shape) !== columns)
    throw new ShapeError({
      operation: transform,
      operands: [x, y],
      problem: `the pattern is of ${rows} by ${columns}, but the function goes from ${sizeOf(x.shape)} elements to ${sizeOf(y.shape)}`,
      remedy: 'Give the pattern a row for each element of the result and a column for each of the argument',
    })
  return run
}

const valuesOf = ({ compression, places }: Plan, run: Run): Tensor => {
  const [compressed] =
    compression.mode === 'forward'
      ? tangentsAlong(transform, run, 0, seedsOf(compression, run.primals[0]))
      : cotangentsAlong(transform, run, 0, seedsOf(compression, run.outputs[0]))
  return take(reshape(compressed, [sizeOf(compressed.shape)]), places)
}

const optionNames: OptionNames<SparseJacobianOptions> = { argnums: true, mode: true, check: true }

const checkOptions = (options: SparseJacobianOptions) => {
  checkIsOptions(transform, options, optionNames)
  const { argnums = 0, mode, check = false } = options
  const refuse = (problem: string, remedy: string): ArgumentError =>
    new ArgumentError({ operation: transform, problem, remedy })
  if (typeof argnums !== 'number')
    throw refuse(`argnums is ${describe(argnums)}`, 'Give it the number of one argument, and one pattern')
  if (mode !== undefined && mode !== 'forward' && mode !== 'reverse')
    throw refuse(`there is no mode ${String(mode)}`, "Use 'forward' or 'reverse', or leave it out")
  return { argnum: argnums, mode, check }
}

/**
 * All derivatives of a function by one argument where their places are known beforehand, by compressed rows: one row for
 * each element of the result, one column for each of the argument, both in row-major order. Columns that share no row get
 * one colour, and one tangent pushes all of a colour forward; or rows that share no column one cotangent, whichever takes
 * fewer. A tridiagonal Jacobian of any size so takes three tangents.
 *
 * Elements outside the pattern must be 0: they would be added to others. With `check` each call compares the product with a
 * vector of arbitrary numbers to that by forward mode, which takes values, so not inside `jit`; an ArgumentError names a
 * row where they differ by more than the root of the unit roundoff. Throws an ArgumentError or a DTypeError for what is
 * no pattern, when the function is made; a ShapeError where it does not fit the function, a TreeError where the argument
 * or the result is no single tensor, a DTypeError where one has no derivative, at the call.
 *
 * For many small blocks that do not overlap no pattern is needed: `vmap(jacfwd(block))` gives them all.
 *
 * @example
 * ```ts
 * import { diff, jacrev, sparseJacobian, square, tensor, toDense, type Tensor, vmap } from 'cotangent'
 *
 * // x[k + 1]^2 - x[k]^2
 * const f = (x: Tensor<[4], 'float64'>) => diff(square(x))
 * const bidiagonal = { shape: [3, 4], rows: [0, 0, 1, 1, 2, 2], cols: [0, 1, 1, 2, 2, 3] } as const
 *
 * const jacobian = sparseJacobian(f, bidiagonal)(tensor([1, 2, 3, 4]))
 * jacobian.pointers // => [0 2 4 6]
 * jacobian.values // => [-2.  4. -4.  6. -6.  8.]
 * toDense(jacobian, 4)
 * // => [[-2.  4.  0.  0.]
 * //     [ 0. -4.  6.  0.]
 * //     [ 0.  0. -6.  8.]]
 *
 * vmap(jacrev((pair: Tensor<[2], 'float64'>) => diff(square(pair))))(tensor([[1, 2], [3, 4]])).shape // => [ 2, 1, 2 ]
 * ```
 */
export const sparseJacobian = ((f: AnyFunction, sparsity: Sparsity, options: SparseJacobianOptions = {}) => {
  const { argnum, mode, check } = checkOptions(options)
  checkFunction(transform, f)
  const plan = planOf(sparsity, mode)
  const { rows, cols, pointers } = plan.pattern
  const places = {
    pointers: fromRowMajor('int32', [rows + 1], pointers),
    cols: fromRowMajor('int32', [cols.length], cols),
  }
  return (...args: readonly unknown[]): unknown =>
    locatingErrors(() => {
      const run = runOf(f, argnum, args, plan.pattern)
      const jacobian = { ...places, values: valuesOf(plan, run) }
      if (check) checkCovering(transform, run, jacobian as unknown as CompressedRows)
      return jacobian
    })
}) as unknown as SparseJacobian
