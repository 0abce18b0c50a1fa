import { type AttributesOf, elementAt, scanParts, whileParts } from '../../graph/index.js'
import { allocate, fromRowMajor, isFloat, rowMajor, sizeOf, soleElement, type TensorType } from '../../tensor/index.js'
import type { Unmapped } from './meaning.js'
import { heldAs, lowOf, type Precise, preciseOf } from './precise.js'

/** The branch that the predicate says. */
export const cond: Unmapped<AttributesOf<'cond'>> = {
  form: 'whole',
  evaluate: ({ operands: [predicate, ...operands], attributes: { onTrue, onFalse }, run }) =>
    run(soleElement(predicate.high) ? onTrue : onFalse, operands),
}

export const whileLoop: Unmapped<AttributesOf<'whileLoop'>> = {
  form: 'whole',
  evaluate: ({ operands, attributes, run }) => {
    const { condition, body, maxSteps = Number.POSITIVE_INFINITY } = attributes
    const [ofCondition, ofBody, initial] = whileParts(operands, attributes)
    let state = initial
    const goesOn = (): boolean => soleElement(run(condition, [...ofCondition, ...state])[0].high) === true
    for (let step = 0; step < maxSteps && goesOn(); step++) state = run(body, [...ofBody, ...state])
    return state
  },
}

const sliceAt = (x: Precise, index: number): Precise =>
  preciseOf(x, elementAt(x.high, index), x.low && elementAt(x.low, index))

/** Slices along a new axis 0, in the order of their places. */
const stacked = (slices: readonly Precise[], { shape, dtype }: TensorType): Precise => {
  const held = heldAs(dtype)
  const joined = (part: (slice: Precise) => Precise['high']): Precise['high'] => {
    const elements = allocate(held, sizeOf(shape))
    slices.forEach((slice, index) => {
      const own = rowMajor(part(slice))
      elements.set(own, index * own.length)
    })
    return fromRowMajor(held, shape, elements)
  }
  const hasLow = isFloat(dtype) && slices.some(({ low }) => low !== undefined)
  return preciseOf(
    { dtype },
    joined(({ high }) => high),
    hasLow ? joined(lowOf) : undefined,
  )
}

export const scan: Unmapped<AttributesOf<'scan'>> = {
  form: 'whole',
  evaluate: ({ operands, attributes, types, run }) => {
    const { body, length, carries, reverse } = attributes
    const { constants, carries: initial, xs } = scanParts(operands, attributes)
    const ys = types.slice(carries).map(() => new Array<Precise>(length))
    let state = initial
    for (let step = 0; step < length; step++) {
      const index = reverse ? length - 1 - step : step
      const outputs = run(body, [...constants, ...state, ...xs.map((x) => sliceAt(x, index))])
      state = outputs.slice(0, carries)
      outputs.slice(carries).forEach((y, which) => {
        ys[which][index] = y
      })
    }
    return [...state, ...ys.map((slices, which) => stacked(slices, types[carries + which]))]
  },
}
