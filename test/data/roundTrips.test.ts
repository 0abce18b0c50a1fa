import { fromTypedArray, type Tensor, tensor } from 'cotangent'
import {
  decodeIdx,
  decodeNpy,
  decodeNpz,
  decodeSafetensors,
  decodeTree,
  encodeIdx,
  encodeNpy,
  encodeNpz,
  encodeSafetensors,
  encodeTree,
} from 'cotangent/data'
import { type Codec, check, codecs, type TensorTree, wildTensors, wildTrees } from 'cotangent/laws'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { checkpointOf, checkpointParts } from '../../src/data/safetensors/checkpoint.js'

const idx: Codec<Tensor> = { name: 'idx', encode: encodeIdx, decode: decodeIdx }
const npy: Codec<Tensor> = { name: 'npy', encode: encodeNpy, decode: decodeNpy }
const tree: Codec<TensorTree> = {
  name: 'trees',
  encode: encodeTree,
  decode: (bytes) =>
    pipe(
      decodeTree<TensorTree>(bytes),
      E.map((found) => found.tree),
    ),
}
const checkpoint: Codec<TensorTree> = {
  name: 'checkpoints',
  encode: (each) => new Uint8Array(Buffer.concat(checkpointParts(7, each, { note: 'x' }))),
  decode: (bytes) =>
    pipe(
      checkpointOf<TensorTree>('file', bytes),
      E.map((found) => found.tree),
    ),
}

type Named = Readonly<Record<string, Tensor>>
const recordOf = (tensors: ReadonlyMap<string, Tensor>): Named => Object.fromEntries(tensors)
const npz = (packed: boolean): Codec<Named> => ({
  name: packed ? 'packed npz' : 'npz',
  encode: (tensors) => encodeNpz(tensors, { packed }),
  decode: (bytes) => pipe(decodeNpz(bytes), E.map(recordOf)),
})
const safetensors: Codec<Named> = {
  name: 'safetensors',
  encode: encodeSafetensors,
  decode: (bytes) =>
    pipe(
      decodeSafetensors(bytes),
      E.map((file) => recordOf(file.tensors)),
    ),
}

/** Any name but one that the format has for itself; UTF-8 has no halves of characters, which zip's names are in. */
const names = fc
  .oneof(
    fc.constantFrom('__proto__', 'constructor', '', '1', '0', 'a.npy', 'ä', '\ufeff'),
    fc.string({ unit: 'grapheme', maxLength: 5 }),
  )
  .filter((name) => name !== '__metadata__')
const named: fc.Arbitrary<Named> = fc
  .uniqueArray(fc.tuple(names, wildTensors), { selector: ([name]) => name, maxLength: 4 })
  .map((entries): Named => Object.fromEntries(entries))

const numbers = wildTensors.filter(({ dtype }) => dtype !== 'bool')

describe.each([
  ['recovery', codecs.recovery],
  ['stability', codecs.stability],
] as const)('%s', (_, of) => {
  it('holds of idx', () => check(of(idx), fc.tuple(numbers)))
  it('holds of npy', () => check(of(npy), fc.tuple(wildTensors)))
  it('holds of npz', () => check(of(npz(false)), fc.tuple(named)))
  it('holds of packed npz', () => check(of(npz(true)), fc.tuple(named)))
  it('holds of safetensors', () => check(of(safetensors), fc.tuple(named)))
  it('holds of trees', () => check(of(tree), fc.tuple(wildTrees), { numRuns: 300 }))
  it('holds of checkpoints', () => check(of(checkpoint), fc.tuple(wildTrees)))
})

describe('the laws', () => {
  const change = (by: (bytes: Uint8Array) => Uint8Array): Codec<Tensor> => ({
    ...npy,
    encode: (each) => by(encodeNpy(each)),
  })
  const flipped = change((bytes) => bytes.map((byte, at) => (at === bytes.length - 1 ? byte ^ 128 : byte)))

  it('see a wrong bit, a refusal, another shape, another structure, and bytes that vary', () => {
    expect(codecs.recovery(npy).holds(tensor([0, 1]))).toBe(true)
    expect(codecs.recovery(flipped).violations(tensor([0, 1]))).toHaveLength(1)
    expect(codecs.recovery(flipped).holds(tensor(0))).toBe(false)
    expect(codecs.recovery(change((bytes) => bytes.subarray(1))).holds(tensor(0))).toBe(false)
    expect(
      codecs.recovery({ ...npy, decode: (): E.Either<never, Tensor> => E.right(tensor([1])) }).holds(tensor(1)),
    ).toBe(false)
    expect(codecs.recovery<TensorTree>({ ...tree, decode: () => E.right([]) }).holds({})).toBe(false)
    expect(codecs.stability(flipped).holds(tensor([0, 1]))).toBe(false)
    expect(codecs.stability(npy).holds(tensor([0, 1]))).toBe(true)
  })

  it('tell one NaN from another', () => {
    const other = fromTypedArray(new Float64Array(new BigUint64Array([0x7ff8000000000001n]).buffer), [1])
    const forgetful: Codec<Tensor> = { ...npy, decode: () => E.right(tensor([Number.NaN])) }
    expect(codecs.recovery(forgetful).holds(tensor([Number.NaN]))).toBe(true)
    expect(codecs.recovery(forgetful).holds(other)).toBe(false)
    expect(codecs.recovery(npy).holds(other)).toBe(true)
  })
})
