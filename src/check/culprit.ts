import { type Precise, runPrecisely, widened } from '../engine/index.js'
import { type Apply, type AttributesOf, constantOf, type Graph, keepingSites } from '../graph/index.js'
import { rowMajor, showType, type Tensor } from '../tensor/index.js'
import type { Culprit } from './details.js'
import type { Point } from './point.js'
import type { Question } from './question.js'
import { type TracedFunction, traced, widenedLeaves } from './traced.js'

const allFinite = ({ high }: Precise): boolean => rowMajor(high).every(Number.isFinite)

/** An operation with its operands' values and what it made of them. */
interface Step {
  readonly apply: Apply
  readonly operands: readonly Precise[]
  readonly results: readonly Precise[]
}

/** What is called as it stands, so that the culprit is within it. */
const isCall = ({ primitive: { name } }: Apply): boolean =>
  name === 'call' || name === 'customJvp' || name === 'customVjp'

/** The first operation of a graph, in its order, that has finite operands and a result that is not finite. */
const firstNonFinite = (graph: Graph, operands: readonly Precise[]): Step | undefined => {
  const results = graph.applies.flatMap((apply) => apply.results)
  const found = runPrecisely({ ...graph, outputs: results }, operands)
  const values = new Map<Tensor, Precise>([
    ...graph.inputs.map((input, index) => [input, operands[index]] as const),
    ...results.map((result, index) => [result, found[index]] as const),
  ])
  const preciseAt = (tensor: Tensor): Precise => values.get(tensor) ?? widened(constantOf('gradcheck', tensor))
  for (const apply of graph.applies) {
    const step = { apply, operands: apply.operands.map(preciseAt), results: apply.results.map(preciseAt) }
    if (step.results.every(allFinite) || !step.operands.every(allFinite)) continue
    const within = isCall(apply) ? (apply.attributes as AttributesOf<'call'>).graph : undefined
    return (within && firstNonFinite(within, step.operands)) ?? step
  }
  return undefined
}

/** The place of the first element that is not finite, in row-major order. */
const placeOf = ({ results }: Step): number => {
  const result = results.find((each) => !allFinite(each)) as Precise
  return rowMajor(result.high).findIndex((element: number) => !Number.isFinite(element))
}

const shownElements = 4

/** A tensor by its type and, where they are few, its elements; else by the one at a place, where it has that. */
const show = (x: Precise, place: number, alike: boolean): string => {
  const elements = rowMajor(x.high)
  if (elements.length <= shownElements) return `${showType(x)}(${[...elements].join(' ')})`
  return alike ? `${showType(x)}(... ${elements[place]} ...)` : showType(x)
}

const describe = (step: Step): string => {
  const { apply, operands, results } = step
  const place = placeOf(step)
  const count = rowMajor(results[0].high).length
  const given = operands.map((operand) => show(operand, place, rowMajor(operand.high).length === count))
  return `${apply.primitive.name} of ${given.join(' and ')} gives ${results.map((result) => show(result, place, true)).join(' and ')}`
}

const culpritIn = (
  { graph, captured }: TracedFunction,
  leaves: readonly Precise[],
  within: Culprit['within'],
): Culprit | undefined => {
  const step = firstNonFinite(graph, [...leaves, ...captured])
  if (step === undefined) return undefined
  const { primitive, site } = step.apply
  const text = `${describe(step)}${within === 'gradient' ? ', in the derivative' : ''}`
  return { operation: primitive.name, within, site, text }
}

/**
 * The first operation, in the function or else in its derivative, that gives what is not finite of what is. The function
 * is traced again for it, so that its operations keep the user's lines.
 */
export const nonFiniteCulprit = (question: Question<never>, point: Point, reads: boolean): Culprit | undefined => {
  const { value, derivative } = keepingSites(() => traced(question, point, reads ? point.leaves : []))
  const leaves = widenedLeaves(point.leaves)
  return culpritIn(value, leaves, 'value') ?? culpritIn(derivative, leaves, 'gradient')
}
