import type { Diagnosis } from 'cotangent'
import type { Shape } from '../../../src/tensor/index.js'

type Mistake = Diagnosis['mistakes'][number]
export type Cause = Diagnosis['cause']

/** The gradient as it is and as it should be, leaf by leaf, each in row-major order. */
export interface Both {
  readonly paths: readonly string[]
  readonly shapes: readonly Shape[]
  readonly wrong: readonly (readonly number[])[]
  readonly right: readonly (readonly number[])[]
}

/** Double the digits that a diagnosis goes by: agreement by accident is no agreement. */
const precision = 2 ** -28

const areClose = (a: readonly number[], b: readonly number[]): boolean => {
  const most = precision * Math.max(...a.map(Math.abs), ...b.map(Math.abs), 0)
  return a.length === b.length && a.every((each, index) => Math.abs(each - b[index]) <= most)
}

const inner = (shape: Shape, axis: number): number =>
  shape.slice(axis + 1).reduce((product, extent) => product * extent, 1)

/** Entries taken from other places along an axis; undefined ones are 0. */
const rearranged =
  (from: (place: number, extent: number) => number | undefined) =>
  (entries: readonly number[], shape: Shape, axis: number): readonly number[] =>
    entries.map((_, index) => {
      const place = Math.floor(index / inner(shape, axis)) % shape[axis]
      const other = from(place, shape[axis])
      return other === undefined ? 0 : entries[index + (other - place) * inner(shape, axis)]
    })

/** The elements with two axes exchanged, in row-major order. */
const transposed = (entries: readonly number[], shape: Shape, one: number, other: number): readonly number[] => {
  const order = [...shape.keys()].map((axis) => (axis === one ? other : axis === other ? one : axis))
  const turned = order.map((axis) => shape[axis])
  return entries.map((_, index) => {
    const from = order.reduce(
      (sum, axis, at) => sum + (Math.floor(index / inner(turned, at)) % turned[at]) * inner(shape, axis),
      0,
    )
    return entries[from]
  })
}

const sumOf = (entries: readonly number[]): number => entries.reduce((sum, entry) => sum + entry, 0)

/** The sum along an axis, or its mean, in all places of it. */
const spread = (entries: readonly number[], shape: Shape, axis: number, mean: boolean): readonly number[] =>
  entries.map((_, index) => {
    const [step, extent] = [inner(shape, axis), shape[axis]]
    const first = index - (Math.floor(index / step) % extent) * step
    const sum = sumOf(Array.from({ length: extent }, (_, place) => entries[first + place * step]))
    return mean ? sum / extent : sum
  })

/** The same along all axes. */
const spreadOut = (entries: readonly number[], mean: boolean): readonly number[] =>
  entries.map(() => sumOf(entries) / (mean ? entries.length : 1))

const byAxis: { readonly [C in Cause]?: readonly ReturnType<typeof rearranged>[] } = {
  shifted: [1, -1, 2, -2].flatMap((by) => [
    rearranged((place, extent) => (place + by + extent) % extent),
    rearranged((place, extent) => (place + by >= 0 && place + by < extent ? place + by : undefined)),
  ]),
  reversed: [rearranged((place, extent) => extent - 1 - place)],
  incomplete: [
    rearranged((place) => (place === 0 ? undefined : place)),
    rearranged((place, extent) => (place === extent - 1 ? undefined : place)),
  ],
}

const times = (factor: number, entries: readonly number[]): readonly number[] => entries.map((entry) => factor * entry)

/** Whether what is said of one leaf is so; undefined where the gradients alone do not tell. */
const holdsOf = (
  { cause, factor = 1 }: Pick<Mistake, 'cause' | 'factor'>,
  both: Both,
  leaf: number,
): boolean | undefined => {
  const [wrong, right, shape] = [both.wrong[leaf], both.right[leaf], both.shapes[leaf]]
  if (cause === 'factor' || cause === 'sign') return areClose(wrong, times(factor, right))
  if (cause === 'forgotten') return wrong.every((entry) => entry === 0)
  if (cause === 'transposed')
    return [...shape.keys()].some((one) =>
      [...shape.keys()].some(
        (other) => one < other && areClose(wrong, times(factor, transposed(right, shape, one, other))),
      ),
    )
  if (cause === 'exchanged') return both.right.some((other, index) => index !== leaf && areClose(wrong, other))
  if (cause === 'averaged')
    return [true, false].some(
      (mean) =>
        areClose(wrong, times(factor, spreadOut(right, mean))) ||
        [...shape.keys()].some((axis) => areClose(wrong, times(factor, spread(right, shape, axis, mean)))),
    )
  const ways = byAxis[cause]
  return ways?.some((way) => [...shape.keys()].some((axis) => areClose(wrong, times(factor, way(right, shape, axis)))))
}

/**
 * Whether a mistake that a diagnosis tells of is the one that was planted, or else is a fact: that the gradient is twice
 * too large is so, whatever made it so.
 */
const isTrue = (mistake: Mistake, planted: readonly string[], both: Both): boolean =>
  planted.includes(mistake.cause) ||
  (mistake.places.length === 0 &&
    mistake.paths.every((path) => holdsOf(mistake, both, both.paths.indexOf(path)) === true))

/**
 * What a diagnosis is worth: `named` where one of its explanations is true, `otherwise` where it says something and none
 * is, `silent` where it says nothing.
 */
export const worth = (
  diagnosis: Diagnosis | undefined,
  planted: readonly string[],
  both: Both,
): 'named' | 'otherwise' | 'silent' => {
  if (diagnosis === undefined) return 'silent'
  const explanations = [diagnosis.mistakes, ...diagnosis.alternatives]
  return explanations.some((mistakes) => mistakes.every((mistake) => isTrue(mistake, planted, both)))
    ? 'named'
    : 'otherwise'
}

/** Numbers that a single entry may be off by and that still mean something. */
const plain = [2, 0.5, -1, 0]

/** Whether leaves that differ do so by one number, which is a mistake with a name: a factor, a sign, or nothing at all. */
const isByANumber = ({ wrong, right }: Both, differing: readonly number[]): boolean => {
  const [a, b] = [wrong, right].map((leaves) => differing.flatMap((leaf) => leaves[leaf]))
  const largest = b.reduce((best, entry, index) => (Math.abs(entry) > Math.abs(b[best]) ? index : best), 0)
  const number = a[largest] / b[largest]
  const isTelling = b.filter((entry) => entry !== 0).length > 1 || plain.some((each) => areClose([number], [each]))
  return Number.isFinite(number) && isTelling && areClose(a, times(number, b))
}

/** What the gradients alone say of all leaves that differ, where that has a name. */
export const factOf = (both: Both): Cause | 'number' | undefined => {
  const differing = [...both.paths.keys()].filter((leaf) => !areClose(both.wrong[leaf], both.right[leaf]))
  if (differing.length === 0) return undefined
  if (isByANumber(both, differing)) return 'number'
  return (['transposed', 'shifted', 'reversed', 'incomplete'] as const).find((cause) =>
    differing.every((leaf) => holdsOf({ cause, factor: undefined }, both, leaf) === true),
  )
}
