import { createHash } from 'node:crypto'
import { type Tensor, toTypedArray } from 'cotangent'

/** A tensor as a line: its type, and its elements or what tells their bits apart; one NaN is like another. */
export const bitsOf = (leaf: Tensor): string => {
  const elements = toTypedArray(leaf as Tensor<[], 'float64'>)
  const plain = elements.map((element) => (Number.isNaN(element) ? Number.NaN : element))
  const digest = createHash('sha256').update(new Uint8Array(plain.buffer, plain.byteOffset, plain.byteLength))
  return `${leaf.dtype}[${leaf.shape.join()}] ${digest.digest('hex').slice(0, 16)} ${[...elements.slice(0, 3)].join()}`
}

/** The same of many. */
export const linesOf = (leaves: Readonly<Record<string, Tensor>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(leaves).map(([name, leaf]) => [name, bitsOf(leaf)]))
