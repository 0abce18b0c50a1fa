import { expressionOf, isConstant, type PrimitiveName } from '../../graph/index.js'
import { filled, repeatedElement, rowMajor, sizeOf, type Tensor, type TensorType } from '../../tensor/index.js'
import type { Applied } from './rewriting.js'

/** The element that a constant repeats. */
export const uniformElement = (tensor: Tensor): number | undefined => {
  const expression = expressionOf(tensor)
  return isConstant(expression) ? repeatedElement(expression) : undefined
}

/** Whether a tensor is a constant that repeats one element; -0 is not 0. */
export const isAll = (tensor: Tensor, element: number): boolean => Object.is(uniformElement(tensor), element)

/** A constant of the type of `x` that repeats one element. */
export const allOf = ({ shape, dtype }: TensorType, element: number): Tensor => filled(dtype, shape, element)

/** At most this many elements of a constant are looked at one by one. */
const inspected = 1024

/** The different elements that a constant may have, where they can be told without much work. */
export const elementsOf = (tensor: Tensor): ArrayLike<number> | undefined => {
  const expression = expressionOf(tensor)
  if (!isConstant(expression)) return undefined
  const element = uniformElement(expression)
  if (element !== undefined) return [element]
  return sizeOf(expression.shape) <= inspected ? rowMajor(expression) : undefined
}

/** The Apply of a primitive that a tensor is the first result of. */
export const appliedAs = <P extends PrimitiveName>(name: P, tensor: Tensor): Applied<P> | undefined => {
  const expression = expressionOf(tensor)
  return expression._tag === 'Result' && expression.index === 0 && expression.apply.primitive.name === name
    ? (expression.apply as Applied<P>)
    : undefined
}

/** The operand of a primitive that has one. */
export const operandOf = (name: PrimitiveName, tensor: Tensor): Tensor | undefined =>
  appliedAs(name, tensor)?.operands[0]

const views: ReadonlySet<string> = new Set<PrimitiveName>([
  'broadcastTo',
  'flip',
  'reshape',
  'slice',
  'stopGradient',
  'transpose',
  'windows',
])

/** Whether a primitive computes nothing: its result has the elements of its operand, in another arrangement. */
export const isView = ({ name }: { readonly name: string }): boolean => views.has(name)

/** Whether each element of the result depends on the operands' elements at the same index alone. */
export const isElementwise = (primitive: { readonly name: string }): boolean =>
  'kernel' in primitive || primitive.name === 'convert'
