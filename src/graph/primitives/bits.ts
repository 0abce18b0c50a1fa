import { binaryOf, elementwiseCases, flat } from '../elementwise.js'

// --- bits of int32

const words = elementwiseCases(
  [
    [-1000, 1000],
    [0, 32],
  ],
  undefined,
  ['int32', 'int32'],
)

export const bitwiseAndRecord = flat({
  name: 'bitwiseAnd',
  takes: 'int32',
  kernel: (o, a, b) => o.and(a, b),
  domain: words,
})
export const bitwiseAnd = binaryOf(bitwiseAndRecord)

export const bitwiseOrRecord = flat({
  name: 'bitwiseOr',
  takes: 'int32',
  kernel: (o, a, b) => o.or(a, b),
  domain: words,
})
export const bitwiseOr = binaryOf(bitwiseOrRecord)

export const bitwiseXorRecord = flat({
  name: 'bitwiseXor',
  takes: 'int32',
  kernel: (o, a, b) => o.xor(a, b),
  domain: words,
})
export const bitwiseXor = binaryOf(bitwiseXorRecord)

export const shiftLeftRecord = flat({
  name: 'shiftLeft',
  takes: 'int32',
  kernel: (o, a, count) => o.shiftLeft(a, count),
  domain: words,
})
export const shiftLeft = binaryOf(shiftLeftRecord)

export const shiftRightRecord = flat({
  name: 'shiftRight',
  takes: 'int32',
  kernel: (o, a, count) => o.shiftRight(a, count),
  domain: words,
})
export const shiftRight = binaryOf(shiftRightRecord)

export const shiftRightLogicalRecord = flat({
  name: 'shiftRightLogical',
  takes: 'int32',
  kernel: (o, a, count) => o.shiftRightLogical(a, count),
  domain: words,
})
export const shiftRightLogical = binaryOf(shiftRightLogicalRecord)
