import {
  type Apply,
  abs,
  constantOf,
  cos,
  elu,
  environmentOf,
  exp,
  type Graph,
  gelu,
  type Input,
  isConstant,
  leakyRelu,
  log,
  logSigmoid,
  mish,
  mul,
  pullbackIn,
  reciprocal,
  relu,
  relu6,
  selu,
  sigmoid,
  silu,
  sin,
  softplus,
  softsign,
  sqrt,
  square,
  sub,
  tanh,
} from '../../graph/index.js'
import { type Constant, equalShapes, filled, isFloat, rowMajor, sizeOf, type Tensor } from '../../tensor/index.js'
import { makerOf } from './unfolded.js'

// A function as the user knows it, sigmoid say, is a stretch of a graph: element by element from one tensor to one other.

/** A part of a graph that makes one tensor of one other, element by element. */
export interface Stretch {
  readonly from: Tensor
  readonly to: Tensor
  /** In order of creation; the last one makes `to`. */
  readonly applies: readonly Apply[]
  /** What makes the constants that have a part in it. */
  readonly support: readonly Apply[]
  readonly known: KnownFunction | undefined
}

/** A function by its name, with its derivative in terms of what it gives where there is such a formula. */
export interface KnownFunction {
  readonly name: string
  readonly atResult: ((y: Tensor) => Tensor) | undefined
}

type Unary = (x: Tensor) => Tensor

const knownFunctions: readonly (readonly [name: string, f: Unary, atResult?: Unary])[] = [
  ['sigmoid', sigmoid as Unary, (y) => mul(y, sub(1, y)) as Tensor],
  ['tanh', tanh as Unary, (y) => sub(1, mul(y, y)) as Tensor],
  ['relu', relu as Unary],
  ['exp', exp as Unary, (y) => y],
  ['log', log as Unary],
  ['sqrt', sqrt as Unary, (y) => reciprocal(mul(2, y)) as Tensor],
  ['square', square as Unary],
  ['softplus', softplus as Unary],
  ['silu', silu as Unary],
  ['gelu', gelu as Unary],
  ['gelu', ((x: Tensor) => gelu(x as never, { approximate: 'tanh' })) as Unary],
  ['elu', elu as Unary],
  ['selu', selu as Unary],
  ['mish', mish as Unary],
  ['softsign', softsign as Unary],
  ['logSigmoid', logSigmoid as Unary],
  ['relu6', relu6 as Unary],
  ['sin', sin as Unary],
  ['cos', cos as Unary],
  ['abs', abs as Unary],
]

/** Where functions are told apart: no two of those above are the same at all of these. */
const probes = [-2.7, -0.6, 0.4, 1.3, 6.9]

type Unnamed = Omit<Stretch, 'known'>

const asGraph = ({ from, to, applies, support }: Unnamed): Graph => ({
  // A graph's inputs are looked up and never into: any tensor may be where a part of a graph begins.
  inputs: [from as Input],
  applies: [...support, ...applies],
  outputs: [to],
})

const firstOf = (x: Tensor): number => Number(rowMajor(constantOf('diagnose', x))[0])

/** What the stretch gives for each probe. */
const valuesAt = (stretch: Unnamed): readonly number[] => {
  const { dtype, shape } = stretch.from
  return probes.map((probe) => firstOf(environmentOf(asGraph(stretch), [filled(dtype, shape, probe)])(stretch.to)))
}

const areSame = (a: readonly number[], b: readonly number[]): boolean =>
  a.every((value, index) => Object.is(value, b[index]))

/** Whether nothing has a part in it but numbers, each the same in all places. */
const isAlone = (stretch: Unnamed): boolean => {
  const { from, applies } = stretch
  const inside = new Set<Tensor>([from, ...applies.flatMap(({ results }) => results)])
  const others = applies.flatMap(({ operands }) => operands.filter((operand) => !inside.has(operand)))
  const environment = environmentOf({ ...asGraph(stretch), applies: stretch.support }, [from])
  return others.every((operand) => {
    const value = environment(operand)
    return isConstant(value) && isUniformly(value)
  })
}

