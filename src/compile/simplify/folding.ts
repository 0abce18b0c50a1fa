import { type Apply, isConstant } from '../../graph/index.js'
import {
  type Constant,
  filled,
  fromRowMajor,
  rowMajor,
  sizeOf,
  type Tensor,
  type TensorType,
} from '../../tensor/index.js'
import { isView, uniformElement } from './matching.js'

/** Constants are computed in advance where no operand and no result has more elements. */
const foldedElements = 1024

const isSmall = ({ shape }: TensorType): boolean => sizeOf(shape) <= foldedElements

const repeating = ({ shape, dtype }: TensorType, element: number): Constant => filled(dtype, shape, element)

/** The results of an Apply that has no elements to compute. */
export const foldEmpty = ({ results }: Apply): readonly Tensor[] | undefined =>
  results.every(({ shape }) => shape.includes(0)) ? results.map((type) => repeating(type, 0)) : undefined

/** The same elements in a buffer of their own. */
const compact = (constant: Constant): Constant =>
  fromRowMajor(constant.dtype, constant.shape, rowMajor(constant).slice())

/**
 * The results of an Apply that cannot fail and holds no graphs, where they are known in advance and take little memory and
 * time: by its own evaluation, hence with the same bits.
 */
export const fold = (apply: Apply): readonly Tensor[] | undefined => {
  const { primitive, attributes, operands, results } = apply
  if (!operands.every(isConstant)) return undefined
  const element = isView(primitive) ? uniformElement(operands[0]) : undefined
  if (element !== undefined) return [repeating(results[0], element)]
  if (!results.every(isSmall) || !(isView(primitive) || operands.every(isSmall))) return undefined
  return primitive.evaluate(operands, attributes, results).map(compact)
}
