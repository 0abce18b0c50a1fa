import { elementTypes, type GraphProto, type TensorProto } from '../../../engine/onnx/index.js'
import { add, cond, less, logicalAnd, reshape, whileLoop } from '../../../graph/index.js'
import { fromTyped, NotConcrete, rowMajor, type Tensor } from '../../../tensor/index.js'
import { boundlessInt32 } from '../elements.js'
import {
  concrete,
  knownOrNot,
  misshapen,
  mistyped,
  type OperatorCall,
  type Operators,
  optional,
  refused,
  required,
} from '../operator.js'
import { wholeTensor } from './operands.js'
import { type Left, repeated, unrolled } from './repeating.js'
import { scan } from './scanning.js'

/** One truth value, whose axes, if any, have size 1. */
const truthOf = (call: OperatorCall, tensor: Tensor): Tensor => {
  if (tensor.dtype !== 'bool') throw mistyped(call, `the condition is ${tensor.dtype}, not bool`)
  return reshape(tensor, [])
}

/** Whether a condition holds, where that is known. */
const holds = (call: OperatorCall, tensor: Tensor): boolean | undefined => {
  const value = concrete(call.operator, truthOf(call, tensor))
  return value === undefined ? undefined : rowMajor(value)[0] !== 0
}

const branched = (call: OperatorCall): readonly Tensor[] => {
  const condition = required(call, 0)
  const [onTrue, onFalse] = ['then_branch', 'else_branch'].map((name) => call.attributes.graph(name))
  const truth = holds(call, condition)
  if (truth !== undefined) return call.run(truth ? onTrue : onFalse, [])
  return cond(
    truthOf(call, condition),
    () => call.run(onTrue, []),
    () => call.run(onFalse, []),
  )
}

/** Whether a constant of one truth value is true. */
const isTrue = ({ dataType, rawData, int32Data }: TensorProto): boolean =>
  dataType === elementTypes.bool && (rawData?.[0] ?? int32Data[0] ?? 0) !== 0

/** Whether a body's condition is the one that it was given, or a constant that holds: then only the count ends the loop. */
const goesOn = (body: GraphProto, name = body.output[0]?.name ?? '', before = body.node.length): boolean => {
  if (name === body.input[1]?.name) return true
  const fixed = body.initializer.find((each) => each.name === name)
  if (fixed !== undefined) return isTrue(fixed)
  // Only nodes in front: further on the same name, from around the body, may be made anew.
  const at = body.node.findLastIndex(({ output }, index) => index < before && output.includes(name))
  const node = body.node[at]
  if (node?.opType === 'Identity') return goesOn(body, node.input[0], at)
  const value = node?.opType === 'Constant' ? node.attribute.find((each) => each.name === 'value')?.t : undefined
  return value !== undefined && isTrue(value)
}

/** How often a loop goes round at most; undefined where that is computed. */
const countOf = (call: OperatorCall): number | undefined => {
  if (optional(call, 0) === undefined) return Number.POSITIVE_INFINITY
  const count = knownOrNot(call, 0)
  if (count === undefined) return undefined
  const [most] = rowMajor(count)
  return most === boundlessInt32 ? Number.POSITIVE_INFINITY : Math.max(0, most)
}

/** A body as a step: its number and condition have the rank that it declares. */
const bodyOf = (call: OperatorCall, body: GraphProto, carried: number) => {
  const shapeOf = (index: number): readonly number[] =>
    body.input[index]?.type?.tensorType?.shape?.dim.length === 1 ? [1] : []
  return (index: Tensor, condition: Tensor, state: readonly Tensor[]) => {
    const given = [reshape(index, shapeOf(0)), reshape(condition, shapeOf(1)), ...state]
    const [next, ...others] = call.run(body, given)
    if (next === undefined || others.length < carried)
      throw misshapen(call, 'the body gives fewer values than it carries')
    return { next, state: others.slice(0, carried), results: others.slice(carried) }
  }
}

const truth = (value: boolean): Tensor => fromTyped('Loop', Uint8Array.of(Number(value)), [])

/** What goes from step to step of a loop that ends by a condition. */
interface Carry {
  readonly index: Tensor
  readonly condition: Tensor
  readonly state: readonly Tensor[]
}

/** A loop whose end depends on values that only running it tells: it has no results of single steps, whose number is not known. */
const whileHolds = (
  call: OperatorCall,
  body: ReturnType<typeof bodyOf>,
  most: number | undefined,
  condition: Tensor,
  init: readonly Tensor[],
): readonly Tensor[] => {
  const bound =
    most === undefined ? reshape(required(call, 0), []) : Number.isFinite(most) ? wholeTensor([most], []) : undefined
  const steps = most === undefined || !Number.isFinite(most) ? {} : { maxSteps: most }
  const { state } = whileLoop(
    ({ index, condition }: Carry): Tensor =>
      bound === undefined ? condition : logicalAnd(condition, less(index, bound)),
    ({ index, condition, state }: Carry): Carry => {
      const after = body(index, condition, state)
      if (after.results.length > 0)
        throw new NotConcrete({
          operation: call.operator,
          problem: 'how often it goes round is not known while the model is traced, and so many results it would have',
          remedy: 'Run it outside of jit and vmap, or give it a constant count and a condition that always holds',
        })
      return { index: add(index, 1), condition: truthOf(call, after.next), state: after.state }
    },
    { index: wholeTensor([0], []), condition: truthOf(call, condition), state: init },
    steps,
  )
  return state
}

/** A condition that only running the loop tells. */
class Undecided extends Error {}

const looped = (call: OperatorCall): readonly Tensor[] => {
  const graph = call.attributes.graph('body')
  const init = call.inputs.slice(2).map((_, index) => required(call, index + 2))
  const body = bodyOf(call, graph, init.length)
  const condition = optional(call, 1) ?? truth(true)
  const [most, begins] = [countOf(call), holds(call, condition)]
  const joined = ([state, results]: Left): readonly Tensor[] => [...state, ...results]
  if (begins !== undefined && most !== undefined && (goesOn(graph) || most === 0 || !begins)) {
    const count = begins ? most : 0
    if (!Number.isFinite(count)) throw refused(call, 'it never ends: it has no count, and its condition always holds')
    return joined(
      repeated(
        call,
        (index, state) => {
          const after = body(index, truth(true), state)
          return [after.state, after.results]
        },
        count,
        init,
      ),
    )
  }
  if (begins === undefined || most === undefined) return whileHolds(call, body, most, condition, init)
  try {
    return joined(
      unrolled(
        call,
        (index, state) => {
          const { next, ...after } = body(wholeTensor([index], []), truth(true), state)
          const more = holds(call, next)
          if (more === undefined) throw new Undecided()
          return Object.assign([after.state, after.results] as const, { ends: !more })
        },
        most,
        init,
      ),
    )
  } catch (error) {
    if (!(error instanceof Undecided)) throw error
    return whileHolds(call, body, most, condition, init)
  }
}

/** Branches and loops. Where a condition is known while the model is traced, only what it chooses is looked at. */
export const control: Operators = {
  If: branched,
  Loop: looped,
  Scan: scan,
}
