import { type Arithmetic, broadcastShapes, equalShapes, type Shape } from '../../../tensor/index.js'
import { type Attribute, type Attributes, graph, int } from './attributes.js'
import { cast as castIn } from './casting.js'
import type { Emitter } from './emitter.js'
import { arranged } from './layout.js'
import type { Lowering } from './lowering.js'
import { loose, type ModelDType, type Value } from './value.js'

/** Operators on the elements of values that broadcast to each other, and the arithmetic of one dtype made of them. */
export interface Operators extends Arithmetic<Value> {
  readonly dtype: ModelDType
  /** An operator whose result has the dtype of the first operand, if no other is given. */
  readonly apply: (
    operator: string,
    operands: readonly Value[],
    options?: { readonly dtype?: ModelDType; readonly attributes?: Attributes },
  ) => Value
  readonly cast: (x: Value, dtype: ModelDType) => Value
  readonly reciprocal: (a: Value) => Value
  readonly exp: (a: Value) => Value
  readonly log: (a: Value) => Value
  readonly pow: (a: Value, b: Value) => Value
  /** -1, 0 and 1, and NaN for NaN. */
  readonly sign: (a: Value) => Value
  readonly xor: (a: Value, b: Value) => Value
  /** The same in another dtype. */
  readonly in: (dtype: ModelDType) => Operators
}

/** The shape of what an operator makes of values that broadcast to each other. */
const commonShape = (operator: string, operands: readonly Value[]): Shape =>
  broadcastShapes(
    operator,
    operands.map(({ shape }) => ({ shape, dtype: 'float64' })),
  )

const unavailable = (operation: string) => (): never => {
  throw new Error(`models have no ${operation} by arithmetic`)
}

