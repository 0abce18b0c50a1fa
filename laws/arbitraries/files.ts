import fc from 'fast-check'
import type { Column, DataTree, Image, Json, Table } from '../../src/data/index.js'
import {
  allocate,
  type Constant,
  type DType,
  dtypes,
  fromRowMajor,
  sizeOf,
  type Tensor,
} from '../../src/tensor/index.js'
import { wildElements } from './elements.js'

/** Texts that formats are apt to trip over: what they use themselves, blanks at the ends, names of prototypes. */
const awkward = [
  '',
  ' ',
  '"',
  '""',
  ',',
  ';',
  '\t',
  '\n',
  '\r',
  '\r\n',
  '\uFEFF',
  '\u2028',
  'NaN',
  '1',
  '-0',
  '__proto__',
  'constructor',
  'é',
  '😀',
  '\0',
  '\\',
  "'",
]

const texts: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...awkward),
  fc.array(fc.constantFrom(...awkward, 'a', 'b'), { maxLength: 4 }).map((parts) => parts.join('')),
)

/**
 * Tables of one to four columns with awkward names and fields: any numbers, any texts.
 *
 * @example
 * ```ts
 * import fc from 'fast-check'
 * import { dataTables } from 'cotangent/laws'
 *
 * fc.sample(dataTables, 100).some(({ columns }) => columns.some(({ name }) => name === '__proto__')) // => true
 * ```
 */
export const dataTables: fc.Arbitrary<Table> = fc
  .tuple(fc.nat(5), fc.uniqueArray(texts, { minLength: 1, maxLength: 4 }))
  .chain(([rows, names]) => {
    const size = { minLength: rows, maxLength: rows }
    const columnOf = (name: string): fc.Arbitrary<Column> =>
      fc.oneof(
        fc.array(wildElements('float64'), size).map(
          (numbers): Column => ({
            name,
            type: 'number',
            values: fromRowMajor('float64', [rows], Float64Array.from(numbers)) as unknown as Tensor<
              [number],
              'float64'
            >,
          }),
        ),
        fc.array(texts, size).map((values): Column => ({ name, type: 'text', values })),
      )
    return fc.tuple(...names.map(columnOf)).map((columns) => ({ rows, columns }))
  })

/**
 * Values of JSON: any finite numbers, zeros of both signs, awkward texts and keys.
 *
 * @example
 * ```ts
 * import fc from 'fast-check'
 * import { jsonValues } from 'cotangent/laws'
 *
 * fc.sample(jsonValues, 500).some((value) => Object.is(value, -0)) // => true
 * ```
 */
export const jsonValues: fc.Arbitrary<Json> = fc.letrec<{ readonly value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<Json[]>(null, true, false, 0, -0),
    wildElements('float64').filter(Number.isFinite),
    texts,
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .uniqueArray(fc.tuple(texts, tie('value')), { maxLength: 3, selector: ([key]) => key })
      .map((entries) => Object.fromEntries(entries)),
  ),
})).value

const constantOf = (dtype: DType, shape: readonly number[], elements: readonly number[]): Constant => {
  const data = allocate(dtype, elements.length)
  data.set(elements)
  return fromRowMajor(dtype, [...shape], data)
}

const constants: fc.Arbitrary<Tensor> = fc
  .tuple(fc.constantFrom(...dtypes), fc.array(fc.nat(3), { maxLength: 3 }))
  .chain(([dtype, shape]) => {
    const size = sizeOf(shape)
    return fc
      .array(wildElements(dtype), { minLength: size, maxLength: size })
      .map((elements) => constantOf(dtype, shape, elements))
  })

/**
 * Trees of tensors of all dtypes, empty ones and empty lists and records among them, some keys awkward.
 *
 * @example
 * ```ts
 * import fc from 'fast-check'
 * import { dataTrees } from 'cotangent/laws'
 *
 * fc.sample(dataTrees, 100).some((tree) => Array.isArray(tree)) // => true
 * ```
 */
export const dataTrees: fc.Arbitrary<DataTree> = fc.letrec<{ readonly tree: DataTree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    constants,
    fc.array(tie('tree'), { maxLength: 3 }),
    // From entries, which makes `__proto__` a key like any other.
    fc
      .uniqueArray(fc.tuple(fc.oneof(texts, fc.constantFrom('dtype', 'shape', 'data')), tie('tree')), {
        maxLength: 3,
        selector: ([key]) => key,
      })
      .map((entries) => Object.fromEntries(entries)),
  ),
})).tree

/**
 * Images of up to 6 x 6 pixels and of 1 to 4 channels.
 *
 * @example
 * ```ts
 * import fc from 'fast-check'
 * import { dataImages } from 'cotangent/laws'
 *
 * fc.sample(dataImages, 10).every(({ shape }) => shape.length === 3) // => true
 * ```
 */
export const dataImages: fc.Arbitrary<Image> = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 4 }))
  .chain((shape) => {
    const size = sizeOf(shape)
    return fc
      .array(fc.integer({ min: 0, max: 255 }), { minLength: size, maxLength: size })
      .map((samples) => constantOf('int32', shape, samples) as unknown as Image)
  })
