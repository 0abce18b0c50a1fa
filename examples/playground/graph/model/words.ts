import { type Tensor, toTypedArray } from 'cotangent'

/** As many letters of a value as are shown. */
const longest = 1500

const sizeOf = ({ shape }: Tensor): number => shape.reduce((size, length) => size * length, 1)

/** A value as Cotangent prints it, cut where it is long. */
export const longText = (tensor: Tensor): string => {
  const text = String(tensor)
  return text.length <= longest ? text : `${text.slice(0, longest)}\n... (${sizeOf(tensor)} elements)`
}

const shortNumber = (value: number): string => {
  const text = String(+value.toPrecision(4)).replace(/e([+-]?)0*/, 'e$1')
  return text.replace('-', '−')
}

const elementText = (tensor: Tensor, value: number): string =>
  tensor.dtype === 'bool' ? String(value !== 0) : shortNumber(value)

/** A value in a few letters: that of one number, or of a few; empty where there are more. */
export const shortText = (tensor: Tensor): string => {
  const size = sizeOf(tensor)
  if (size === 0 || size > 3) return ''
  const elements = Array.from(toTypedArray(tensor), (each) => elementText(tensor, Number(each)))
  return tensor.shape.length === 0 ? elements[0] : `[${elements.join(' ')}]`
}

/** The number that a constant has everywhere; undefined where it has several. */
export const uniformText = (tensor: Tensor): string | undefined => {
  const [first, ...rest] = toTypedArray(tensor)
  return first === undefined || rest.some((each) => !Object.is(each, first))
    ? undefined
    : elementText(tensor, Number(first))
}

export const typeText = ({ dtype, shape }: Tensor): string =>
  shape.length === 0 ? dtype : `${dtype}[${shape.join(', ')}]`
