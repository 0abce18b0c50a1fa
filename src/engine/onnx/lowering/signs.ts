import { equalShapes } from '../../../tensor/index.js'
import type { Emitter } from './emitter.js'
import type { Application, Lowering } from './lowering.js'
import { operatorsOf } from './operators.js'
import { isFloat, loose, type ModelType, type Origin, type Value } from './value.js'

// Of functions that have one formula on either side of 0, such as the sigmoid by its smaller part, nothing is chosen where
// signs tell it: Where takes as long as some six operators of arithmetic. A flip is the negative of a value where a
// condition holds and the value itself elsewhere. One of a product is that of a factor, two of one condition are none, and
// of a value by its own sign it is its size. Signs of zeros are those of products, not those of differences.

/** An application's operands before broadcasting, where all of them have the shape of its result. */
const alike = ({ operands, results: [{ shape, dtype }] }: Application<unknown>): readonly Value[] | undefined =>
  isFloat(dtype) && operands.every((each) => equalShapes(each.shape, shape)) ? operands.map(loose) : undefined

/** What a lowering makes, made where it is needed, so that it can tell what it is meanwhile. */
const telling =
  (lowering: Lowering<unknown>, originOf: (...operands: readonly Value[]) => Origin | undefined): Lowering<unknown> =>
  (emit, application) => {
    const origin = originOf(...(alike(application) ?? []))
    if (origin === undefined) return lowering(emit, application)
    return [emit.lazily(application.results[0], () => lowering(emit, application)[0], origin)]
  }

/** The value whose sign a condition tells, and on which side of 0 the condition holds. */
const sideOf = ({ origin }: Value): { readonly of: Value; readonly upper: boolean } | undefined => {
  if (origin?.kind !== 'lessEqual') return undefined
  if (origin.left.element === 0) return { of: origin.right, upper: true }
  return origin.right.element === 0 ? { of: origin.left, upper: false } : undefined
}

/** What was made of operands before broadcasting, in the shape of the result. */
const inFull = (emit: Emitter, value: Value, { shape }: ModelType): Value =>
  equalShapes(value.shape, shape) ? value : emit.broadcast(value, shape)

/** -x where a condition holds, and x elsewhere. */
const flip = (emit: Emitter, type: ModelType, condition: Value, x: Value): Value => {
  const { origin } = x
  if (origin?.kind === 'flip' && origin.condition === condition) return origin.of
  const make = (): Value => {
    const o = operatorsOf(emit, x.dtype)
    const side = sideOf(condition)
    if (side?.of !== x) return o.select(condition, o.neg(x), x)
    return side.upper ? o.neg(o.abs(x)) : o.abs(x)
  }
  return emit.lazily(type, () => inFull(emit, make(), type), { kind: 'flip', condition, of: x })
}

/** Whether a flip is of the value that its condition is about, to what is not positive. */
const isNotPositive = ({ origin }: Value): boolean => {
  if (origin?.kind !== 'flip') return false
  const side = sideOf(origin.condition)
  return side?.of === origin.of && side.upper
}

/** Negatives, which tell of what. */
export const negating = (lowering: Lowering<unknown>): Lowering<unknown> =>
  telling(lowering, (of) => of && { kind: 'negative', of })

/** Products, of factors that are not flipped where the product can be. */
export const multiplying =
  (lowering: Lowering<unknown>): Lowering<unknown> =>
  (emit, application) => {
    const operands = alike(application)
    const conditions = operands?.flatMap(({ origin }) => (origin?.kind === 'flip' ? [origin.condition] : [])) ?? []
    if (operands === undefined || conditions.length === 0) return lowering(emit, application)
    const [condition] = conditions
    const unflipped = operands.map((each) => {
      const { origin } = each
      return origin?.kind === 'flip' && origin.condition === condition ? origin.of : each
    })
    const [made] = multiplying(lowering)(emit, { ...application, operands: unflipped })
    const twice = unflipped.every((each, index) => each !== operands[index])
    return [twice ? made : flip(emit, application.results[0], condition, made)]
  }

