import { sizeOf, type Tensor } from '../../tensor/index.js'
import { reshape, sumTo, transpose } from '../primitives/structural.js'
import { slice } from '../primitives/windows.js'
import type { Einsum } from '../signatures/index.js'
import { contract } from './contract.js'
import { declared } from './dual.js'
import { checkNumeric, operandsOf } from './operands.js'
import { type Labelled, subscriptsOf } from './subscripts.js'

/** The diagonal of two axes of one size, which stands last: every (size + 1)-th element of both as one axis. */
const diagonal = (x: Tensor, one: number, other: number): Tensor => {
  const size = x.shape[one]
  const rest = [...x.shape.keys()].filter((axis) => axis !== one && axis !== other)
  const outer = rest.map((axis) => x.shape[axis])
  const flat = reshape(transpose(x, [...rest, one, other]), [...outer, size * size])
  return slice(flat, {
    start: flat.shape.map(() => 0),
    size: [...outer, size],
    step: [...outer.map(() => 1), size + 1],
  })
}

/** An operand in which no label stands twice. */
const withoutTwins = ({ tensor, labels }: Labelled): Labelled => {
  const other = labels.findIndex((label, axis) => labels.indexOf(label) < axis)
  if (other < 0) return { tensor, labels }
  const one = labels.indexOf(labels[other])
  const rest = labels.filter((_, axis) => axis !== one && axis !== other)
  return withoutTwins({ tensor: diagonal(tensor, one, other), labels: [...rest, labels[other]] })
}

/** An operand summed over the axes that nobody asks for. */
const summed = ({ tensor, labels }: Labelled, asked: readonly string[]): Labelled => {
  const kept = labels.filter((label) => asked.includes(label))
  const shape = (size: (extent: number) => readonly number[]): readonly number[] =>
    tensor.shape.flatMap((extent, axis) => (asked.includes(labels[axis]) ? [extent] : size(extent)))
  if (kept.length === labels.length) return { tensor, labels }
  return {
    tensor: reshape(
      sumTo(
        tensor,
        shape(() => [1]),
      ),
      shape(() => []),
    ),
    labels: kept,
  }
}

/** The product of two operands, summed over the labels that both have and nobody else asks for. */
const combined = (a: Labelled, b: Labelled, asked: readonly string[]): Labelled => {
  const shared = a.labels.filter((label) => b.labels.includes(label))
  const [kept, gone] = [true, false].map((stays) => shared.filter((label) => asked.includes(label) === stays))
  const pair = (label: string) => [a.labels.indexOf(label), b.labels.indexOf(label)] as const
  const own = ({ labels }: Labelled): readonly string[] => labels.filter((label) => !shared.includes(label))
  return {
    tensor: contract(a.tensor, b.tensor, { kept: kept.map(pair), summed: gone.map(pair) }),
    labels: [...kept, ...own(a), ...own(b)],
  }
}

/** How many multiplications a product takes. */
const costOf = (a: Labelled, b: Labelled): number =>
  sizeOf(a.tensor.shape) * sizeOf(b.tensor.shape.filter((_, axis) => !a.labels.includes(b.labels[axis])))

/** The pair whose product takes the fewest multiplications; of several the one that stands first. */
const cheapest = (operands: readonly Labelled[]): readonly [first: number, second: number] => {
  const pairs = operands.flatMap((_, second) => Array.from({ length: second }, (_, first) => [first, second] as const))
  const costs = pairs.map(([first, second]) => costOf(operands[first], operands[second]))
  const least = Math.min(...costs)
  return pairs.filter((_, index) => costs[index] === least).sort(([a, b], [c, d]) => a - c || b - d)[0]
}

/** The labels that the result or operands other than these ask for. */
const askedBeside = (
  operands: readonly Labelled[],
  output: readonly string[],
  ...except: readonly number[]
): readonly string[] => [...output, ...operands.flatMap(({ labels }, index) => (except.includes(index) ? [] : labels))]

/** One operand with the sums of products of all. */
const reduced = (operands: readonly Labelled[], output: readonly string[]): Labelled => {
  if (operands.length === 1) return operands[0]
  const [first, second] = cheapest(operands)
  const product = combined(operands[first], operands[second], askedBeside(operands, output, first, second))
  return reduced(operands.with(first, product).toSpliced(second, 1), output)
}

const evaluated = (subscripts: unknown, values: readonly unknown[]): Tensor => {
  const tensors = operandsOf('einsum', values)
  if (tensors.length > 0) checkNumeric('einsum', tensors)
  const { operands, output } = subscriptsOf(subscripts, tensors)
  const distinct = operands.map(withoutTwins)
  const narrow = distinct.map((operand, index) => summed(operand, askedBeside(distinct, output, index)))
  const { tensor, labels } = reduced(narrow, output)
  return transpose(
    tensor,
    output.map((label) => labels.indexOf(label)),
  )
}

/**
 * Sums of products by Einstein's subscripts, as NumPy has them: a term for each operand names its axes by letters, and the
 * result has those after `->`; over all others it is summed. A letter that stands twice in a term takes the diagonal.
 * Without `->` the result has the letters that occur once, in order of the alphabet. `...` stands for the axes that are
 * left, which broadcast and stay. One letter stands for axes of one size. Of more than two operands those two go together
 * first whose product takes the fewest multiplications, and of several such pairs the first. As `pipe(x, einsum('ij->ji'))`
 * with one operand. Throws an ArgumentError for subscripts that say nothing, or not of these operands, and a ShapeError where sizes
 * differ.
 *
 * @example
 * ```ts
 * import { einsum, ones, tensor } from 'cotangent'
 *
 * const a = tensor([[1, 2], [3, 4]])
 * einsum('ij,jk->ik', a, a)
 * // => [[ 7. 10.]
 * //     [15. 22.]]
 * einsum('ii->i', a) // => [1. 4.]
 * einsum('...i,i', ones([2, 3, 2]), tensor([1, 2])).shape // => [ 2, 3 ]
 * ```
 */
export const einsum: Einsum = declared((subscripts: unknown, ...operands: readonly unknown[]) =>
  operands.length > 0
    ? evaluated(subscripts, operands)
    : (...late: readonly unknown[]): Tensor => evaluated(subscripts, late),
)
