import { type Apply, type Elementwise, expressionOf, isConstant } from '../../graph/index.js'
import { type DType, isUniform, layoutOf, type Tensor } from '../../tensor/index.js'
import type { Nest } from '../plan/step.js'
import { applyKernel, constantPack, convertPack, type KernelHost, type Pack, profileOf } from '../vector/index.js'
import type { Code } from '../wasm/index.js'

/** Where a value within a nest comes from: a tensor outside, an earlier node, or a number that stands in the code. */
type Source =
  | { readonly from: 'read' | 'node'; readonly index: number }
  | { readonly from: 'constant'; readonly dtype: DType; readonly value: number }

interface Node {
  readonly primitive: Elementwise | 'convert'
  readonly dtype: DType
  readonly operands: readonly Source[]
}

/** What a nest computes for one index: some values from those that it reads. */
export interface Expression {
  readonly reads: readonly DType[]
  readonly nodes: readonly Node[]
  /** What is stored. */
  readonly writes: readonly Source[]
  /** What is reduced, if anything. */
  readonly reduced: Source | undefined
  /** Equal for expressions that compute the same. */
  readonly key: string
  /** About how many instructions it takes for one element. */
  readonly cost: number
}

const showSource = (source: Source): string =>
  source.from === 'constant'
    ? `${source.dtype} ${Object.is(source.value, -0) ? '-0' : source.value}`
    : `${source.from[0]}${source.index}`

const expressionFrom = (parts: Omit<Expression, 'key' | 'cost'>): Expression => {
  const { reads, nodes, writes, reduced } = parts
  const nodeKeys = nodes.map(
    ({ primitive, dtype, operands }) =>
      `${primitive === 'convert' ? primitive : primitive.name} ${dtype}(${operands.map(showSource)})`,
  )
  const key = `${reads}|${nodeKeys.join()}|${writes.map(showSource)}|${reduced && showSource(reduced)}`
  const cost = nodes.reduce(
    (sum, { primitive, operands }) =>
      sum + (primitive === 'convert' ? 1 : profileOf(primitive.kernel, operands.length).operations),
    0,
  )
  return { ...parts, key, cost }
}

const uniformValue = (tensor: Tensor): number | undefined => {
  const expression = expressionOf(tensor)
  if (!isConstant(expression) || !isUniform(expression)) return undefined
  const { data, offset } = layoutOf(expression)
  return data[offset]
}

/** The expression of a nest, and the tensors that it reads. */
export const expressionOfNest = ({
  applies,
  reduction,
  outputs,
}: Nest): { readonly expression: Expression; readonly reads: readonly Tensor[] } => {
  const reads: Tensor[] = []
  const known = new Map<Tensor, Source>()
  const sourceOf = (tensor: Tensor): Source => {
    const found = known.get(tensor)
    if (found !== undefined) return found
    const value = uniformValue(tensor)
    const source: Source =
      value === undefined ? { from: 'read', index: reads.length } : { from: 'constant', dtype: tensor.dtype, value }
    if (value === undefined) reads.push(tensor)
    known.set(tensor, source)
    return source
  }
  const nodes = applies.map(({ primitive, operands, results: [result] }: Apply, index): Node => {
    const node: Node = {
      primitive: primitive.name === 'convert' ? 'convert' : (primitive as Elementwise),
      dtype: result.dtype,
      operands: operands.map(sourceOf),
    }
    known.set(result, { from: 'node', index })
    return node
  })
  const reduced = reduction && sourceOf(reduction.operands[0])
  const writes = outputs.map(sourceOf)
  return { expression: expressionFrom({ reads: reads.map(({ dtype }) => dtype), nodes, writes, reduced }), reads }
}

/** What hands on what it reads, to be stored. */
export const copying = (dtype: DType): Expression =>
  expressionFrom({ reads: [dtype], nodes: [], writes: [{ from: 'read', index: 0 }], reduced: undefined })

/** What hands on what it reads, to be reduced. */
export const reducing = (dtype: DType): Expression =>
  expressionFrom({ reads: [dtype], nodes: [], writes: [], reduced: { from: 'read', index: 0 } })

/** The same, what is reduced being stored instead, after the rest. */
export const storing = (expression: Expression): Expression =>
  expressionFrom({
    ...expression,
    writes: expression.reduced === undefined ? expression.writes : [...expression.writes, expression.reduced],
    reduced: undefined,
  })

/** Writes the code of an expression for some elements side by side, given what it reads. */
export const evaluate = (
  code: Code,
  host: KernelHost,
  { nodes, writes, reduced }: Expression,
  reads: readonly Pack[],
  lanes: Pack['lanes'],
): { readonly writes: readonly Pack[]; readonly reduced: Pack | undefined } => {
  const values: Pack[] = []
  const packOf = (source: Source): Pack =>
    source.from === 'constant'
      ? constantPack(source.dtype, source.value, lanes)
      : (source.from === 'read' ? reads : values)[source.index]
  for (const { primitive, dtype, operands } of nodes) {
    const packs = operands.map(packOf)
    values.push(
      primitive === 'convert' ? convertPack(code, packs[0], dtype) : applyKernel(code, host, primitive, packs),
    )
  }
  return { writes: writes.map(packOf), reduced: reduced && packOf(reduced) }
}
