import { type Decimal, type DigitCount, decimalOf, shortest } from './decimal.js'
import { type DType, type FloatDType, isFloat, type TypedArray } from './dtype.js'
import { rowMajorStrides, type Shape, sizeOf } from './shape.js'

/** NumPy's default print options. */
const precision = 8
const lineWidth = 75
const threshold = 1000
const edgeItems = 3

type Formatter = (element: number) => string

/** The text of a finite number before and after its point. */
interface Positional {
  readonly whole: string
  readonly fraction: string
}

/** The same of the number divided by a power of ten, and the sign and digits of that power's exponent. */
interface Scientific extends Positional {
  readonly sign: string
  readonly exponent: string
}

/** How the finite floats of a tensor are written: their widths before and after the point, and one in `before` or more. */
interface FloatColumn {
  readonly before: number
  readonly after: number
  readonly format: (element: number, before: number) => string
}

const widest = (texts: readonly string[]): number => texts.reduce((width, text) => Math.max(width, text.length), 0)

const digitsOf = (element: number, dtype: FloatDType, count: DigitCount): Decimal =>
  element === 0 ? { digits: '0', exponent: 0 } : decimalOf(Math.abs(element), dtype, count)

const signOf = (element: number): string => (element < 0 || Object.is(element, -0) ? '-' : '')

const positional = (element: number, dtype: FloatDType, count: DigitCount): Positional => {
  const { digits, exponent } = digitsOf(element, dtype, count)
  const whole = exponent < 0 ? '0' : digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  const fraction = exponent < 0 ? '0'.repeat(-exponent - 1) + digits : digits.slice(exponent + 1)
  return { whole: signOf(element) + whole, fraction: fraction.replace(/0+$/, '') }
}

const scientific = (element: number, dtype: FloatDType, count: DigitCount): Scientific => {
  const { digits, exponent } = digitsOf(element, dtype, count)
  return {
    whole: signOf(element) + digits[0],
    fraction: digits.slice(1).replace(/0+$/, ''),
    sign: exponent < 0 ? '-' : '+',
    exponent: String(Math.abs(exponent)).padStart(2, '0'),
  }
}

/** All digits before the point, as many after it as are needed and allowed. */
const untilPrecision: DigitCount = (exponent) => ({ least: exponent + 1, most: exponent + 1 + precision })

const showNonFinite = (element: number): string => (Number.isNaN(element) ? 'nan' : element > 0 ? 'inf' : '-inf')

/** Whether a column is written with exponents: 1e8 and more, less than 1e-4, or more than three powers of ten apart. */
const needsExponent = (finite: readonly number[], dtype: FloatDType): boolean => {
  const sizes = finite.filter((element) => element !== 0).map(Math.abs)
  const largest = sizes.reduce((a, b) => Math.max(a, b), 0)
  const smallest = sizes.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const ratio = dtype === 'float64' ? largest / smallest : Math.fround(largest / smallest)
  return sizes.length > 0 && (largest >= 1e8 || smallest < 1e-4 || ratio > 1000)
}

/** Aligns numbers at their points and pads them with spaces on both sides. */
const fixedColumn = (finite: readonly number[], dtype: FloatDType): FloatColumn => {
  const parts = finite.map((element) => positional(element, dtype, untilPrecision))
  const after = widest(parts.map(({ fraction }) => fraction))
  return {
    before: widest(parts.map(({ whole }) => whole)),
    after,
    format: (element, before) => {
      const { whole, fraction } = positional(element, dtype, untilPrecision)
      return `${whole.padStart(before)}.${fraction.padEnd(after)}`
    },
  }
}

/** Gives every number the digits of the longest, and every exponent the width of the widest. */
const exponentColumn = (finite: readonly number[], dtype: FloatDType): FloatColumn => {
  const parts = finite.map((element) => scientific(element, dtype, () => ({ least: 1, most: 1 + precision })))
  const digits = 1 + widest(parts.map(({ fraction }) => fraction))
  const exponentWidth = widest(parts.map(({ exponent }) => exponent))
  return {
    before: widest(parts.map(({ whole }) => whole)),
    after: digits + 1 + exponentWidth,
    format: (element, before) => {
      const { whole, fraction, sign, exponent } = scientific(element, dtype, () => ({ least: digits, most: digits }))
      const mantissa = `${whole.padStart(before)}.${fraction.padEnd(digits - 1, '0')}`
      return `${mantissa}e${sign}${exponent.padStart(exponentWidth, '0')}`
    },
  }
}

