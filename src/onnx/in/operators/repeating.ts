import { arange, reshape, scan, slice, stack, traceClosed, zeros } from '../../../graph/index.js'
import { equalShapes, NotConcrete, type Tensor, type TensorType } from '../../../tensor/index.js'
import { allowed, mostRuns, type OperatorCall, refused } from '../operator.js'
import { wholeTensor } from './operands.js'

/** What a step, or a whole loop, leaves: the state, and results (those of all steps along a first axis). */
export type Left = readonly [state: readonly Tensor[], results: readonly Tensor[]]

/** A step of a loop, from its number, its state and an element of each sequence. */
type Step = (index: Tensor, state: readonly Tensor[], elements: readonly Tensor[]) => Left

const sameTypes = (a: readonly TensorType[], b: readonly TensorType[]): boolean =>
  a.length === b.length &&
  a.every(({ dtype, shape }, index) => dtype === b[index].dtype && equalShapes(shape, b[index].shape))

const elementType = ({ shape, dtype }: TensorType): TensorType => ({ shape: shape.slice(1), dtype })

/** The types that a step leaves; a NotConcrete where it asks for a value that only the single steps know. */
const typesOf = (
  step: Step,
  state: readonly Tensor[],
  sequences: readonly Tensor[],
): readonly [state: readonly TensorType[], results: readonly TensorType[]] => {
  let count = 0
  const types = [{ shape: [], dtype: 'int32' as const }, ...state, ...sequences.map(elementType)]
  const { graph } = traceClosed(
    'fromOnnx',
    ([index, ...others]) => {
      const [next, results] = step(index, others.slice(0, state.length), others.slice(state.length))
      count = next.length
      return [...next, ...results]
    },
    types,
  )
  return [graph.outputs.slice(0, count), graph.outputs.slice(count)]
}

/** What is done with a list of results: of no steps their types tell the shape. */
const stacked = (
  results: readonly (readonly Tensor[])[],
  types: readonly TensorType[] | undefined,
): readonly Tensor[] =>
  results.length > 0
    ? results[0].map((_, which) => stack(results.map((each) => each[which])))
    : (types ?? []).map(({ shape, dtype }) => zeros([0, ...shape], { dtype }))

/** The steps one after another, which may look at values and change the shapes of the state. */
export const unrolled = (
  call: OperatorCall,
  step: (index: number, state: readonly Tensor[]) => Left & { readonly ends?: boolean },
  length: number,
  init: readonly Tensor[],
  types?: readonly TensorType[],
): Left => {
  let state = init
  const results: (readonly Tensor[])[] = []
  for (let index = 0; index < length; index++) {
    if (index === mostRuns)
      throw refused(call, `it goes round more than ${mostRuns} times, which are written out one by one`)
    const left = step(index, state)
    state = left[0]
    for (const { shape } of left[1]) allowed(call, [index + 1, ...shape])
    if (left[1].length > 0) results.push(left[1])
    if (left.ends) break
  }
  return [state, stacked(results, types)]
}

/** What stands at a place of the first axis, which goes. */
export const elementAt = (sequence: Tensor, index: number): Tensor =>
  reshape(slice(sequence, [[index, index + 1]]), sequence.shape.slice(1))

/** A number of steps over sequences along their first axes: as a loop where all steps are alike, and else one by one. */
export const repeated = (
  call: OperatorCall,
  step: Step,
  length: number,
  init: readonly Tensor[],
  sequences: readonly Tensor[] = [],
): Left => {
  const single = (types?: readonly TensorType[]): Left =>
    unrolled(
      call,
      (index, state) =>
        step(
          wholeTensor([index], []),
          state,
          sequences.map((sequence) => elementAt(sequence, index)),
        ),
      length,
      init,
      types,
    )
  try {
    const [state, results] = typesOf(step, init, sequences)
    if (length === 0 || !sameTypes(state, init)) return single(results)
  } catch (error) {
    if (!(error instanceof NotConcrete) || length === 0) throw error
    return single()
  }
  const [count] = allowed(call, [length])
  const indices = arange(0, count, 1, { dtype: 'int32' })
  const [last, results] = scan(
    (
      state: readonly Tensor[],
      [index, ...elements]: readonly Tensor[],
    ): readonly [readonly Tensor[], readonly Tensor[]] => step(index, state, elements),
    init,
    [indices, ...sequences] as readonly Tensor[],
  )
  return [last, results]
}
