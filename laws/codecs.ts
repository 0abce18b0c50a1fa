import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { constantOf } from '../src/graph/index.js'
import { flatten, rowMajor, showStructure, type Tensor } from '../src/tensor/index.js'
import { unequalTypes } from './equality.js'
import { differing, type Law, law, type Violation } from './law.js'

/** A way to write trees of tensors down as bytes and to read them; a tensor is a tree too. */
export interface Codec<A> {
  readonly name: string
  readonly encode: (tree: A) => Uint8Array
  readonly decode: (bytes: Uint8Array) => E.Either<unknown, A>
}

/** Elements as bytes, so that every NaN differs from every other, and -0 from 0. */
const bitsOf = (tensor: Tensor): Uint8Array => {
  const { buffer, byteOffset, byteLength } = rowMajor(constantOf('laws', tensor))
  return new Uint8Array(buffer, byteOffset, byteLength)
}

const differingBytes = (what: string, found: Uint8Array, expected: Uint8Array): readonly Violation[] => {
  const at = expected.findIndex((byte, index) => byte !== found[index])
  return found.length !== expected.length
    ? differing(`the number of bytes of ${what}`, found.length, expected.length)
    : at < 0
      ? []
      : differing(`byte ${at} of ${what}`, found[at], expected[at])
}

const differingTrees = (found: unknown, expected: unknown): readonly Violation[] => {
  const [[leaves, structure], [due, other]] = [flatten('laws', found), flatten('laws', expected)]
  const shapes = [
    ...differing('the structure', showStructure(structure), showStructure(other)),
    ...unequalTypes('leaf', leaves, due),
  ]
  return shapes.length > 0
    ? shapes
    : leaves.flatMap((leaf, index) => differingBytes(`leaf ${index}`, bitsOf(leaf), bitsOf(due[index])))
}

const refused = (error: unknown): Violation => ({
  what: 'the outcome',
  found: JSON.stringify(error),
  expected: 'a tree',
})

/**
 * Reading undoes writing: the same structure (a tuple is a tuple again), the same types, the same bits, those of NaN too.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { decodeNpy, encodeNpy } from 'cotangent/data'
 * import { codecs } from 'cotangent/laws'
 *
 * codecs.recovery({ name: 'npy', encode: encodeNpy, decode: decodeNpy }).holds(tensor([1, -0])) // => true
 * ```
 */
export const recovery = <A>({ name, encode, decode }: Codec<A>): Law<[tree: A]> =>
  law(`recovery of ${name}`, 'decode . encode = id', (tree) =>
    pipe(
      decode(encode(tree)),
      E.match(
        (error): readonly Violation[] => [refused(error)],
        (found) => differingTrees(found, tree),
      ),
    ),
  )

/**
 * What is read, written again, gives the same bytes: there is one way to write a tree down.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { decodeNpy, encodeNpy } from 'cotangent/data'
 * import { codecs } from 'cotangent/laws'
 *
 * codecs.stability({ name: 'npy', encode: encodeNpy, decode: decodeNpy }).holds(tensor([1, -0])) // => true
 * ```
 */
export const stability = <A>({ name, encode, decode }: Codec<A>): Law<[tree: A]> =>
  law(`stability of ${name}`, 'encode . decode . encode = encode', (tree) => {
    const bytes = encode(tree)
    return pipe(
      decode(bytes),
      E.match(
        (error): readonly Violation[] => [refused(error)],
        (found) => differingBytes('the file', encode(found), bytes),
      ),
    )
  })
