import { userSite } from './site.js'
import type { TensorType } from './tensor.js'

/** What an error says: where it arose, on which operands, what is wrong and what to do about it. */
export interface Complaint {
  readonly operation: string
  readonly operands?: readonly TensorType[]
  /** What is wrong, as a clause. */
  readonly problem: string
  /** What to do, as a sentence. */
  readonly remedy?: string
  /** The user's source line, where it is known better than from the current stack. */
  readonly site?: string
}

/** `float64[2, 3]`, as errors and printed graphs show a type. */
export const showType = ({ dtype, shape }: TensorType): string => `${dtype}[${shape.join(', ')}]`

/** What a value is that should have been something else: `string`, `null`, `Float64Array`; a number's own text. */
export const describe = (value: unknown): string => {
  if (typeof value === 'number' || value === null) return String(value)
  const named: unknown = typeof value === 'object' ? value.constructor?.name : undefined
  return typeof named === 'string' ? named : typeof value
}

/** What was thrown, as a text: of an error its message. */
export const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown))

/** Of lists in lists in lists nobody reads more; one that holds itself has no end. */
const deepestWritten = 8

/** An argument as it was written, for messages: numbers, truths and texts themselves, lists by their elements. */
export const written = (value: unknown, depth = 0): string => {
  if (Array.isArray(value) && depth < deepestWritten)
    return `[${value.map((each) => written(each, depth + 1)).join(',')}]`
  if (typeof value === 'string') return JSON.stringify(value)
  return typeof value === 'boolean' ? String(value) : describe(value)
}

const compose = ({ operation, operands, problem, remedy }: Complaint, site: string | undefined): string =>
  `${operation}: ${problem}${operands?.length ? ` (operands ${operands.map(showType).join(', ')})` : ''}` +
  `${remedy === undefined ? '' : `. ${remedy}`}${site === undefined ? '' : `\n    in your code at ${site}`}`

/** Every error that Cotangent throws: told apart by `_tag`, and carrying its complaint as data. */
export abstract class CotangentError extends Error {
  abstract readonly _tag: string
  readonly operation: string
  readonly operands: readonly TensorType[]
  readonly problem: string
  /** What to do about it, where that can be said. */
  readonly remedy: string | undefined
  /** The user's own `file:line:column` that called the failing operation, where the stack tells. */
  readonly site: string | undefined

  constructor(complaint: Complaint) {
    const site = complaint.site ?? userSite()
    super(compose(complaint, site))
    this.operation = complaint.operation
    this.operands = (complaint.operands ?? []).map(({ shape, dtype }) => ({ shape, dtype }))
    this.problem = complaint.problem
    this.remedy = complaint.remedy
    this.site = site
  }

  override get name(): string {
    return this._tag
  }
}

/** Shapes that do not fit the operation, or each other. */
export class ShapeError extends CotangentError {
  readonly _tag = 'ShapeError'
}

/** Element types that do not fit the operation, or each other. */
export class DTypeError extends CotangentError {
  readonly _tag = 'DTypeError'
}

/** An axis that the operand does not have, or that is named twice. */
export class AxisError extends CotangentError {
  readonly _tag = 'AxisError'
}

/** An index outside the axis it selects from. */
export class IndexError extends CotangentError {
  readonly _tag = 'IndexError'
}

/** Any other argument or attribute out of its range. */
export class ArgumentError extends CotangentError {
  readonly _tag = 'ArgumentError'
}

/** A value was read where only a placeholder exists, as inside a compiled or batched function. */
export class NotConcrete extends CotangentError {
  readonly _tag = 'NotConcrete'
}

/** A placeholder, or something computed from it, was used after its transform had returned. */
export class EscapedInput extends CotangentError {
  readonly _tag = 'EscapedInput'
}

/** A derivative was asked of something that has none. */
export class NotDifferentiable extends CotangentError {
  readonly _tag = 'NotDifferentiable'
}

/** A derivative that was given by hand contradicts the function's own. */
export class WrongDerivative extends CotangentError {
  readonly _tag = 'WrongDerivative'
}

/** Two trees that should have the same structure differ. */
export class TreeError extends CotangentError {
  readonly _tag = 'TreeError'
}

/** More memory than an engine can address, or than the machine gives. */
export class MemoryError extends CotangentError {
  readonly _tag = 'MemoryError'
}

/** Another thread has ended at its part of the work, or failed at what this one does, as where their stacks differ. */
export class ThreadError extends CotangentError {
  readonly _tag = 'ThreadError'
}
