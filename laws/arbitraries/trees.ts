import fc from 'fast-check'
import type { DType, Shape, Tensor } from '../../src/tensor/index.js'
import { tensorOf, wildElements } from './elements.js'
import { shapes } from './shapes.js'

/** Records, lists and tensors, nested. */
export type TensorTree = Tensor | readonly TensorTree[] | { readonly [key: string]: TensorTree }

const types: fc.Arbitrary<{ readonly dtype: DType; readonly shape: Shape }> = fc.record({
  dtype: fc.constantFrom('float64', 'float32', 'int32', 'bool'),
  shape: shapes,
})

/**
 * Tensors of any dtype and of small shapes, scalars and empty ones among them, of any elements.
 *
 * @example
 * ```ts
 * import fc from 'fast-check'
 * import { wildTensors } from 'cotangent/laws'
 *
 * fc.sample(wildTensors, 200).some(({ shape }) => shape.includes(0)) // => true
 * ```
 */
export const wildTensors: fc.Arbitrary<Tensor> = types.chain((type) => tensorOf(type, wildElements(type.dtype)))

/**
 * Any characters, but for halves of them. fast-check's own strings of this kind make a table of all that there are
 * beforehand, which takes whoever loads this module a second.
 */
const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff })), { maxLength: 4 })
  .map((points) => String.fromCodePoint(...points))

/** Names that a careless reader takes for something else, and any others. */
const keys = fc.oneof(
  fc.constantFrom(
    '__proto__',
    '__metadata__',
    'constructor',
    'toString',
    'a.b',
    'a',
    'b',
    '0',
    '1',
    '',
    '"',
    '\\',
    'ä\u2028',
  ),
  anyText,
)

/** A record of any keys, each its own property whatever it is called. */
const recordOf = (entries: readonly (readonly [string, TensorTree])[]): TensorTree => Object.fromEntries(entries)

/**
 * Trees of such tensors, up to three deep, with any names.
 *
 * @example
 * ```ts
 * import fc from 'fast-check'
 * import { wildTrees } from 'cotangent/laws'
 *
 * fc.sample(wildTrees, 200).some(Array.isArray) // => true
 * ```
 */
export const wildTrees: fc.Arbitrary<TensorTree> = fc.letrec<{ tree: TensorTree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    wildTensors,
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.uniqueArray(fc.tuple(keys, tie('tree')), { selector: ([key]) => key, maxLength: 4 }).map(recordOf),
  ),
})).tree