/** Operators that go into the graph that stands at a place, which is a branch's while that is made. */
const operatorsAt = (place: { emit: Emitter }, dtype: ModelDType): Operators => {
  const apply: Operators['apply'] = (operator, operands, { dtype: given = operands[0].dtype, attributes } = {}) =>
    place.emit.one(operator, operands, { shape: commonShape(operator, operands), dtype: given }, attributes)
  const unary = (operator: string) => (a: Value) => apply(operator, [a])
  const binary = (operator: string) => (a: Value, b: Value) => apply(operator, [a, b])
  const comparison = (operator: string) => (a: Value, b: Value) => apply(operator, [a, b], { dtype: 'bool' })
  const logical = (operator: string) => (a: Value, b: Value) =>
    apply(a.dtype === 'bool' ? operator : `Bitwise${operator}`, [a, b])
  const constant = (value: number): Value => place.emit.scalar(dtype, value)
  const select = (condition: Value, whenTrue: Value, whenFalse: Value): Value =>
    apply('Where', [condition, whenTrue, whenFalse], { dtype: whenTrue.dtype })
  const cast = (x: Value, to: ModelDType): Value => castIn(place.emit, x, to)
  const [less, lessEqual, or] = [comparison('Less'), comparison('LessOrEqual'), logical('Or')]
  const [add, sub, mul, div] = ['Add', 'Sub', 'Mul', 'Div'].map(binary)
  const [neg, floor, log, reciprocal] = ['Neg', 'Floor', 'Log', 'Reciprocal'].map(unary)
  const pow = binary('Pow')
  const power2 = (n: Value): Value => pow(constant(2), n)
  const exponent = (a: Value): Value => {
    // The logarithm is a little off, so that near a power of 2 the other side of it may come out.
    const near = floor(mul(log(a), constant(Math.LOG2E)))
    const power = power2(near)
    const above = lessEqual(power2(add(near, constant(1))), a)
    return select(less(a, power), sub(near, constant(1)), select(above, add(near, constant(1)), near))
  }
  const inBranch = (make: () => Value): readonly [made: Value, branch: Attribute] => {
    const outer = place.emit
    place.emit = outer.inner()
    const value = make()
    const branch = graph(place.emit.finish('branch', [], [{ value }]))
    place.emit = outer
    return [value, branch]
  }
  /** What `make` gives, if a condition holds for any element; what else there is of its shape nobody looks at. */
  const ifAny = (condition: Value, make: () => Value): Value => {
    const count = { shape: [], dtype: 'int32' } as const
    const held = place.emit.one('ReduceSum', [cast(condition, 'int32')], count, { keepdims: int(0) })
    const [made, thenBranch] = inBranch(make)
    const [, elseBranch] = inBranch(() => (made.shape.length === 0 ? constant(0) : cast(condition, made.dtype)))
    return place.emit.one('If', [cast(held, 'bool')], made, { then_branch: thenBranch, else_branch: elseBranch })
  }
  return {
    dtype,
    apply,
    cast,
    constant,
    add,
    sub,
    mul,
    div,
    remainder: (a, b) => apply('Mod', [a, b], { attributes: { fmod: int(1) } }),
    neg,
    abs: unary('Abs'),
    // The reciprocal tells -0 from 0; a product keeps the sign of a zero, which a choice may lose.
    flipSign: (a, b) =>
      mul(a, select(or(less(b, constant(0)), less(reciprocal(b), constant(0))), constant(-1), constant(1))),
    sqrt: unary('Sqrt'),
    nearest: unary('Round'),
    floor,
    minimum: binary('Min'),
    maximum: binary('Max'),
    less,
    lessEqual,
    equal: comparison('Equal'),
    and: logical('And'),
    or,
    not: unary('Not'),
    select,
    branch: (condition, whenTrue, whenFalse) =>
      select(condition, whenTrue(), ifAny(apply('Not', [condition]), whenFalse)),
    lookup: (table, index) => {
      // Indices out of bounds would end the run.
      const whole = apply('Max', [cast(index, 'int64'), place.emit.scalar('int64', 0)])
      const bounded = apply('Min', [whole, place.emit.scalar('int64', table.length - 1)])
      const entries = place.emit.elements(dtype, [table.length], table)
      return place.emit.one('Gather', [entries, bounded], { shape: index.shape, dtype })
    },
    power2,
    exponent,
    significand: (a) => div(a, power2(exponent(a))),
    xor: logical('Xor'),
    shiftLeft: unavailable('shiftLeft'),
    shiftRight: unavailable('shiftRight'),
    shiftRightLogical: unavailable('shiftRightLogical'),
    reciprocal,
    exp: unary('Exp'),
    log,
    pow,
    sign: unary('Sign'),
    in: (other) => operatorsAt(place, other),
  }
}

/**
 * The arithmetic that the kernels of elements are written in, on whole values: so a function that ONNX lacks is what the
 * other engines compute, operator by operator. Zeros of either sign are the same to `minimum` and `maximum`, as they are
 * to ONNX.
 */
export const operatorsOf = (emit: Emitter, dtype: ModelDType): Operators => operatorsAt({ emit }, dtype)

/** What an elementwise function is, by operators on the least that broadcasts to its operands. */
export type Formula = (o: Operators, ...operands: readonly Value[]) => Value

/** The lowering of a function of elements: operands are not broadcast before, but the result after, if need be. */
export const elementwise =
  (formula: Formula): Lowering<unknown> =>
  (emit, { operands, results: [{ shape }] }) => {
    const least = operands.map(loose)
    const arrangement = arranged(emit, least, shape)
    const made = formula(operatorsOf(emit, least[least.length - 1].dtype), ...(arrangement?.operands ?? least))
    if (arrangement !== undefined) return [arrangement.back(made)]
    return [equalShapes(made.shape, shape) ? made : emit.broadcast(made, shape)]
  }

/** An operator of ONNX's, on all dtypes that there are. */
export const operator = (name: string): Lowering<unknown> => elementwise((o, ...operands) => o.apply(name, operands))

/** A formula computed in float64, whatever float type its operands have; the result is rounded once. */
export const inFloat64 =
  (formula: Formula): Formula =>
  (o, ...operands) =>
    o.cast(formula(o.in('float64'), ...operands.map((operand) => o.cast(operand, 'float64'))), o.dtype)
