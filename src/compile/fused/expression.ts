import { type Apply, type Elementwise, expressionOf, isConstant, primitives } from '../../graph/index.js'
import { type DType, isFloat, isUniform, layoutOf, showNumber, type Tensor } from '../../tensor/index.js'
import type { Nest } from '../plan/step.js'
import {
  applyKernel,
  constantPack,
  convertPack,
  type KernelHost,
  multiplyAddPacks,
  type Pack,
  profileOf,
} from '../vector/index.js'
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
  /** Nodes that are a sum of a product and something else, where the product is used for nothing else. */
  readonly products: ReadonlyMap<number, ProductSum>
}

/** c + a b or c - a b: the number of the product's node, and which operand of the sum is c. */
interface ProductSum {
  readonly sign: 1 | -1
  readonly product: number
  readonly addend: 0 | 1
}

const showSource = (source: Source): string =>
  source.from === 'constant' ? `${source.dtype} ${showNumber(source.value)}` : `${source.from[0]}${source.index}`

const productSums = ({
  nodes,
  writes,
  reduced,
}: Pick<Expression, 'nodes' | 'writes' | 'reduced'>): ReadonlyMap<number, ProductSum> => {
  const uses = [...nodes.flatMap(({ operands }) => operands), ...writes, ...(reduced ? [reduced] : [])]
  const isProduct = (source: Source): boolean =>
    source.from === 'node' &&
    nodes[source.index].primitive === primitives.mul &&
    uses.filter((use) => use.from === 'node' && use.index === source.index).length === 1
  const found = new Map<number, ProductSum>()
  nodes.forEach(({ primitive, dtype, operands }, index) => {
    if (!isFloat(dtype) || (primitive !== primitives.add && primitive !== primitives.sub)) return
    const addend = isProduct(operands[1]) ? 0 : isProduct(operands[0]) && primitive === primitives.add ? 1 : undefined
    if (addend === undefined) return
    const product = (operands[1 - addend] as { readonly index: number }).index
    found.set(index, { sign: primitive === primitives.add ? 1 : -1, product, addend })
  })
  return found
}

const expressionFrom = (parts: Omit<Expression, 'key' | 'cost' | 'products'>): Expression => {
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
  return { ...parts, key, cost, products: productSums(parts) }
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

/** What hands on what it reads, to be reduced. */
export const reducing = (dtype: DType): Expression =>
  expressionFrom({ reads: [dtype], nodes: [], writes: [], reduced: { from: 'read', index: 0 } })

/** The product of what it reads, to be reduced. */
export const multiplying = (dtype: DType): Expression => {
  const operands: readonly Source[] = [0, 1].map((index) => ({ from: 'read', index }))
  return expressionFrom({
    reads: [dtype, dtype],
    nodes: [{ primitive: primitives.mul, dtype, operands }],
    writes: [],
    reduced: { from: 'node', index: 0 },
  })
}

/** The same, what is reduced being stored instead, after the rest. */
export const storing = (expression: Expression): Expression =>
  expressionFrom({
    ...expression,
    writes: expression.reduced === undefined ? expression.writes : [...expression.writes, expression.reduced],
    reduced: undefined,
  })

/** What stores what it reads. */
export const copying = (dtype: DType): Expression => storing(reducing(dtype))

/** Writes the code of an expression for some elements side by side, given what it reads. */
export const evaluate = (
  code: Code,
  host: KernelHost,
  { nodes, writes, reduced, products }: Expression,
  reads: readonly Pack[],
  lanes: Pack['lanes'],
): { readonly writes: readonly Pack[]; readonly reduced: Pack | undefined } => {
  const values: Pack[] = []
  const packOf = (source: Source): Pack =>
    source.from === 'constant'
      ? constantPack(source.dtype, source.value, lanes)
      : (source.from === 'read' ? reads : values)[source.index]
  nodes.forEach(({ primitive, dtype, operands }, index) => {
    const sum = host.fuses ? products.get(index) : undefined
    if (sum !== undefined) {
      // The product by itself, which was written before, is used by nothing: engines leave it out.
      const [a, b] = nodes[sum.product].operands.map(packOf)
      values.push(multiplyAddPacks(code, sum.sign, a, b, packOf(operands[sum.addend])))
      return
    }
    const packs = operands.map(packOf)
    values.push(
      primitive === 'convert' ? convertPack(code, packs[0], dtype) : applyKernel(code, host, primitive, dtype, packs),
    )
  })
  return { writes: writes.map(packOf), reduced: reduced && packOf(reduced) }
}