/** Sums, which tell of what. */
export const adding = (lowering: Lowering<unknown>): Lowering<unknown> =>
  telling(lowering, (...terms) => (terms.length === 0 ? undefined : { kind: 'sum', terms }))

/** The flip that the difference of two choices is: of 0 and g, and of g and 0. */
const flipOf = (emit: Emitter, type: ModelType, a: Value, b: Value): Value | undefined => {
  const [left, right] = [a.origin, b.origin]
  if (left?.kind !== 'choice' || right?.kind !== 'choice' || left.condition !== right.condition) return undefined
  const complementary = left.whenFalse === right.whenTrue
  return complementary && left.whenTrue.element === 0 && right.whenFalse.element === 0
    ? flip(emit, type, left.condition, left.whenFalse)
    : undefined
}

/** Differences, which tell where they are of 1; and of the choices that make a flip, also where one is a term of a sum. */
export const subtracting =
  (lowering: Lowering<unknown>): Lowering<unknown> =>
  (emit, application) => {
    const [type] = application.results
    const [a, b] = alike(application) ?? []
    if (a !== undefined) {
      const flipped = flipOf(emit, type, a, b)
      if (flipped !== undefined) return [flipped]
      if (a.origin?.kind === 'sum')
        for (const [index, term] of a.origin.terms.entries()) {
          const part = flipOf(emit, type, term, b)
          if (part !== undefined)
            return [inFull(emit, operatorsOf(emit, b.dtype).add(a.origin.terms[1 - index], part), type)]
        }
    }
    return telling(lowering, (from, of) => (from?.element === 1 ? { kind: 'complement', of } : undefined))(
      emit,
      application,
    )
  }

/** 1 / (1 + e^-x), chosen as 1 - s where x is not negative and s elsewhere, of s = logistic(-|x|): e^min(x, 0) / (1 + e^-|x|). */
const asSigmoid = (emit: Emitter, condition: Value, whenTrue: Value, whenFalse: Value): Value | undefined => {
  const { origin } = whenFalse
  if (whenTrue.origin?.kind !== 'complement' || whenTrue.origin.of !== whenFalse || origin?.kind !== 'logistic')
    return undefined
  const inner = origin.of.origin
  if (inner?.kind !== 'flip' || inner.condition !== condition || !isNotPositive(origin.of)) return undefined
  const o = operatorsOf(emit, whenFalse.dtype)
  return o.div(o.exp(o.minimum(inner.of, o.constant(0))), origin.whole)
}

/** Choices, of which those that signs tell are arithmetic. */
export const choosing =
  (lowering: Lowering<unknown>): Lowering<unknown> =>
  (emit, application) => {
    const [condition, whenTrue, whenFalse] = alike(application) ?? []
    if (condition === undefined) return lowering(emit, application)
    if (whenTrue.origin?.kind === 'negative' && whenTrue.origin.of === whenFalse)
      return [flip(emit, application.results[0], condition, whenFalse)]
    const sigmoid = asSigmoid(emit, condition, whenTrue, whenFalse)
    if (sigmoid !== undefined) return [inFull(emit, sigmoid, application.results[0])]
    return telling(lowering, () => ({ kind: 'choice', condition, whenTrue, whenFalse }))(emit, application)
  }

/** From here on 1 / (1 + e^-x) rounds to 1. */
const saturatedAt = 40

/** e^x / (1 + e^x), of which Sigmoid, by a tangent, has but few digits or none where it is small. */
export const logistic: Lowering<unknown> = (emit, { operands: [x] }) => {
  const o = operatorsOf(emit, x.dtype)
  const power = emit.lazily(x, () => o.exp(isNotPositive(x) ? x : o.minimum(x, o.constant(saturatedAt))))
  const whole = emit.lazily(x, () => o.add(o.constant(1), power))
  return [emit.lazily(x, () => o.div(power, whole), { kind: 'logistic', of: x, whole })]
}
