import {
  type Apply,
  type FloatDType,
  graphValues,
  makeGraph,
  type PrintedGraph,
  type PulledBack,
  type ReverseSweep,
  reverseSweep,
  type Tensor,
  valueAndGrad,
} from 'cotangent'
import type { Drawing, DrawnNode, DrawnStep, Part } from '../protocol.js'
import { layoutOf } from './layout.js'
import { ruleOf } from './rules.js'
import { longText, shortText, typeText, uniformText } from './words.js'

/** A function to a scalar, of a tensor or a tree of them. */
export type Value = (x: never) => Tensor<[], FloatDType>

/** More operations than this, of function and derivative together, make no drawing that can be read. */
export const mostOperations = 400

/** A function and what its derivative computes, as one graph: the way back is followed while both are traced. */
interface Traced {
  readonly graph: PrintedGraph
  readonly sweep: ReverseSweep
  /** What `graph` has in the places of the sweep's own tensors. */
  readonly placeOf: (tensor: Tensor) => Tensor
}

const trace = (value: Value, at: unknown): Traced => {
  let sweep: ReverseSweep | undefined
  const graph = makeGraph((x: never) => {
    sweep = reverseSweep(value)(x)
    const { cotangents, graph, steps, values } = sweep
    const ofInputs = graph.inputs.flatMap((input) => cotangents.get(input) ?? [])
    const passed = steps.flatMap(({ contributions, sums }) => [...contributions, ...sums])
    const output = values.get(graph.outputs[0])
    return [output, ...ofInputs, ...cotangents.values(), ...passed].filter((each) => each !== undefined)
  })(at as never)
  const { values } = sweep as unknown as ReverseSweep
  return { graph, sweep: sweep as unknown as ReverseSweep, placeOf: (tensor) => values.get(tensor) ?? tensor }
}

/** The name of what is given, by where it stands in the argument. */
const nameOf = (path: string): string => path.replace(/^\[0\]\.?/, '') || 'x'

const isConstant = ({ _tag }: Tensor): boolean => _tag === 'Constant'

/** An operation with its constant operands in their places among dots: `sub 1 ·`. */
const labelOf = ({ primitive, operands }: Apply): string => {
  const numbers = operands.map((operand) => (isConstant(operand) ? uniformText(operand) : undefined))
  return numbers.every((number) => number === undefined)
    ? primitive.name
    : [primitive.name, ...numbers.map((number) => number ?? '·')].join(' ')
}

const isGraph = (value: unknown): value is Pick<PrintedGraph, 'applies'> =>
  typeof value === 'object' && value !== null && 'applies' in value

const attributeText = (value: unknown): string => {
  if (isGraph(value)) return value.applies.map(({ primitive }) => primitive.name).join(', ') || 'nothing'
  return Array.isArray(value) ? `[${value.map(attributeText).join(', ')}]` : String(value)
}

const attributesText = ({ attributes }: Apply): string =>
  Object.entries(attributes as object)
    .filter(([, value]) => value !== undefined && typeof value !== 'function')
    .map(([name, value]) => `${name}: ${attributeText(value)}`)
    .join('; ')

/** The operations that a tensor needs, as far as they are not in `known`, which they are put into. */
const gather = (tensor: Tensor, makers: ReadonlyMap<Tensor, Apply>, known: Set<Apply>): readonly Apply[] => {
  const found: Apply[] = []
  const stack = [tensor]
  while (stack.length > 0) {
    const apply = makers.get(stack.pop() as Tensor)
    if (apply === undefined || known.has(apply)) continue
    known.add(apply)
    found.push(apply)
    stack.push(...apply.operands)
  }
  return found
}

/** The step in which each operation of the derivative is made. */
const stepsOf = ({ sweep }: Traced, makers: ReadonlyMap<Tensor, Apply>, forward: ReadonlySet<Apply>) => {
  const known = new Set(forward)
  const made = new Map<Apply, number>()
  sweep.steps.forEach(({ contributions, sums }, index) => {
    for (const tensor of [...contributions, ...sums])
      if (tensor !== undefined) for (const apply of gather(tensor, makers, known)) made.set(apply, index + 1)
  })
  return made
}

/** As many letters as the sums have that each tensor is handed, in a few letters. */
const roomsOf = ({ sweep, placeOf }: Traced, valueAt: (tensor: Tensor) => Tensor): ReadonlyMap<Tensor, number> => {
  const rooms = new Map<Tensor, number>([[placeOf(sweep.graph.outputs[0]), 1]])
  for (const { apply, sums } of sweep.steps)
    apply.operands.forEach((operand, index) => {
      const sum = sums[index]
      const place = placeOf(operand)
      // Where that is too much to be said, there are dots.
      if (sum !== undefined) rooms.set(place, Math.max(rooms.get(place) ?? 1, shortText(valueAt(sum)).length))
    })
  return rooms
}

/** Everything that is drawn: nodes in an order in which operands come first, and which node a tensor comes from. */
interface Nodes {
  readonly nodes: readonly DrawnNode[]
  readonly numberOf: (tensor: Tensor) => number | undefined
}

