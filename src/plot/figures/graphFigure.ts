import { type Apply, expressionOf, isConstant, type PrintedGraph } from '../../graph/index.js'
import {
  ArgumentError,
  type Constant,
  checkIsOptions,
  isUniform,
  layoutOf,
  type OptionNames,
  sizeOf,
  type Tensor,
} from '../../tensor/index.js'
import { type Figure, type FigureOptions, figure, type Json, type Spec } from '../figure.js'
import { type Box, layeredLayout, type Placement } from '../layout.js'
import { textWidth } from '../render/widths.js'

/** How a graph is drawn. */
export interface GraphFigureOptions extends Pick<FigureOptions, 'title'> {
  /** Names of the function's arguments, in their order; leaves of records have their keys. */
  readonly names?: readonly (string | undefined)[]
  /** Of `makeGraph(valueAndGrad(f))`, what the value needs is drawn as forward and the rest as backward; else all is forward. */
  readonly of?: 'function' | 'valueAndGrad'
}

const optionNames: OptionNames<GraphFigureOptions> = { title: true, names: true, of: true }

type Part = 'input' | 'forward' | 'backward'

interface Node extends Box {
  readonly part: Part
  readonly label: string
  readonly type: string
  readonly isOutput: boolean
}

/** More operations than this make no figure that can be read. */
const mostApplies = 500

const fontSize = 11
const boxHeight = 34
const spacing = { layer: 54, gap: 14, passage: 4 }

/** `64×100`, or what the element type is where that is not a usual one. */
const typeText = ({ shape, dtype }: Tensor): string =>
  `${shape.length === 0 ? 'scalar' : shape.join('\u00d7')}${dtype === 'bool' || dtype === 'int32' ? ` ${dtype}` : ''}`

const numberText = (value: number): string => String(+value.toPrecision(3)).replace('-', '\u2212')

/** A constant operand in a word: its number where it has but one. */
const constantText = (constant: Constant): string => {
  const { data, offset } = layoutOf(constant)
  return sizeOf(constant.shape) > 0 && (isUniform(constant) || sizeOf(constant.shape) === 1)
    ? numberText(data[offset])
    : 'const'
}

const nameOfInput = (graph: PrintedGraph, index: number, names: readonly (string | undefined)[]): string => {
  const path = graph.paths[index] ?? ''
  const argument = Number(/^\[(\d+)\]/.exec(path)?.[1] ?? -1)
  const within = path.replace(/^\[\d+\]\.?/, '')
  return within === '' ? (names[argument] ?? `x${index + 1}`) : within
}

/** A primitive with its constant operands, and dots where the others stand: `sub 1 \u00b7` is one less something. */
const labelOf = ({ primitive, operands }: Apply): string =>
  operands.some(isConstant)
    ? [primitive.name, ...operands.map((each) => (isConstant(each) ? constantText(each) : '\u00b7'))].join(' ')
    : primitive.name

/** What outputs are called: of `valueAndGrad`, the value L and its derivatives by the leaves of the first argument. */
const outputName = (index: number, of: GraphFigureOptions['of'], inputs: readonly string[]): string | undefined =>
  of !== 'valueAndGrad' ? undefined : index === 0 ? 'L' : `\u2202L/\u2202${inputs[index - 1]}`

/** The applies that tensors need. */
const needed = (outputs: readonly Tensor[]): ReadonlySet<Apply> => {
  const found = new Set<Apply>()
  const stack = [...outputs]
  while (stack.length > 0) {
    const expression = expressionOf(stack.pop() as Tensor)
    if (expression._tag !== 'Result' || found.has(expression.apply)) continue
    found.add(expression.apply)
    stack.push(...expression.apply.operands)
  }
  return found
}

const nodesOf = (graph: PrintedGraph, { names = [], of }: GraphFigureOptions): readonly Node[] => {
  const forward = needed(of === 'valueAndGrad' ? graph.outputs.slice(0, 1) : graph.outputs)
  const inputNames = graph.inputs.map((_, index) => nameOfInput(graph, index, names))
  const namesOf = (tensor: Tensor): readonly string[] =>
    graph.outputs.flatMap((output, index) => (output === tensor ? (outputName(index, of, inputNames) ?? '') : []))
  const number = new Map<Tensor, number>(graph.inputs.map((input, index) => [input, index]))
  const node = (part: Part, label: string, of: readonly Tensor[], sources: readonly number[]): Node => {
    const returned = of.flatMap(namesOf)
    const title = returned.filter((name) => name !== '').join(', ')
    const type = `${title}${title === '' ? '' : ': '}${of.map(typeText).join(', ')}`
    const width = Math.max(textWidth(label, fontSize, true), textWidth(type, fontSize - 2, false)) + 16
    return { part, label, type, sources, width, isOutput: returned.length > 0 }
  }
  const inputs = graph.inputs.map((input, index) => node('input', inputNames[index], [input], []))
  const applies = graph.applies.map((apply, index) => {
    const { operands, results } = apply
    for (const result of results) number.set(result, inputs.length + index)
    const sources = operands.flatMap((each) => number.get(each) ?? [])
    return node(forward.has(apply) ? 'forward' : 'backward', labelOf(apply), results, sources)
  })
  return [...inputs, ...applies]
}

const colors: { readonly [P in Part]: string } = { input: '#f2f2f2', forward: '#cfe0fa', backward: '#fbd5cf' }

