import { type Apply, expressionOf, graphsWithin, isConstant } from '../graph/index.js'
import { bytesOf, isUniform, layoutOf, sizeOf, type Tensor } from '../tensor/index.js'
import { type Laid, type Place, spanOf } from './place.js'
import { carriesOf } from './plan/inPlace.js'
import { appliesOf, readBy, type Step, storedBy } from './plan/step.js'

/** Where what a step reads lies, if it is no constant, and where its results lie. */
export interface Whereabouts {
  readonly read: (tensor: Tensor) => Place | undefined
  readonly made: (tensor: Tensor) => Place | undefined
}

/** Bytes of the elements that lie somewhere, of which those that repeat themselves count once. */
const bytesAt = ({ shape, dtype, strides }: Laid): number => {
  const different = shape.filter((_, axis) => strides[axis] !== 0)
  return Math.min(sizeOf(different), spanOf(shape, strides).length) * bytesOf(dtype)
}

/** What repeats one number is written into the code, or lies there as one. */
const bytesRead = (tensor: Tensor, { read }: Whereabouts): number => {
  const expression = expressionOf(tensor)
  if (isConstant(expression)) {
    const { shape, dtype } = expression
    return isUniform(expression) ? 0 : bytesAt({ shape, dtype, strides: layoutOf(expression).strides })
  }
  const place = read(tensor)
  return place === undefined ? 0 : bytesAt(place)
}

const bytesWritten = (tensor: Tensor, { made }: Whereabouts): number => {
  const place = made(tensor)
  return place === undefined ? 0 : bytesAt(place)
}

const total = (tensors: Iterable<Tensor>, bytes: (tensor: Tensor) => number): number =>
  [...tensors].reduce((sum, tensor) => sum + bytes(tensor), 0)

/** Whether a result is an operand looked at in another way. */
const isView = ({ operands, results }: Apply, { read, made }: Whereabouts): boolean => {
  const blocks = operands.map((operand) => read(operand)?.block)
  return results.every((result) => blocks.includes(made(result)?.block))
}

/** The results that a step stores, but for views of others of them. */
const storedApart = (step: Step, { made }: Whereabouts): Iterable<Tensor> =>
  new Map(storedBy(step).map((result) => [made(result)?.block, result])).values()

/** A loop has what it carries copied to where its steps find it; other control has nothing to move. */
const bytesCarried = (apply: Apply, where: Whereabouts): number => {
  const [from, end] = carriesOf(apply) ?? [0, 0]
  return 2 * total(apply.operands.slice(from, end), (operand) => bytesRead(operand, where))
}

/** Bytes that a step reads and writes itself, beside the parts within it; as if caches held nothing from step to step. */
export const bytesMoved = (step: Step, where: Whereabouts): number => {
  const [first] = appliesOf(step)
  if (step.kind === 'single' && graphsWithin(first).length > 0) return bytesCarried(first, where)
  if (step.kind === 'single' && isView(first, where)) return 0
  const written = total(storedApart(step, where), (result) => bytesWritten(result, where))
  // A selection reads the indices, and of what it selects from as much as it gives.
  if (first.primitive.name === 'take') return bytesRead(first.operands[1], where) + 2 * written
  return total(new Set(readBy(step)), (operand) => bytesRead(operand, where)) + written
}
