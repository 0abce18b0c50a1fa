import { astype, batchWholly, pullbackIn, pushforwardIn, reshape, traceClosed, zerosLike } from '../graph/index.js'
import { DTypeError, isFloat, type Tensor } from '../tensor/index.js'
import { argumentPositions } from './reverse.js'
import { type AnyFunction, type Run, runBound } from './run.js'

/** Follows a function all of whose results have derivatives, else a DTypeError. */
export const runSmooth = (
  transform: string,
  f: AnyFunction,
  argnums: number | readonly number[],
  args: readonly unknown[],
): Run => {
  const run = runBound(transform, f, args, argumentPositions(transform, argnums, args.length))
  const integer = run.outputs.find(({ dtype }) => !isFloat(dtype))
  if (integer !== undefined)
    throw new DTypeError({
      operation: transform,
      operands: [integer],
      problem: `the function returns ${integer.dtype}, which has no derivative`,
    })
  return run
}

/** A linear map of one tensor, applied to many `[n, ...shape]` at once: its results `[n, ...result]`. */
const each = (transform: string, vectors: Tensor, map: (vector: Tensor) => readonly Tensor[]): readonly Tensor[] => {
  const [size, ...shape] = vectors.shape
  const { graph, captured } = traceClosed(transform, ([vector]) => map(vector), [{ dtype: vectors.dtype, shape }])
  return batchWholly(graph, [vectors, ...captured], [true, ...captured.map(() => false)], size)
}

/** The tangents `[n, ...Out]` of a run's outputs along tangents `[n, ...In]` of one of its inputs. */
export const tangentsAlong = (transform: string, run: Run, which: number, tangents: Tensor): readonly Tensor[] =>
  each(transform, tangents, (tangent) =>
    pushforwardIn(
      run.graph,
      run.environment,
      run.primals.map((_, index) => (index === which ? tangent : undefined)),
    ).map((found, index) => found ?? zerosLike(run.outputs[index])),
  )

/** The cotangents `[n, ...In]` of a run's inputs, in the output's dtype, from cotangents `[n, ...Out]` of one of its outputs. */
export const cotangentsAlong = (transform: string, run: Run, which: number, cotangents: Tensor): readonly Tensor[] =>
  each(transform, cotangents, (cotangent) =>
    pullbackIn(
      run.graph,
      run.environment,
      run.outputs.map((_, index) => (index === which ? cotangent : undefined)),
    ).map((found, index) => found ?? zerosLike(run.primals[index])),
  ).map((found) => astype(found, run.outputs[which].dtype))

/** A matrix `[n, size]` as that many tensors of a shape: `[n, ...shape]`. */
export const rowsAs = (rows: Tensor, shape: readonly number[]): Tensor => reshape(rows, [rows.shape[0], ...shape])
