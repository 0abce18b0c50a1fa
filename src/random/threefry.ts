import { add, bitwiseXor, shiftLeft, shiftRightLogical } from '../graph/index.js'
import type { Tensor } from '../tensor/index.js'

/** 32-bit words, as int32 tensors of one shape or of shapes that broadcast. */
export type Words = Tensor<readonly number[], 'int32'>

const rotations = [
  [13, 15, 26, 6],
  [17, 29, 16, 24],
] as const

const rotateLeft = (word: Words, count: number): Words =>
  bitwiseXor(shiftLeft(word, count), shiftRightLogical(word, 32 - count))

/**
 * Threefry-2x32 of 20 rounds (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", 2011):
 * a bijection of pairs of words for every key, so that distinct counters give distinct pairs.
 */
export const threefry = (key: readonly [Words, Words], counter: readonly [Words, Words]): readonly [Words, Words] => {
  const schedule = [key[0], key[1], bitwiseXor(bitwiseXor(key[0], key[1]), 0x1bd11bda)] as const
  let [left, right] = [add(counter[0], schedule[0]), add(counter[1], schedule[1])]
  for (let group = 0; group < 5; group++) {
    for (const count of rotations[group % 2]) {
      left = add(left, right)
      right = bitwiseXor(rotateLeft(right, count), left)
    }
    left = add(left, schedule[(group + 1) % 3])
    right = add(right, add(schedule[(group + 2) % 3], group + 1))
  }
  return [left, right]
}
