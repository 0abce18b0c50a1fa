import type { Graph } from '../../graph/index.js'
import { type Shape, sizeOf, type Tensor } from '../../tensor/index.js'
import type { Evidence } from './evidence.js'

/** A number that a gradient may be wrong by, and what it is. */
export interface Meaning {
  readonly value: number
  /** What it is in the model, such as `the batch size`; undefined for a plain number. */
  readonly name: string | undefined
  /** Whether it counts something, so that a sum or a mean may have been mistaken for one another. */
  readonly isCount: boolean
}

const plain = (value: number): Meaning => ({ value, name: undefined, isCount: false })

/** The largest whole number that needs no explanation. */
const smallWhole = 12

const wholes = Array.from({ length: smallWhole - 1 }, (_, index) => plain(index + 2))

export const batchSize = 'the batch size'

const showShape = (shape: Shape): string => `[${shape.join(', ')}]`

/** The sizes in a graph: those of its batch first, what matrix products have as rows and biases are broadcast over. */
const sizesInGraph = ({ applies, inputs }: Graph): readonly (readonly [size: number, name: string])[] => {
  const leaves = new Set<Tensor>(inputs)
  const batches = applies.flatMap(({ primitive: { name }, operands, results: [{ shape }] }) => {
    if (name === 'matmul' && !leaves.has(operands[0])) return [shape[shape.length - 2]]
    return name === 'broadcastTo' && operands[0].shape.length < shape.length ? [shape[0]] : []
  })
  const tensors = applies
    .flatMap(({ operands, results }) => [...operands, ...results])
    .filter((each) => !leaves.has(each))
  return [
    ...batches.map((size) => [size, batchSize] as const),
    ...tensors.flatMap(({ shape }) =>
      shape.map((size) => [size, `the size of an axis of ${showShape(shape)}`] as const),
    ),
    ...tensors.map(({ shape }) => [sizeOf(shape), `the number of elements of ${showShape(shape)}`] as const),
  ]
}

/** Every count in the evidence that a sum or a mean may go over, by its size. */
export const countsOf = ({
  leaves,
  paths,
  graph,
}: Pick<Evidence, 'leaves' | 'paths' | 'graph'>): readonly Meaning[] => {
  const ofLeaves = leaves.flatMap(({ shape }, leaf) => [
    ...shape.map((size, axis) => [size, `the size of axis ${axis} of ${paths[leaf] || 'the argument'}`] as const),
    [sizeOf(shape), `the number of elements of ${paths[leaf] || 'the argument'}`] as const,
  ])
  const named = new Map<number, readonly string[]>()
  for (const [size, name] of [...(graph === undefined ? [] : sizesInGraph(graph)), ...ofLeaves])
    if (size > 1 && !(named.get(size) ?? []).includes(name)) named.set(size, [...(named.get(size) ?? []), name])
  return [...named].map(([value, names]) => ({ value, name: telling(names).join(', or '), isCount: true }))
}

/** Of what a size is the size of, what tells a reader most: the batch, then leaves, and others only where there is nothing else. */
const telling = (names: readonly string[]): readonly string[] => {
  const best = names.filter((name) => name === batchSize || !name.endsWith(']'))
  return (best.length > 0 ? best : names).slice(0, 2)
}

/** A whole number that is no size of anything in sight; undefined where the number is not known well enough to be told whole. */
export const wholeNumber = (x: number, relative: number): Meaning | undefined => {
  const size = Math.abs(x)
  const whole = Math.round(size)
  const over = Math.round(1 / size)
  const isTold = (value: number, of: number): boolean =>
    of > 1 && Math.abs(value - of) <= relative * of && relative * of < 2 ** -12
  const name = 'perhaps the number of examples'
  if (isTold(size, whole)) return { value: Math.sign(x) * whole, name, isCount: true }
  if (isTold(1 / size, over)) return { value: Math.sign(x) / over, name, isCount: true }
  return undefined
}

const inverse = ({ value, ...rest }: Meaning): Meaning => ({ ...rest, value: 1 / value })

const times = (factor: number, { value, name, isCount }: Meaning): Meaning => ({
  value: factor * value,
  name: name && `${factor === 2 ? 'twice' : 'half'} ${name}`,
  isCount,
})

/**
 * What a number, known but for a relative error, means: a count, twice or half a count, a small whole number, or one over
 * these, with either sign; undefined where it is none of them, or may be several.
 */
export const meaningOf = (counts: readonly Meaning[], x: number, relative: number): Meaning | undefined => {
  const known = [plain(1), ...counts, ...wholes, ...counts.flatMap((count) => [times(2, count), times(0.5, count)])]
  const size = Math.abs(x)
  const fits = [...known, ...known.map(inverse)].filter(({ value }) => Math.abs(size - value) <= relative * value)
  const [first] = fits
  if (first === undefined || fits.some(({ value }) => Math.abs(value - first.value) > 2 ** -40 * value))
    return undefined
  return { ...first, value: Math.sign(x) * first.value }
}

/** A number for a reader: whole where it is, as a fraction where that is simple, else in six digits. */
export const showNumber = (x: number): string => {
  if (Number.isInteger(x)) return String(x)
  const over = 1 / x
  return Math.abs(over - Math.round(over)) <= 2 ** -40 * Math.abs(over) && Math.abs(over) < 2 ** 31
    ? `1/${Math.round(over)}`.replace('1/-', '-1/')
    : String(Number(x.toPrecision(6)))
}
