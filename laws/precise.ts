import { type Precise, prepare, runPrecisely, widened } from '../src/engine/index.js'
import { applyPrimitive, type Graph, type Primitive, traceBranch } from '../src/graph/index.js'
import { type Constant, fromRowMajor, isFloat, rowMajor, type Tensor } from '../src/tensor/index.js'
import { type Law, law, type Violation } from './law.js'
import type { Sample } from './primitive.js'

/** A graph at a point, and another number for an element of one of its inputs. */
export interface Change {
  readonly graph: Graph
  readonly operands: readonly Precise[]
  readonly input: number
  readonly offset: number
  readonly high: number
  readonly low: number
}

/** The parts of all elements, one after another; the sign of a low part that is 0 means nothing. */
const partsOf = (x: Precise): readonly number[] => {
  const high = Array.from<number>(rowMajor(x.high))
  const low = x.low === undefined ? high.map(() => 0) : Array.from<number>(rowMajor(x.low)).map((part) => part + 0)
  return [...high, ...low]
}

const withElement = (x: Precise, offset: number, high: number, low: number): Precise => {
  const put = (part: Constant | undefined, value: number): Constant => {
    const elements = part === undefined ? new Float64Array(rowMajor(x.high).length) : rowMajor(part).slice()
    elements[offset] = value
    return fromRowMajor('float64', x.shape, elements as Float64Array)
  }
  return { ...x, high: put(x.high, high), low: put(x.low, low) }
}

const elementAt = ({ high, low }: Precise, offset: number): { readonly high: number; readonly low: number } => ({
  high: rowMajor(high)[offset],
  low: low === undefined ? 0 : rowMajor(low)[offset],
})

/** Where one element changes, what is computed anew and what is kept are together what a whole evaluation gives. */
export const preparation: Law<readonly [change: Change]> = law(
  'preparation',
  'a prepared graph with one element changed is, to the bit, the graph evaluated there',
  ({ graph, operands, input, offset, high, low }) => {
    const { changed } = prepare(graph, operands)
    const moved = operands.with(input, withElement(operands[input], offset, high, low))
    const found = [
      ['changed', changed(input, offset, { high, low }), runPrecisely(graph, moved)],
      ['changed back', changed(input, offset, elementAt(operands[input], offset)), runPrecisely(graph, operands)],
    ] as const
    return found.flatMap(([what, some, all]) =>
      some.flatMap((one, index): readonly Violation[] => {
        const [a, b] = [partsOf(one), partsOf(all[index])]
        const at = a.findIndex((part, place) => !Object.is(part, b[place]))
        return at < 0 ? [] : [{ what: `output ${index}, part ${at}, ${what}`, found: a[at], expected: b[at] }]
      }),
    )
  },
)

/** One application of a primitive as a graph. */
export const graphOf = (record: Primitive, { attributes, operands }: Sample): Graph =>
  traceBranch('laws', (inputs) => applyPrimitive(record, attributes, inputs), operands).graph

/** The operands of a sample as they are. */
export const preciseOperands = (operands: readonly Tensor[]): readonly Precise[] =>
  operands.map((operand) => widened(operand as Constant))

/** The inputs of a graph that may be changed, with how many elements each has. */
export const changeable = (operands: readonly Precise[]): readonly (readonly [input: number, size: number])[] =>
  operands.flatMap((operand, index) =>
    isFloat(operand.dtype) && rowMajor(operand.high).length > 0
      ? [[index, rowMajor(operand.high).length] as const]
      : [],
  )
