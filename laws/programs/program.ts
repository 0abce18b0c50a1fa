import type { TensorType } from '../../src/tensor/index.js'
import { showType } from '../../src/tensor/index.js'
import type { Attributes, OperationName } from './operations.js'

/** The number of a value in a block: inputs first, then the results of its instructions, one after another. */
export type ValueNumber = number

/**
 * Instructions over numbered values: a function as data. Its first inputs are what it captures of the block around it,
 * its own come after those.
 */
export interface Block {
  readonly inputs: readonly TensorType[]
  readonly instructions: readonly Instruction[]
  readonly outputs: readonly ValueNumber[]
}

/** An operation without blocks of its own. */
export interface Straight {
  readonly kind: 'straight'
  readonly operation: OperationName
  readonly operands: readonly ValueNumber[]
  readonly attributes: Attributes
}

/** A loop over the first axis of `xs`; the body gives as many carries and then what is stacked. */
export interface Scan {
  readonly kind: 'scan'
  readonly captured: readonly ValueNumber[]
  readonly carries: readonly ValueNumber[]
  readonly xs: readonly ValueNumber[]
  readonly length: number
  readonly reverse: boolean
  readonly body: Block
}

/** The body applied `steps` times. */
export interface Iterate {
  readonly kind: 'iterate'
  readonly captured: readonly ValueNumber[]
  readonly carries: readonly ValueNumber[]
  readonly steps: number
  readonly body: Block
}

/** Repeats while a counter is below `limit`, and while the sum of the first carry is below `bound` where there is one. */
export interface While {
  readonly kind: 'while'
  readonly captured: readonly ValueNumber[]
  readonly carries: readonly ValueNumber[]
  /** A scalar of int32. */
  readonly limit: ValueNumber
  readonly bound: number | null
  readonly maxSteps: number
  readonly body: Block
}

/** One of two blocks over the same values. */
export interface Cond {
  readonly kind: 'cond'
  /** A scalar of bool. */
  readonly predicate: ValueNumber
  readonly captured: readonly ValueNumber[]
  readonly operands: readonly ValueNumber[]
  readonly onTrue: Block
  readonly onFalse: Block
}

/** A block under a transform that changes nothing of what it computes. */
export interface Call {
  readonly kind: 'call'
  readonly through: 'checkpoint' | 'jit'
  readonly captured: readonly ValueNumber[]
  readonly operands: readonly ValueNumber[]
  readonly body: Block
}

/** A block applied to each element of the first axes of its operands. */
export interface Each {
  readonly kind: 'vmap'
  readonly captured: readonly ValueNumber[]
  readonly operands: readonly ValueNumber[]
  readonly body: Block
}

/** The gradient, in its first operand, of the sum of all that a block gives. */
export interface Gradient {
  readonly kind: 'grad'
  readonly captured: readonly ValueNumber[]
  readonly operands: readonly ValueNumber[]
  readonly body: Block
}

/** One step of a block: an operation, a loop, a branch, or a block under a transform. */
export type Instruction = Straight | Scan | Iterate | While | Cond | Call | Each | Gradient

/** Where an input's elements are drawn from. */
export interface InputDomain {
  readonly type: TensorType
  readonly low: number
  readonly high: number
  /** Whether elements may be anything, infinities and NaN included. */
  readonly wild: boolean
}

/** A program as data: a block that captures nothing, and what its inputs may be. */
export interface Program {
  readonly domains: readonly InputDomain[]
  readonly block: Block
}

/**
 * How many instructions there are, those of bodies included.
 *
 * @example
 * ```ts
 * import fc from 'fast-check'
 * import { lengthOf, programs } from 'cotangent/laws'
 *
 * fc.sample(programs('smooth', 2), 20).some(({ block }) => lengthOf(block) > 0) // => true
 * ```
 */
export const lengthOf = ({ instructions }: Block): number =>
  instructions.reduce(
    (count, instruction) => count + 1 + bodiesOf(instruction).reduce((sum, body) => sum + lengthOf(body), 0),
    0,
  )

/** The blocks that an instruction holds. */
export const bodiesOf = (instruction: Instruction): readonly Block[] =>
  instruction.kind === 'straight'
    ? []
    : instruction.kind === 'cond'
      ? [instruction.onTrue, instruction.onFalse]
      : [instruction.body]

const names = (places: readonly ValueNumber[]): string => places.map((place) => `%${place}`).join(' ')

const settings = (attributes: object): string =>
  Object.entries(attributes)
    .map(([key, value]) => ` ${key}=${JSON.stringify(value)}`)
    .join('')

const headOf = (instruction: Instruction): string => {
  switch (instruction.kind) {
    case 'straight':
      return `${instruction.operation} ${names(instruction.operands)}${settings(instruction.attributes)}`
    case 'scan': {
      const { carries, xs, length, reverse } = instruction
      return `scan from ${names(carries)} over ${names(xs)}${settings({ length, reverse })}`
    }
    case 'iterate':
      return `iterate from ${names(instruction.carries)}${settings({ steps: instruction.steps })}`
    case 'while': {
      const { carries, limit, bound, maxSteps } = instruction
      return `while below ${names([limit])} from ${names(carries)}${settings({ bound, maxSteps })}`
    }
    case 'cond':
      return `cond ${names([instruction.predicate])} on ${names(instruction.operands)}`
    case 'call':
      return `${instruction.through} on ${names(instruction.operands)}`
    default:
      return `${instruction.kind} on ${names(instruction.operands)}`
  }
}

/** How many values an instruction gives. */
export const resultCount = (instruction: Instruction): number => {
  switch (instruction.kind) {
    case 'straight':
    case 'grad':
      return 1
    case 'cond':
      return instruction.onTrue.outputs.length
    default:
      return instruction.body.outputs.length
  }
}

const showBlock = ({ inputs, instructions, outputs }: Block, indent: string): readonly string[] => {
  let next = inputs.length
  const own = instructions.flatMap((instruction) => {
    const results = Array.from({ length: resultCount(instruction) }, () => next++)
    const captured = instruction.kind === 'straight' ? [] : instruction.captured
    const closing = captured.length === 0 ? '' : ` with ${names(captured)}`
    const bodies = bodiesOf(instruction).flatMap((body) => showBlock(body, `${indent}    `))
    return [`${indent}${names(results)} = ${headOf(instruction)}${closing}`, ...bodies]
  })
  const given = inputs.map((type, index) => `%${index}:${showType(type)}`).join(' ')
  return [`${indent}(${given})`, ...own, `${indent}-> ${names(outputs)}`]
}

/**
 * A program as text, an instruction a line.
 *
 * @example
 * ```ts
 * import { type Program, showProgram } from 'cotangent/laws'
 *
 * const type = { shape: [2], dtype: 'float64' } as const
 * const program: Program = {
 *   domains: [{ type, low: -1, high: 1, wild: false }],
 *   block: {
 *     inputs: [type],
 *     instructions: [{ kind: 'straight', operation: 'mul', operands: [0, 0], attributes: {} }],
 *     outputs: [1],
 *   },
 * }
 * console.log(showProgram(program))
 * // => (%0:float64[2])
 * //    %1 = mul %0 %0
 * //    -> %1
 * ```
 */
export const showProgram = ({ block }: Program): string => showBlock(block, '').join('\n')
