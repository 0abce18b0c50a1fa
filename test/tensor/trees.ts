import fc from 'fast-check'
import { filled } from '../../src/tensor/constant.js'
import type { Tensor } from '../../src/tensor/tensor.js'

interface List extends ReadonlyArray<Tree> {}
export type Tree = Tensor | List | { readonly [key: string]: Tree }

const leaves = fc.integer({ min: -1000, max: 1000 }).map((value) => filled('float64', [], value))

/** Keys of records, the strangest among them. */
export const keys = fc.oneof(
  fc.constantFrom(
    'weights',
    'bias',
    '__proto__',
    'constructor',
    'toString',
    'length',
    '0',
    '10',
    '',
    'a.b',
    'é',
    '_tag',
  ),
  fc.string({ maxLength: 3 }),
)

/** Trees of scalars: lists, empty ones too, and records with any keys, built without a call of any setter. */
export const trees: fc.Arbitrary<Tree> = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    leaves,
    fc.array(tie('tree'), { maxLength: 3 }),
    fc
      .uniqueArray(fc.tuple(keys, tie('tree')), { maxLength: 3, selector: ([key]) => key })
      .map((entries) => Object.fromEntries(entries)),
  ),
})).tree
