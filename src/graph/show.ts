import {
  type Constant,
  isUniform,
  layoutOf,
  rowMajor,
  showNumber,
  showType,
  sizeOf,
  type Tensor,
} from '../tensor/index.js'
import { type Apply, isConstant } from './expression.js'
import { type Graph, isGraph } from './trace.js'

/** The longest constant that is shown in full. */
const inlineElements = 8

const showElement = (element: number, isBool: boolean): string => (isBool ? String(element !== 0) : showNumber(element))

/** A constant by its type and elements; by its one element where all are the same, and by the first few where it is long. */
const showConstant = (constant: Constant): string => {
  const size = isUniform(constant) ? Math.min(1, sizeOf(constant.shape)) : sizeOf(constant.shape)
  const { data, offset } = layoutOf(constant)
  const elements = size === 1 ? data.subarray(offset, offset + 1) : rowMajor(constant)
  const shown = Array.from(elements.subarray(0, size > inlineElements ? 3 : size), (element) =>
    showElement(element, constant.dtype === 'bool'),
  )
  return `${showType(constant)}(${[...shown, ...(size > inlineElements ? ['...'] : [])].join(' ')})`
}

const showAttribute = (value: unknown): string =>
  Array.isArray(value) ? `[${value.map(showAttribute).join(', ')}]` : String(value)

/**
 * A graph as text: a line for its inputs, one for each apply in order, and one for what it returns. Variables are
 * numbered as they appear, sub-graphs indented below the apply that holds them, attributes sorted by name. The same
 * function of the same types gives the same text.
 */
export const showGraph = (graph: Graph): string => {
  const names = new Map<Tensor, string>()
  const declare = (tensor: Tensor): string => {
    const name = `%${names.size + 1}`
    names.set(tensor, name)
    return `${name}:${showType(tensor)}`
  }
  const use = (tensor: Tensor): string =>
    isConstant(tensor) ? showConstant(tensor) : (names.get(tensor) ?? `?:${showType(tensor)}`)
  const lines: string[] = []
  const write = (indent: string, ...words: readonly string[]): void => {
    lines.push(`${indent}${words.filter((word) => word !== '').join(' ')}`)
  }

  const showApply = (apply: Apply, indent: string): void => {
    const attributes = Object.entries(apply.attributes as object).sort(([a], [b]) => (a < b ? -1 : 1))
    const shown = attributes.filter(
      ([, value]) => value !== undefined && typeof value !== 'function' && !isGraph(value),
    )
    const record = shown.map(([key, value]) => `${key}: ${showAttribute(value)}`).join(', ')
    const operands = apply.operands.map(use)
    write(
      indent,
      apply.results.map(declare).join(' '),
      '=',
      apply.primitive.name,
      ...operands,
      record === '' ? '' : `{ ${record} }`,
    )
    for (const [key, value] of attributes) if (isGraph(value)) showWithin(`${key}: graph`, value, `${indent}  `)
  }

  const showWithin = (title: string, { inputs, applies, outputs }: Graph, indent: string): void => {
    write(indent, title, ...inputs.map(declare))
    for (const apply of applies) showApply(apply, `${indent}  `)
    write(`${indent}  `, 'return', ...outputs.map(use))
  }

  showWithin('graph', graph, '')
  return lines.join('\n')
}