const within = (extent: number, reverse: boolean): Spec => ({ domain: [0, extent], nice: false, reverse })

/** Ways as lines, and their ends as arrow heads. */
const wayLayers = (
  nodes: readonly Node[],
  { ways }: Placement,
  at: (field: string, other: string) => Spec,
): readonly Spec[] => {
  const half = boxHeight / 2
  const drawn = ways.map(({ from, to, points }, way) => {
    const inner = points.slice(1, -1)
    const [start, end] = [points[0], points[points.length - 1]]
    const part = nodes[to].part
    return {
      color: part === 'backward' ? '#c0604f' : '#4f76b8',
      points: [{ x: start.x, y: start.y + half }, ...inner, { x: end.x, y: end.y - half }],
      way: `${way}: ${from} to ${to}`,
    }
  })
  const color = { field: 'color', type: 'nominal', scale: null }
  return [
    {
      data: {
        values: drawn.flatMap(({ points, way, color }) =>
          points.map(({ x, y }, order): Json => ({ x, y, way, order, color })),
        ),
      },
      mark: { type: 'line', strokeWidth: 1, opacity: 0.7, aria: false },
      encoding: { ...at('x', 'y'), detail: { field: 'way' }, order: { field: 'order' }, color },
    },
    {
      data: { values: drawn.map(({ points, color }): Json => ({ ...points[points.length - 1], color })) },
      mark: { type: 'point', shape: 'triangle-down', size: 30, filled: true, yOffset: -3, opacity: 1, aria: false },
      encoding: { ...at('x', 'y'), color },
    },
  ]
}

/**
 * The graph of a function as a drawing: a box for each input and each primitive applied, with the shape of what it gives,
 * from above downward; what the function returns has a bold border. Inputs are grey, the forward part is blue; of
 * `makeGraph(valueAndGrad(f))`, with `{ of: 'valueAndGrad' }`, the backward part is red, and the value L and its derivatives
 * have their names. Constants stand in the boxes that use them, in their places among dots for the other operands. Throws an ArgumentError for more than 500 operations.
 *
 * @example
 * ```ts
 * import { makeGraph, mean, square, tensor, type Tensor, valueAndGrad } from 'cotangent'
 * import { graphFigure } from 'cotangent/plot'
 *
 * const loss = (x: Tensor<[3], 'float64'>) => mean(square(x))
 * const graph = makeGraph(valueAndGrad(loss))(tensor([1, 2, 3]))
 * graphFigure(graph, { names: ['x'], of: 'valueAndGrad', title: 'A loss' }).title // => 'A loss'
 * ```
 */
export const graphFigure = (graph: PrintedGraph, options: GraphFigureOptions = {}): Figure => {
  checkIsOptions('graphFigure', options, optionNames)
  if (graph.applies.length > mostApplies)
    throw new ArgumentError({
      operation: 'graphFigure',
      problem: `${graph.applies.length} operations are more than ${mostApplies}, and would make no figure that can be read`,
    })
  const nodes = nodesOf(graph, options)
  const placement = layeredLayout(nodes, spacing)
  const { middles } = placement
  const extent = { width: placement.width + 8, height: placement.height }
  const at = (x: string, y: string): Spec => ({
    x: { field: x, type: 'quantitative', axis: null, scale: within(extent.width, false) },
    y: { field: y, type: 'quantitative', axis: null, scale: within(extent.height, true) },
  })
  const shift = ({ x, y }: { readonly x: number; readonly y: number }) => ({ x: x + 4, y })
  const shifted: Placement = {
    ...placement,
    ways: placement.ways.map((way) => ({ ...way, points: way.points.map(shift) })),
  }
  const parts = (['input', 'forward', 'backward'] as const).filter((part) => nodes.some((node) => node.part === part))
  const values = nodes.map(({ part, label, type, width, isOutput }, index) => {
    const { x, y } = shift(middles[index])
    return {
      x,
      y,
      left: x - width / 2,
      right: x + width / 2,
      top: y - boxHeight / 2,
      bottom: y + boxHeight / 2,
      upper: y - 6,
      lower: y + 8,
      part,
      label,
      type,
      border: isOutput ? 2.5 : 0.75,
    }
  })
  const scale = { domain: parts, range: parts.map((part) => colors[part]) }
  return figure({
    ...(options.title === undefined ? {} : { title: options.title }),
    ...extent,
    view: { stroke: null },
    data: { values },
    layer: [
      ...wayLayers(nodes, shifted, at),
      {
        mark: { type: 'rect', cornerRadius: 4, stroke: '#555555' },
        encoding: {
          ...at('left', 'top'),
          x2: { field: 'right' },
          y2: { field: 'bottom' },
          fill: { field: 'part', type: 'nominal', scale, legend: { orient: 'top', title: null, symbolType: 'square' } },
          strokeWidth: { field: 'border', type: 'quantitative', scale: null, legend: null },
        },
      },
      {
        mark: { type: 'text', fontSize, fontWeight: 'bold', baseline: 'middle' },
        encoding: { ...at('x', 'upper'), text: { field: 'label' } },
      },
      {
        mark: { type: 'text', fontSize: fontSize - 2, baseline: 'middle' },
        encoding: { ...at('x', 'lower'), text: { field: 'type' } },
      },
    ],
  })
}