/** The function that a stretch of numbers and its one operand is, told by what it gives. */
const recognised = (stretch: Unnamed): KnownFunction | undefined => {
  if (sizeOf(stretch.from.shape) === 0 || !isAlone(stretch)) return undefined
  const values = valuesAt(stretch)
  const scalars = probes.map((probe) => filled(stretch.from.dtype, [], probe))
  const at = (f: Unary): readonly number[] => scalars.map((x) => firstOf(f(x)))
  const found = knownFunctions.find(([, f]) => areSame(values, at(f)))
  if (found !== undefined) return { name: found[0], atResult: found[2] }
  const slope = values[1] / probes[1]
  const leaky: Unary = (x) => leakyRelu(x as never, { negativeSlope: slope }) as Tensor
  return slope !== 0 && Number.isFinite(slope) && areSame(values, at(leaky))
    ? { name: 'leakyRelu', atResult: undefined }
    : undefined
}

const isUniformly = (constant: Constant): boolean => {
  const elements = rowMajor(constant)
  return elements.every((element: number) => element === elements[0])
}

const isElementwise = ({ primitive }: Apply): boolean => 'kernel' in primitive

/** The Applies that make what Applies take and does not depend on the leaves. */
const supportOf = (applies: readonly Apply[], depends: (tensor: Tensor) => boolean): readonly Apply[] => {
  const found = new Set<Apply>()
  const stack = applies.flatMap(({ operands }) => operands)
  while (stack.length > 0) {
    const tensor = stack.pop() as Tensor
    const maker = depends(tensor) ? undefined : makerOf(tensor)
    if (maker === undefined || found.has(maker)) continue
    found.add(maker)
    stack.push(...maker.operands)
  }
  return [...found].sort((a, b) => a.serial - b.serial)
}

/** The longest function that is looked for. */
const longest = 32

/** From a result back to where all ways meet in one tensor again. */
const stretchTo = (last: Apply, depends: (tensor: Tensor) => boolean): Stretch | undefined => {
  const to = last.results[0]
  const frontier = new Set<Tensor>([to])
  const applies: Apply[] = []
  while (applies.length < longest) {
    const makers = [...frontier].flatMap((tensor) => makerOf(tensor) ?? [])
    // The one made last depends on no other: going back in this order, no way is missed.
    const [latest] = makers.toSorted((a, b) => b.serial - a.serial)
    if (latest === undefined || !isElementwise(latest) || !equalShapes(latest.results[0].shape, to.shape))
      return undefined
    frontier.delete(latest.results[0])
    applies.unshift(latest)
    for (const operand of latest.operands) if (depends(operand)) frontier.add(operand)
    const [from] = frontier
    if (frontier.size === 1 && isFloat(from.dtype) && from.dtype === to.dtype) {
      const found = { from, to, applies, support: supportOf(applies, depends) }
      return { ...found, known: recognised(found) }
    }
  }
  return undefined
}

/** Whether an Apply is linear, but for a constant, in what depends on the leaves. */
const isAffine = ({ primitive: { name }, operands }: Apply, depends: (tensor: Tensor) => boolean): boolean => {
  const moving = operands.map(depends)
  switch (name) {
    case 'add':
    case 'sub':
    case 'neg':
    case 'convert':
      return true
    case 'mul':
      return !(moving[0] && moving[1])
    case 'div':
      return !moving[1]
    case 'where':
      return !moving[0]
    default:
      return false
  }
}

/** The functions that a graph is made of: the stretches that are not linear, none within another of a known name. */
export const stretchesOf = (graph: Graph): readonly Stretch[] => {
  const dependent = new Set<Tensor>(graph.inputs)
  for (const { operands, results } of graph.applies)
    if (operands.some((operand) => dependent.has(operand))) for (const result of results) dependent.add(result)
  const depends = (tensor: Tensor): boolean => dependent.has(tensor)
  const all = graph.applies
    .filter((apply) => isElementwise(apply) && depends(apply.results[0]) && isFloat(apply.results[0].dtype))
    .flatMap((apply) => stretchTo(apply, depends) ?? [])
    .filter(({ applies }) => !applies.every((apply) => isAffine(apply, depends)))
  const within = new Set<Apply>()
  return all.toReversed().filter(({ applies, known }) => {
    const isPart = within.has(applies[applies.length - 1])
    if (!isPart && known !== undefined) for (const apply of applies) within.add(apply)
    return !isPart
  })
}

/** What every expression of a stretch is where it begins with the given value. */
export const stretchAt = (stretch: Stretch, value: Tensor) => environmentOf(asGraph(stretch), [value])

/** The cotangent of where a stretch begins, from that of where it ends; `at`: its value there. */
export const pulledThrough = (stretch: Stretch, at: Tensor, cotangent: Tensor): Tensor | undefined =>
  pullbackIn(asGraph(stretch), stretchAt(stretch, at), [cotangent])[0]
