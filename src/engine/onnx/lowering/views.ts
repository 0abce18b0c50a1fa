import { equalShapes, rowMajorStrides, type Shape, sizeOf } from '../../../tensor/index.js'
import { ints } from './attributes.js'
import type { Emitter } from './emitter.js'
import type { Run, Value, View } from './value.js'

// A rearrangement of a value says for each of its axes in which steps it goes through the value's elements. So a Reshape
// after a Transpose after a Reshape is one rearrangement, and what undoes it leaves the value.

/** A value as the rearrangement that leaves it as it is. */
const whole = (of: Value): View => {
  const strides = rowMajorStrides(of.shape)
  return { of, runs: of.shape.map((size, axis) => (size === 1 ? [] : [{ size, step: strides[axis] }])) }
}

/** What a value is a rearrangement of: of itself, where of nothing else. */
export const viewOf = (value: Value): View => (value.origin?.kind === 'view' ? value.origin : whole(value))

/** Runs of which one steps over all that the next one goes through, as one. */
const joined = (runs: readonly Run[]): readonly Run[] => {
  const together: Run[] = []
  for (const run of runs) {
    const last = together.at(-1)
    if (last?.step === run.step * run.size)
      together[together.length - 1] = { size: last.size * run.size, step: run.step }
    else together.push(run)
  }
  return together
}

/** The runs of an axis of `size`, from the front of a list, and those that are left; undefined where they do not part so. */
const parted = (
  runs: readonly Run[],
  size: number,
): readonly [own: readonly Run[], rest: readonly Run[]] | undefined => {
  if (size === 1) return [[], runs]
  const [first, ...rest] = runs
  if (first === undefined) return undefined
  if (size % first.size === 0) {
    const further = parted(rest, size / first.size)
    return further && [[first, ...further[0]], further[1]]
  }
  if (first.size % size !== 0) return undefined
  const inner = first.size / size
  return [[{ size, step: first.step * inner }], [{ size: inner, step: first.step }, ...rest]]
}

const reshapedRuns = (runs: readonly Run[], shape: Shape): readonly (readonly Run[])[] | undefined => {
  let left = joined(runs)
  const axes: (readonly Run[])[] = []
  for (const size of shape) {
    const own = parted(left, size)
    if (own === undefined) return undefined
    axes.push(own[0])
    left = own[1]
  }
  return axes
}

export const isSameRearrangement = (a: View, b: View): boolean => {
  const written = ({ runs }: View): string =>
    runs.map((axis) => joined(axis).map(({ size, step }) => `${size}x${step}`)).join('|')
  return a.of === b.of && written(a) === written(b)
}

/** Whether a rearrangement leaves all axes as they are. */
export const isWhole = (view: View): boolean => isSameRearrangement(view, whole(view.of))

/** Runs in the order in which the value's elements lie. */
const inBaseOrder = (runs: readonly Run[]): readonly Run[] => [...runs].sort((a, b) => b.step - a.step)

/** Where each element of a list is in another one. */
const placesIn = (list: readonly Run[], order: readonly Run[]): readonly number[] =>
  order.map((each) => list.indexOf(each))

/** The same elements in row-major order: the value itself, or an operator that says so. */
const recast = (emit: Emitter, x: Value, shape: Shape): Value =>
  equalShapes(x.shape, shape) ? x : emit.reshape(x, shape)

/** The permutation of axes that a rearrangement is, if it is one; axes of size 1 stand where they are needed. */
const permutationOf = ({ of, runs }: View, shape: Shape): readonly number[] | undefined => {
  if (shape.length !== of.shape.length) return undefined
  const strides = rowMajorStrides(of.shape)
  const single = [...of.shape.keys()].filter((axis) => of.shape[axis] === 1)
  const axes = runs.map((own) => {
    const [run, ...more] = joined(own)
    if (run === undefined) return single.shift() ?? -1
    return more.length > 0 ? -1 : of.shape.findIndex((size, axis) => size === run.size && strides[axis] === run.step)
  })
  return axes.includes(-1) ? undefined : axes
}

const isAscending = (numbers: readonly number[]): boolean => numbers.every((each, index) => each === index)

