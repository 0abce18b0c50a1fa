import { ArgumentError, broadcastShapes, ShapeError, type Tensor } from '../../tensor/index.js'
import { reshape } from '../primitives/structural.js'

/** An operand and the name of each of its axes: a letter, or for the axes of '...' their place from the end. */
export interface Labelled {
  readonly tensor: Tensor
  readonly labels: readonly string[]
}

/** Subscripts as they apply to operands. */
export interface Subscripts {
  readonly operands: readonly Labelled[]
  readonly output: readonly string[]
}

const operation = 'einsum'
const ellipsis = '...'

const refusal = (operands: readonly Tensor[], problem: string): ArgumentError =>
  new ArgumentError({
    operation,
    operands,
    problem,
    remedy: "Subscripts name each axis by a letter, as in 'ij,jk->ik', and '...' stands for the axes that are left",
  })

/** The letters of a term, those before and those after '...' apart. */
const lettersOf = (operands: readonly Tensor[], term: string): readonly (readonly string[])[] => {
  const parts = term.split(ellipsis).map((part) => [...part])
  const stray = parts.flat().find((letter) => !/[A-Za-z]/.test(letter))
  if (stray !== undefined) throw refusal(operands, `'${stray}' of '${term}' is no letter`)
  if (parts.length > 2) throw refusal(operands, `'...' is twice in '${term}'`)
  return parts
}

/** Names of so many axes of '...', counted from the last one. */
const covered = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${ellipsis}${count - index}`)

const labelled = (operands: readonly Tensor[], term: string, tensor: Tensor): Labelled => {
  const [front, back] = lettersOf(operands, term)
  const [letters, rank] = [front.length + (back?.length ?? 0), tensor.shape.length]
  if (back === undefined ? letters !== rank : letters > rank)
    throw new ShapeError({
      operation,
      operands,
      problem: `'${term}' has ${letters} axes${back === undefined ? '' : ' or more'}, and its operand ${rank}`,
      remedy: "Name each axis of an operand, or write '...' for those that stay as they are",
    })
  return { tensor, labels: back === undefined ? front : [...front, ...covered(rank - letters), ...back] }
}

const isCovered = (label: string): boolean => label.startsWith(ellipsis)

/** The sizes of all labels; those of '...' broadcast. */
const sizesOf = (operands: readonly Tensor[], all: readonly Labelled[]): ReadonlyMap<string, number> => {
  const sizes = new Map<string, number>()
  for (const { tensor, labels } of all)
    for (const [axis, label] of labels.entries()) {
      const [size, known] = [tensor.shape[axis], sizes.get(label)]
      if (known !== undefined && known !== size && !isCovered(label))
        throw new ShapeError({
          operation,
          operands,
          problem: `${label}: sizes ${known} and ${size} differ`,
          remedy: 'A letter stands for axes of one size',
        })
      if (known === undefined || known === 1) sizes.set(label, size)
    }
  const heads = all.map(({ tensor: { dtype, shape }, labels }) => ({
    dtype,
    shape: shape.filter((_, axis) => isCovered(labels[axis])),
  }))
  broadcastShapes(operation, heads, operands)
  return sizes
}

/** An operand without the axes of '...' along which it is repeated. */
const narrowed = ({ tensor, labels }: Labelled, sizes: ReadonlyMap<string, number>): Labelled => {
  const kept = [...labels.keys()].filter((axis) => tensor.shape[axis] === sizes.get(labels[axis]))
  return {
    tensor: reshape(
      tensor,
      kept.map((axis) => tensor.shape[axis]),
    ),
    labels: kept.map((axis) => labels[axis]),
  }
}

/** What is not written: the axes of '...', and then in order of the alphabet the letters that occur once in all. */
const implied = (all: readonly Labelled[]): readonly string[] => {
  const letters = all.flatMap(({ labels }) => labels).filter((label) => !isCovered(label))
  return letters.filter((letter) => letters.indexOf(letter) === letters.lastIndexOf(letter)).sort()
}

const written = (
  operands: readonly Tensor[],
  output: string,
  all: readonly Labelled[],
): readonly (readonly string[])[] => {
  const parts = lettersOf(operands, output)
  const letters = parts.flat()
  const known = all.flatMap(({ labels }) => labels)
  const foreign = letters.find((letter) => !known.includes(letter))
  if (foreign !== undefined) throw refusal(operands, `'${foreign}' of the output is in no term`)
  const twice = letters.find((letter, index) => letters.indexOf(letter) !== index)
  if (twice !== undefined) throw refusal(operands, `'${twice}' is twice in the output`)
  return parts
}

/** Which axes of operands go together, and in which order those of the result stand. */
export const subscriptsOf = (subscripts: unknown, operands: readonly Tensor[]): Subscripts => {
  if (typeof subscripts !== 'string') throw refusal(operands, `the subscripts are ${String(subscripts)}`)
  const [input, output, ...more] = subscripts.replaceAll(' ', '').split('->')
  if (more.length > 0) throw refusal(operands, `there are several '->' in '${subscripts}'`)
  const terms = input.split(',')
  if (terms.length !== operands.length)
    throw refusal(operands, `'${subscripts}' has ${terms.length} terms, and there are ${operands.length} operands`)
  const all = operands.map((tensor, index) => labelled(operands, terms[index], tensor))
  const sizes = sizesOf(operands, all)
  const between = covered(Math.max(0, ...all.map(({ labels }) => labels.filter(isCovered).length)))
  const [front, back] = output === undefined ? [[], implied(all)] : written(operands, output, all)
  if (output !== undefined && input.includes(ellipsis) !== output.includes(ellipsis))
    throw refusal(
      operands,
      `'...' is in ${output.includes(ellipsis) ? 'the output and no term' : 'a term and not in the output'}`,
    )
  return {
    operands: all.map((one) => narrowed(one, sizes)),
    output: back === undefined ? front : [...front, ...between, ...back],
  }
}