const nodesOf = (traced: Traced, valueAt: (tensor: Tensor) => Tensor): Nodes => {
  const { graph, sweep, placeOf } = traced
  const makers = new Map(graph.applies.flatMap((apply) => apply.results.map((result) => [result as Tensor, apply])))
  const forward = new Set(sweep.graph.applies.flatMap(({ results }) => makers.get(placeOf(results[0])) ?? []))
  const made = stepsOf(traced, makers, forward)
  const passes = new Map(sweep.steps.map(({ apply }, index) => [makers.get(placeOf(apply.results[0])), index + 1]))
  const cotangents = new Map([...sweep.cotangents].map(([tensor, cotangent]) => [placeOf(tensor), valueAt(cotangent)]))
  const returned = new Map<Tensor, string>([[placeOf(sweep.graph.outputs[0]), 'value']])
  const names = sweep.graph.paths.map(nameOf)
  sweep.graph.inputs.forEach((input, index) => {
    const gradient = sweep.cotangents.get(input)
    if (gradient === undefined || isConstant(gradient)) return
    returned.set(
      gradient,
      [...(returned.has(gradient) ? [returned.get(gradient)] : []), `d/d${names[index]}`].join(', '),
    )
  })

  const rooms = roomsOf(traced, valueAt)
  const nodes: DrawnNode[] = []
  const numbers = new Map<Tensor, number>()
  const wordOf = (operand: Tensor): string => {
    const node = numbers.get(operand)
    return node === undefined ? (uniformText(operand) ?? 'constant') : nodes[node].label
  }
  const put = (part: Part, label: string, tensors: readonly Tensor[], apply?: Apply): void => {
    const values = tensors.map(valueAt)
    const back = tensors.map((tensor) => cotangents.get(tensor))
    for (const tensor of tensors) numbers.set(tensor, nodes.length)
    nodes.push({
      part,
      label,
      type: tensors.map(typeText).join(', '),
      sources: apply?.operands.flatMap((operand) => numbers.get(operand) ?? []) ?? [],
      operands: apply?.operands.map((operand) => wordOf(operand)) ?? [],
      returned: tensors.flatMap((tensor) => returned.get(tensor) ?? []).join(', '),
      attributes: apply === undefined ? '' : attributesText(apply),
      value: values.map(longText).join('\n'),
      short: values.length === 1 ? shortText(values[0]) : '',
      cotangent: back.every((each) => each === undefined)
        ? ''
        : back.map((each) => (each === undefined ? 'nothing' : longText(each))).join('\n'),
      room: tensors.reduce((most, tensor) => Math.max(most, rooms.get(tensor) ?? 0), 0),
      rule: part === 'forward' && apply !== undefined ? ruleOf(apply.primitive.name, apply.operands.length) : [],
      step: apply === undefined ? 0 : (made.get(apply) ?? passes.get(apply) ?? 0),
    })
  }

  sweep.graph.inputs.forEach((input, index) => {
    put('input', names[index], [placeOf(input)])
  })
  for (const apply of graph.applies) {
    if (!forward.has(apply) && !made.has(apply)) continue
    for (const operand of apply.operands)
      if (isConstant(operand) && !numbers.has(operand) && uniformText(operand) === undefined)
        put('constant', 'constant', [operand])
    put(forward.has(apply) ? 'forward' : 'backward', labelOf(apply), apply.results, apply)
  }
  return { nodes, numberOf: (tensor) => numbers.get(placeOf(tensor)) }
}

const drawnStep = (
  { apply, contributions, cotangents, sums }: PulledBack,
  numberOf: Nodes['numberOf'],
  valueAt: (tensor: Tensor) => Tensor,
  received: Set<Tensor>,
): DrawnStep => ({
  node: numberOf(apply.results[0]) ?? 0,
  cotangent: cotangents.map((each) => (each === undefined ? 'nothing' : longText(valueAt(each)))).join('\n'),
  receipts: apply.operands.flatMap((operand, index) => {
    const [contribution, sum] = [contributions[index], sums[index]]
    const node = numberOf(operand)
    if (contribution === undefined || sum === undefined || node === undefined) return []
    const isSum = received.has(operand)
    received.add(operand)
    const [passed, total] = [valueAt(contribution), valueAt(sum)]
    return [
      { node, operand: index, contribution: longText(passed), sum: longText(total), shortSum: shortText(total), isSum },
    ]
  }),
})

/** Nodes that only the derivative uses, and that a constant is, are not drawn with the function alone. */
const inFunction = (nodes: readonly DrawnNode[]): readonly number[] => {
  const used = new Set(nodes.flatMap(({ part, sources }) => (part === 'forward' ? sources : [])))
  return nodes.flatMap(({ part }, index) =>
    part === 'forward' || part === 'input' || (part === 'constant' && used.has(index)) ? [index] : [],
  )
}

/** Why there is no drawing, in words. */
export class TooLarge extends Error {}

/** A function at a place as it is drawn: its graph, its derivative's, and the steps of the reverse sweep. */
export const drawingOf = (value: Value, at: unknown): Drawing => {
  const traced = trace(value, at)
  const count = traced.graph.applies.length
  if (count > mostOperations)
    throw new TooLarge(
      `${count} operations are more than can be drawn, ${mostOperations}: take a smaller function, or a loop by scan`,
    )
  const known = graphValues(traced.graph, [at])
  const valueAt = (tensor: Tensor): Tensor => known.get(tensor) ?? tensor
  const { nodes, numberOf } = nodesOf(traced, valueAt)
  const received = new Set<Tensor>()
  const steps = traced.sweep.steps.map((step) => drawnStep(step, numberOf, valueAt, received))
  return {
    nodes,
    steps,
    output: numberOf(traced.sweep.graph.outputs[0]),
    layouts: { function: layoutOf(nodes, inFunction(nodes)), derivative: layoutOf(nodes, [...nodes.keys()]) },
    texts: {
      function: String(makeGraph(value)(at as never)),
      derivative: String(makeGraph(valueAndGrad(value as never))(at as never)),
    },
  }
}
