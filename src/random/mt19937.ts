/**
 * The Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998) as NumPy's `RandomState` seeds it. A block of 624 words
 * is made by `twist` out of the one before; a drawn word is a tempered word of the block.
 */

export const blockLength = 624
const middle = 397

/** A block of words that nobody changes any more, so states share it. */
export type Block = ArrayLike<number>

/** Bijective mixing that makes a word of the block fit to be drawn. */
export const temper = (word: number): number => {
  const a = word ^ (word >>> 11)
  const b = a ^ ((a << 7) & 0x9d2c5680)
  const c = b ^ ((b << 15) & 0xefc60000)
  return (c ^ (c >>> 18)) >>> 0
}

const mix = (upper: number, lower: number, far: number): number => {
  const word = (upper & 0x80000000) | (lower & 0x7fffffff)
  return far ^ (word >>> 1) ^ (-(word & 1) & 0x9908b0df)
}

/** Writes the block that follows `from` into `to`, which may be the same array. */
export const twist = (from: Block, to: Uint32Array): Uint32Array => {
  const near = blockLength - middle
  for (let i = 0; i < near; i++) to[i] = mix(from[i], from[i + 1], from[i + middle])
  for (let i = near; i < blockLength - 1; i++) {
    to[i] = mix(from[i], from[i + 1], to[i - near])
  }
  to[blockLength - 1] = mix(from[blockLength - 1], to[0], to[middle - 1])
  return to
}

/** The block of an integer seed in 0..2^32-1: Knuth's linear congruential filling. */
export const blockOfInteger = (seed: number): Uint32Array => {
  const words = new Uint32Array(blockLength)
  words[0] = seed
  for (let i = 1; i < blockLength; i++) {
    words[i] = Math.imul(1812433253, scrambled(words[i - 1])) + i
  }
  return words
}

/** The block of a seed of several integers in 0..2^32-1 (`init_by_array` of the reference implementation). */
export const blockOfIntegers = (seed: readonly number[]): Uint32Array => {
  const words = blockOfInteger(19650218)
  let i = 1
  const advance = (multiplier: number, offset: number): void => {
    const previous = scrambled(words[i - 1])
    words[i] = (words[i] ^ Math.imul(previous, multiplier)) + offset
    i++
    if (i === blockLength) {
      words[0] = words[blockLength - 1]
      i = 1
    }
  }
  for (let step = 0; step < Math.max(blockLength, seed.length); step++) {
    const j = step % seed.length
    advance(1664525, seed[j] + j)
  }
  for (let step = 1; step < blockLength; step++) advance(1566083941, -i)
  words[0] = 0x80000000
  return words
}

const scrambled = (word: number): number => word ^ (word >>> 30)