/** A rearrangement of what has come out to be a rearrangement itself, of that which it is one of. */
export const resolved = (emit: Emitter, value: Value): Value => {
  const { of, runs } = viewOf(value)
  const inner = of.made?.()
  if (inner?.origin?.kind !== 'view') return value
  const order = joined(runs.flat())
  const lying = inBaseOrder(order)
  const split = reshaped(
    emit,
    inner,
    lying.map(({ size }) => size),
  )
  return reshaped(emit, transposed(emit, split, placesIn(lying, order)), value.shape)
}

/** Whether one axis goes elsewhere and the others keep their order, which runtimes do as fast as they copy. */
const isOneMove = (places: readonly number[]): boolean =>
  places.some((_, moved) =>
    isAscending(places.toSpliced(moved, 1).map((place) => place - Number(place > places[moved]))),
  )

/**
 * A Transpose, with a Reshape before it that splits axes and one after it that joins them where there are such. Where axes
 * are split and several of them move, the last one does first.
 */
const made = (emit: Emitter, view: View, shape: Shape): Value => {
  const { of, runs } = view
  const turned = (x: Value, permutation: readonly number[]): Value =>
    emit.one(
      'Transpose',
      [x],
      { dtype: x.dtype, shape: permutation.map((axis) => x.shape[axis]) },
      { perm: ints(permutation) },
    )
  const order = joined(runs.flat())
  const lying = inBaseOrder(order)
  const places = placesIn(lying, order)
  if (isAscending(places)) return recast(emit, of, shape)
  const permutation = permutationOf(view, shape)
  if (permutation !== undefined) return turned(of, permutation)
  const split = recast(
    emit,
    of,
    lying.map(({ size }) => size),
  )
  const last = places[places.length - 1]
  if (isOneMove(places) || last === places.length - 1) return recast(emit, turned(split, places), shape)
  const first = [...lying.keys()].toSpliced(last, 1).concat(last)
  return reshaped(
    emit,
    transposed(
      emit,
      turned(split, first),
      placesIn(
        first.map((place) => lying[place]),
        order,
      ),
    ),
    shape,
  )
}

/** Whether a value's elements lie in row-major order where they are, so that at most a Reshape is needed. */
export const lies = (value: Value): boolean => joined(viewOf(value).runs.flat()).length < 2

/** A rearrangement as a value of some shape: made only where an operator cannot do without it. */
export const rearranged = (emit: Emitter, view: View, shape: Shape): Value =>
  equalShapes(view.of.shape, shape) && isWhole(view) ? view.of : lazily(emit, view, shape)

const lazily = (emit: Emitter, view: View, shape: Shape): Value => {
  const value: Value = emit.lazily(
    { dtype: view.of.dtype, shape },
    () => {
      const known = resolved(emit, value)
      return known === value ? made(emit, view, shape) : known
    },
    { kind: 'view', of: view.of, runs: view.runs },
  )
  return value
}

/** A value with its axes in another order: made only where an operator cannot take it as it lies. */
export const transposed = (emit: Emitter, x: Value, permutation: readonly number[]): Value => {
  const shape = permutation.map((axis) => x.shape[axis])
  const { of, runs } = viewOf(x)
  return rearranged(emit, { of, runs: permutation.map((axis) => runs[axis]) }, shape)
}

/** The same elements in row-major order under another shape: made only where an operator cannot take it as it lies. */
export const reshaped = (emit: Emitter, x: Value, shape: Shape): Value => {
  if (equalShapes(x.shape, shape)) return x
  const type = { dtype: x.dtype, shape }
  if (sizeOf(shape) === 0) return emit.elements(x.dtype, shape, [])
  const { of, runs } = viewOf(x)
  const parts = reshapedRuns(runs.flat(), shape)
  if (parts !== undefined) return rearranged(emit, { of, runs: parts }, shape)
  // Begun anew: what is there is a row of elements that are no longer told apart.
  return emit.lazily(type, () => emit.reshape(x, shape))
}

/** What is done to each element is done to a value before it is rearranged. */
export const onElements = (emit: Emitter, x: Value, apply: (x: Value) => Value): Value => {
  const { of, runs } = viewOf(resolved(emit, x))
  return rearranged(emit, { of: apply(of), runs }, x.shape)
}
