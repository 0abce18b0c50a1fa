import type { Tensor, TensorType } from '../tensor/index.js'
import {
  type Apply,
  applyPrimitive,
  checkOpen,
  expressionOf,
  Input,
  inBranch,
  isConstant,
  nextSerial,
  type Scope,
} from './expression.js'
import { onBehalfOf } from './locating.js'

/** A function of tensors as data: inputs, the applies that its outputs need in order, outputs. Nothing else is free in it. */
export interface Graph {
  readonly inputs: readonly Input[]
  readonly applies: readonly Apply[]
  readonly outputs: readonly Tensor[]
}

export const isGraph = (value: unknown): value is Graph =>
  typeof value === 'object' && value !== null && 'applies' in value && 'outputs' in value

/** The graphs that an Apply holds, as loops, branches and calls do. */
export const graphsWithin = ({ attributes }: Apply): readonly Graph[] =>
  Object.values(attributes as object).filter(isGraph)

/** What tracing gives: the graph, and the older expressions that it uses, which feed its last inputs. */
export interface Traced {
  readonly graph: Graph
  readonly captured: readonly Tensor[]
}

/** Runs `body` with a scope that is open meanwhile. */
export const withScope = <R>(transform: string, body: (scope: Scope) => R): R => {
  const scope = { transform, serial: nextSerial(), open: true }
  try {
    return body(scope)
  } finally {
    scope.open = false
  }
}

/** The applies that outputs need and that `owned` says are part of the graph, in order of creation. */
const reachable = (outputs: readonly Tensor[], owned: (apply: Apply) => boolean): readonly Apply[] => {
  const found = new Set<Apply>()
  const stack = [...outputs]
  while (stack.length > 0) {
    const expression = expressionOf(stack.pop() as Tensor)
    if (expression._tag !== 'Result' || found.has(expression.apply) || !owned(expression.apply)) continue
    found.add(expression.apply)
    for (const operand of expression.apply.operands) stack.push(operand)
  }
  return [...found].sort((a, b) => a.serial - b.serial)
}

/**
 * Traces a function on Inputs bound to `primals`, for transforms that follow the values at hand: reading and branching
 * work inside. Older expressions stay as they are, since the graph is used at once, in their scope.
 */
export const traceBound = (
  transform: string,
  f: (inputs: readonly Tensor[]) => readonly Tensor[],
  primals: readonly Tensor[],
): Graph =>
  withScope(transform, (scope) => {
    checkOpen(transform, primals)
    const inputs = primals.map((primal) => new Input(scope, primal, primal))
    const outputs = f(inputs)
    checkOpen(transform, outputs)
    return { inputs, applies: reachable(outputs, (apply) => apply.scope === scope), outputs }
  })

/** Traces a function in an open scope into a graph that stands for itself. */
const traceIn = (
  scope: Scope,
  f: (inputs: readonly Tensor[]) => readonly Tensor[],
  types: readonly TensorType[],
  bindings: readonly Tensor[],
): Traced => {
  const own = types.map((type, index) => new Input(scope, type, bindings[index]))
  const outputs = f(own)
  checkOpen(scope.transform, outputs)
  const applies = reachable(outputs, (apply) => apply.serial > scope.serial)
  const inside = new Set(applies)
  const placeholders = new Map<Tensor, Input>()
  const capture = (tensor: Tensor): void => {
    const expression = expressionOf(tensor)
    const free =
      expression._tag === 'Input'
        ? expression.scope !== scope
        : expression._tag === 'Result' && !inside.has(expression.apply)
    if (free && !placeholders.has(tensor)) placeholders.set(tensor, new Input(scope, tensor))
  }
  for (const { operands } of applies) operands.forEach(capture)
  outputs.forEach(capture)
  if (placeholders.size === 0) return { graph: { inputs: own, applies, outputs }, captured: [] }
  const open: Graph = { inputs: [], applies, outputs }
  const closed = interpret(open, [], placeholders)
  const replaced = reachable(closed, (apply) => apply.serial > scope.serial)
  return {
    graph: { inputs: [...own, ...placeholders.values()], applies: replaced, outputs: closed },
    captured: [...placeholders.keys()],
  }
}

/**
 * Traces a function on unbound Inputs into a graph that stands for itself: it owns all applies made meanwhile, and the
 * older expressions that it uses become inputs.
 */
export const traceClosed = (
  transform: string,
  f: (inputs: readonly Tensor[]) => readonly Tensor[],
  types: readonly TensorType[],
  bindings: readonly Tensor[] = [],
): Traced => withScope(transform, (scope) => traceIn(scope, f, types, bindings))

/** The same of a branch: since it may never be taken, what it does to Constants is not done while tracing either. */
export const traceBranch: typeof traceClosed = (transform, f, types, bindings = []) =>
  withScope(transform, (scope) => inBranch(scope, () => traceIn(scope, f, types, bindings)))

/** What every expression of a graph stands for, once its inputs stand for something. */
export type Environment = (tensor: Tensor) => Tensor

/**
 * Applies a graph's primitives anew with its inputs standing for `operands`; returns what each expression then stands
 * for. On Constants this is evaluation, on expressions substitution.
 */
export const environmentOf = (
  graph: Graph,
  operands: readonly Tensor[],
  substitutes: ReadonlyMap<Tensor, Tensor> = new Map(),
): Environment => {
  const inputs = new Map<Tensor, Tensor>(substitutes)
  graph.inputs.forEach((input, index) => {
    inputs.set(input, operands[index])
  })
  // Values read while tracing are those at the bindings: worth keeping where the graph is applied to just these.
  const atBindings = graph.inputs.every((input, index) => input.binding === operands[index])
  const results = new Map<Apply, readonly Tensor[]>()
  const lookup: Environment = (tensor) => {
    const substitute = inputs.get(tensor)
    if (substitute !== undefined) return substitute
    const expression = expressionOf(tensor)
    return expression._tag === 'Result' ? (results.get(expression.apply)?.[expression.index] ?? tensor) : tensor
  }
  for (const apply of graph.applies) {
    const actual = apply.operands.map(lookup)
    const known = atBindings && actual.every(isConstant) ? apply.memo : undefined
    results.set(apply, known ?? onBehalfOf(apply, () => applyPrimitive(apply.primitive, apply.attributes, actual)))
  }
  return lookup
}

/** The outputs of a graph with its inputs standing for `operands`. */
export const interpret = (
  graph: Graph,
  operands: readonly Tensor[],
  substitutes?: ReadonlyMap<Tensor, Tensor>,
): readonly Tensor[] => graph.outputs.map(environmentOf(graph, operands, substitutes))
