import { type AttributesOf, type Graph, scanParts, whileParts } from '../../../graph/index.js'
import type { GraphProto } from '../proto/index.js'
import { type Attribute, graph, int, ints } from './attributes.js'
import type { Emitter } from './emitter.js'
import type { Application, Lowering } from './lowering.js'
import { valueInfo } from './protos.js'
import type { ModelType, Value } from './value.js'

/** What the graphs of a loop take, besides what they use of the values around them. */
const parameters = (emit: Emitter, stem: string, types: readonly ModelType[]): readonly Value[] =>
  types.map(({ shape, dtype }) => ({ shape, dtype, name: emit.fresh(stem) }))

const infos = (values: readonly Value[]): GraphProto['input'] => values.map((value) => valueInfo(value.name, value))

const finished = (emit: Emitter, name: string, inputs: readonly Value[], outputs: readonly Value[]): GraphProto =>
  emit.finish(
    name,
    infos(inputs),
    outputs.map((value) => ({ value })),
  )

// --- cond: If, whose branches use the operands as values of the graph around them

const branch = (
  emit: Emitter,
  { within }: Application<unknown>,
  taken: Graph,
  operands: readonly Value[],
): GraphProto => {
  const inside = emit.inner()
  return finished(inside, 'branch', [], within(inside, taken, operands))
}

const cond: Lowering<AttributesOf<'cond'>> = (emit, application) => {
  const [predicate, ...operands] = application.operands
  const { onTrue, onFalse } = application.attributes
  return emit.node('If', [predicate], application.results, {
    then_branch: graph(branch(emit, application, onTrue, operands)),
    else_branch: graph(branch(emit, application, onFalse, operands)),
  })
}

// --- scan: Scan, which wants an input to go along even where there are only carries

const scan: Lowering<AttributesOf<'scan'>> = (emit, { operands, attributes, results, within }) => {
  const { body, length, carries: count, reverse } = attributes
  const { constants, carries, xs } = scanParts(operands, attributes)
  // Of no steps a Scan is not told the types of what it would have made.
  if (length === 0)
    return [...carries, ...results.slice(count).map(({ shape, dtype }) => emit.elements(dtype, shape, []))]
  const inside = emit.inner()
  const carried = parameters(emit, 'carry', carries)
  const given = parameters(
    emit,
    'x',
    xs.map(({ shape, dtype }) => ({ shape: shape.slice(1), dtype })),
  )
  const outputs = within(inside, body, [...constants, ...carried, ...given])
  const counter = emit.broadcast(emit.scalar('bool', 0), [length])
  const along = xs.length > 0 ? xs : [counter]
  const inputs = xs.length > 0 ? given : parameters(emit, 'step', [{ shape: [], dtype: 'bool' }])
  const directions = (many: number): Attribute => ints(Array.from({ length: many }, () => Number(reverse)))
  return emit.node('Scan', [...carries, ...along], results, {
    body: graph(finished(inside, 'body', [...carried, ...inputs], outputs)),
    num_scan_inputs: int(along.length),
    scan_input_directions: directions(along.length),
    scan_output_directions: directions(outputs.length - count),
  })
}

// --- whileLoop: Loop, which is told after each step whether there is another one

const whileLoop: Lowering<AttributesOf<'whileLoop'>> = (emit, { operands, attributes, results, within }) => {
  const { condition, body, maxSteps } = attributes
  const [ofCondition, ofBody, carries] = whileParts(operands, attributes)
  const [begins] = within(emit, condition, [...ofCondition, ...carries])
  const inside = emit.inner()
  const carried = parameters(emit, 'carry', carries)
  const step = parameters(emit, 'step', [
    { shape: [], dtype: 'int64' },
    { shape: [], dtype: 'bool' },
  ])
  const next = within(inside, body, [...ofBody, ...carried])
  const [goesOn] = within(inside, condition, [...ofCondition, ...next])
  const most = maxSteps === undefined ? undefined : emit.scalar('int64', maxSteps)
  return emit.node('Loop', [most, begins, ...carries], results, {
    body: graph(finished(inside, 'body', [...step, ...carried], [goesOn, ...next])),
  })
}

// --- functions kept as one operation are what their graphs are

const inlined =
  <A extends { readonly graph: Graph }>(): Lowering<A> =>
  (emit, { operands, attributes, within }) =>
    within(emit, attributes.graph, operands)

export const control = {
  call: inlined<AttributesOf<'call'>>(),
  cond,
  customJvp: inlined<AttributesOf<'customJvp'>>(),
  customVjp: inlined<AttributesOf<'customVjp'>>(),
  scan,
  whileLoop,
}
