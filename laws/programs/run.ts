import { traceClosed } from '../../src/graph/index.js'
import * as cotangent from '../../src/index.js'
import type { Tensor, TensorType } from '../../src/tensor/index.js'
import { operations } from './operations.js'
import type { Block, Instruction, Program, ValueNumber } from './program.js'

type Tensors = readonly Tensor[]

type ListFunction = (...tensors: Tensors) => Tensors

/** The transforms as they apply to functions of lists of tensors: programs are well typed because they are made so. */
const { add, checkpoint, cond, grad, iterate, jit, less, logicalAnd, scan, sum, tensor, vmap, whileLoop } =
  cotangent as unknown as {
    readonly add: (a: Tensor, b: Tensor | number) => Tensor
    readonly checkpoint: (f: ListFunction) => ListFunction
    readonly cond: (predicate: Tensor, onTrue: ListFunction, onFalse: ListFunction, ...operands: Tensors) => Tensors
    readonly grad: (f: (...tensors: Tensors) => Tensor) => (...tensors: Tensors) => Tensor
    readonly iterate: (f: (carry: Tensors) => Tensors, steps: number, init: Tensors) => Tensors
    readonly jit: (f: ListFunction) => ListFunction
    readonly less: (a: Tensor, b: Tensor | number) => Tensor
    readonly logicalAnd: (a: Tensor, b: Tensor) => Tensor
    readonly scan: (
      f: (carry: Tensors, x: Tensors) => readonly [Tensors, Tensors],
      init: Tensors,
      xs: Tensors,
      options: { readonly length: number; readonly reverse: boolean },
    ) => readonly [Tensors, Tensors]
    readonly sum: (x: Tensor) => Tensor
    readonly tensor: (value: number, options: { readonly dtype: 'int32' }) => Tensor
    readonly vmap: (f: ListFunction) => ListFunction
    readonly whileLoop: (
      condition: (carry: Tensors) => Tensor,
      body: (carry: Tensors) => Tensors,
      init: Tensors,
      options: { readonly maxSteps: number },
    ) => Tensors
  }

/** A block as a function of its own inputs, closing over what it captures. */
const closure =
  (block: Block, captured: Tensors): ListFunction =>
  (...inputs) =>
    run(block, [...captured, ...inputs])

const runInstruction = (instruction: Instruction, at: (places: readonly ValueNumber[]) => Tensors): Tensors => {
  if (instruction.kind === 'straight')
    return [operations[instruction.operation](at(instruction.operands), instruction.attributes as never)]
  const captured = at(instruction.captured)
  switch (instruction.kind) {
    case 'scan': {
      const { carries, xs, length, reverse } = instruction
      const body = closure(instruction.body, captured)
      const step = (carry: Tensors, x: Tensors): readonly [Tensors, Tensors] => {
        const results = body(...carry, ...x)
        return [results.slice(0, carries.length), results.slice(carries.length)]
      }
      return scan(step, at(carries), at(xs), { length, reverse }).flat()
    }
    case 'iterate': {
      const body = closure(instruction.body, captured)
      return iterate((carry) => body(...carry), instruction.steps, at(instruction.carries))
    }
    case 'while': {
      const { bound, maxSteps } = instruction
      const [limit] = at([instruction.limit])
      const body = closure(instruction.body, captured)
      const goesOn = ([count, first]: Tensors): Tensor =>
        bound === null ? less(count, limit) : logicalAnd(less(count, limit), less(sum(first), bound))
      const init = [tensor(0, { dtype: 'int32' }), ...at(instruction.carries)]
      return whileLoop(goesOn, ([count, ...rest]) => [add(count, 1), ...body(...rest)], init, { maxSteps }).slice(1)
    }
    case 'cond': {
      const [onTrue, onFalse] = [instruction.onTrue, instruction.onFalse].map((branch) => closure(branch, captured))
      return cond(at([instruction.predicate])[0], onTrue, onFalse, ...at(instruction.operands))
    }
    case 'call': {
      const through = instruction.through === 'jit' ? jit : checkpoint
      return through(closure(instruction.body, captured))(...at(instruction.operands))
    }
    case 'vmap':
      return vmap(closure(instruction.body, captured))(...at(instruction.operands))
    case 'grad': {
      const body = closure(instruction.body, captured)
      const total = (...inputs: Tensors): Tensor =>
        body(...inputs)
          .map(sum)
          .reduce(add)
      return [grad(total)(...at(instruction.operands))]
    }
  }
}

const run = ({ instructions, outputs }: Block, inputs: Tensors): Tensors => {
  const values = [...inputs]
  const at = (places: readonly ValueNumber[]): Tensors => places.map((place) => values[place])
  for (const instruction of instructions) values.push(...runInstruction(instruction, at))
  return at(outputs)
}

/**
 * A program as a function of its inputs, made of the public operations and transforms.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { type Program, runProgram } from 'cotangent/laws'
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
 * runProgram(program)(tensor([2, 3])) // => [ [4. 9.] ]
 * ```
 */
export const runProgram =
  ({ block }: Program): ListFunction =>
  (...inputs) =>
    run(block, inputs)

/** A block as a function of all its inputs, captured ones first. */
export const runBlock =
  (block: Block): ListFunction =>
  (...inputs) =>
    run(block, inputs)

/** The types of an instruction's results, given those of all values before it; a typed error where they do not fit. */
export const resultTypes = (instruction: Instruction, types: readonly TensorType[]): readonly TensorType[] => {
  const { graph } = traceClosed(
    'laws',
    (inputs) => runInstruction(instruction, (places) => places.map((place) => inputs[place])),
    types,
  )
  return graph.outputs.map(({ shape, dtype }) => ({ shape, dtype }))
}
