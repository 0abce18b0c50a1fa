import { type Apply, expressionOf, isConstant } from '../../graph/index.js'
import { isUniform, type Tensor } from '../../tensor/index.js'
import type { Form } from './step.js'

/** Along which axes elements are known to repeat themselves, as one character an axis: `1` where they do. */
export type Repetition = string

/** Tells the repetition of expressions, those of earlier applies first. */
export class Repetitions {
  readonly #known = new Map<Tensor, Repetition>()

  of(tensor: Tensor): Repetition {
    const expression = expressionOf(tensor)
    if (isConstant(expression) && isUniform(expression)) return '1'.repeat(tensor.shape.length)
    if (tensor.shape.length === 0) return ''
    return this.#known.get(tensor) ?? tensor.shape.map((extent) => (extent === 1 ? '1' : '0')).join('')
  }

  /** Takes note of what an Apply gives. */
  add({ primitive, operands, results }: Apply, form: Form): void {
    if (results[0].shape.length === 0) return
    if (form === 'mapped') this.#known.set(results[0], both(operands.map((operand) => this.of(operand))))
    else if (primitive.name === 'broadcastTo') this.#known.set(results[0], this.#broadcast(operands[0], results[0]))
  }

  #broadcast(operand: Tensor, result: Tensor): Repetition {
    const added = result.shape.length - operand.shape.length
    return '1'.repeat(added) + this.of(operand)
  }
}

const both = (repetitions: readonly Repetition[]): Repetition =>
  // By far the most frequent case.
  repetitions.every((each) => each === repetitions[0]) ? repetitions[0] : inAll(repetitions)

const inAll = (repetitions: readonly Repetition[]): Repetition =>
  Array.from(repetitions[0], (_, axis) => (repetitions.every((each) => each[axis] === '1') ? '1' : '0')).join('')