/** NaN and the infinities take the width of the finite elements, or widen it to the left. */
const floatColumn = (elements: readonly number[], dtype: FloatDType): Formatter => {
  const finite = elements.filter(Number.isFinite)
  const { before, after, format } = (needsExponent(finite, dtype) ? exponentColumn : fixedColumn)(finite, dtype)
  const widestOther = elements.includes(Number.NEGATIVE_INFINITY) ? 4 : 3
  const room = finite.length === elements.length ? before : Math.max(before, widestOther - after - 1)
  return (element) =>
    Number.isFinite(element) ? format(element, room) : showNonFinite(element).padStart(room + 1 + after)
}

const intColumn = (elements: readonly number[]): Formatter => {
  const width = widest(elements.map(String))
  return (element) => String(element).padStart(width)
}

const boolColumn: Formatter = (element) => (element === 0 ? 'False' : ' True')

/** How each of some elements is written, so that they stand well below one another. */
export const showColumn = (elements: readonly number[], dtype: DType): Formatter =>
  isFloat(dtype) ? floatColumn(elements, dtype) : dtype === 'bool' ? boolColumn : intColumn(elements)

/** A scalar stands alone: all its digits, an exponent from 1e16 up and below 1e-4. */
const showScalar = (element: number, dtype: DType): string => {
  if (dtype === 'bool') return element === 0 ? 'False' : 'True'
  if (!isFloat(dtype)) return String(element)
  if (!Number.isFinite(element)) return showNonFinite(element)
  const size = Math.abs(element)
  if (size === 0 || (size >= 1e-4 && size < 1e16)) {
    const { whole, fraction } = positional(element, dtype, shortest)
    return `${whole}.${fraction || '0'}`
  }
  const { whole, fraction, sign, exponent } = scientific(element, dtype, shortest)
  return `${whole}${fraction && `.${fraction}`}e${sign}${exponent}`
}

/** The indices of an axis that are shown; 'gap' stands for those left out. */
const shownIndices = (extent: number, summarised: boolean): readonly (number | 'gap')[] => {
  const upTo = (count: number, first: number): number[] => Array.from({ length: count }, (_, index) => first + index)
  return summarised && extent > 2 * edgeItems
    ? [...upTo(edgeItems, 0), 'gap', ...upTo(edgeItems, extent - edgeItems)]
    : upTo(extent, 0)
}

/** Words side by side in brackets, broken into indented lines where they grow too long. */
const wrapRow = (words: readonly string[], indent: string, width: number): string => {
  let done = ''
  let line = indent
  words.forEach((word, index) => {
    if (line.length + word.length > width && line.length > indent.length) {
      done += `${line.trimEnd()}\n`
      line = indent
    }
    line += index === words.length - 1 ? word : `${word} `
  })
  return `[${(done + line).slice(indent.length)}]`
}

/**
 * The text of a tensor as `print` of NumPy 1.24 gives it with its default options: eight digits after the point, 75
 * columns, above 1000 elements only the corners. Without strides and offset the elements are in row-major order.
 */
export const showTensor = (
  shape: Shape,
  dtype: DType,
  elements: TypedArray,
  strides: readonly number[] = rowMajorStrides(shape),
  offset = 0,
): string => {
  const rank = shape.length
  if (rank === 0) return showScalar(elements[offset], dtype)
  const size = sizeOf(shape)
  if (size === 0) return '[]'

  const indices = shape.map((extent) => shownIndices(extent, size > threshold))
  const shownBelow = (axis: number, start: number): readonly number[] =>
    axis === rank
      ? [elements[start]]
      : indices[axis].flatMap((index) => (index === 'gap' ? [] : shownBelow(axis + 1, start + index * strides[axis])))
  const column = showColumn(shownBelow(0, offset), dtype)

  const show = (axis: number, start: number): string => {
    const indent = ' '.repeat(axis + 1)
    const at = (index: number): number => start + index * strides[axis]
    if (axis === rank - 1)
      return wrapRow(
        indices[axis].map((index) => (index === 'gap' ? '...' : column(elements[at(index)]))),
        indent,
        lineWidth - axis - 1,
      )
    const blocks = indices[axis].map((index) => (index === 'gap' ? '...' : show(axis + 1, at(index))))
    return `[${blocks.join('\n'.repeat(rank - 1 - axis) + indent)}]`
  }
  return show(0, offset)
}
