import type { Elementwise } from '../../graph/index.js'
import type { DType } from '../../tensor/index.js'
import type { SomeApplication } from '../application.js'
import { float, floatArithmetic, integer, integerArithmetic, type Scalar } from '../arithmetic.js'
import type { Assembly } from '../assembly.js'
import { isRepeatedAlong, type Place, within } from '../place.js'
import { type Code, f64, i32 } from '../wasm/index.js'
import { map } from './map.js'

type Kernel = (code: Code, elements: readonly Scalar[]) => Scalar

/**
 * A kernel on every element; along axes on which all operands repeat themselves, so does the result, and is computed
 * once.
 */
const mapped = (
  assembly: Assembly,
  name: string,
  { operands, types: [type], destinations: [destination] }: SomeApplication,
  kernel: Kernel,
): readonly Place[] => {
  if (destination !== undefined) {
    map(assembly, name, operands, destination, kernel)
    return [assembly.hold(destination)]
  }
  const repeated = type.shape.map((_, axis) => operands.every((operand) => isRepeatedAlong(operand, axis)))
  const shape = type.shape.map((extent, axis) => (repeated[axis] ? Math.min(extent, 1) : extent))
  const result = assembly.allocate({ dtype: type.dtype, shape })
  const narrow = operands.map((operand) => within(operand, shape, operand.strides))
  map(assembly, name, narrow, result, kernel)
  const strides = result.strides.map((stride, axis) => (repeated[axis] ? 0 : stride))
  return [within(result, type.shape, strides)]
}

/** As for interpretation: int32 wraps, everything else is computed in float64. */
export const elementwise = (
  assembly: Assembly,
  application: SomeApplication & { readonly primitive: Elementwise },
): readonly Place[] => {
  const { primitive, operands } = application
  const arithmetic = operands.some(({ dtype }) => dtype === 'int32') ? integerArithmetic : floatArithmetic
  return mapped(assembly, primitive.name, application, (code, elements) =>
    primitive.kernel(arithmetic(code, assembly), ...elements),
  )
}

/** float64 to int32 saturates and takes NaN to 0; to bool, NaN is not 0. */
const converted = (code: Code, element: Scalar, dtype: DType): Scalar => {
  const isFloat = element.type === 'f64'
  if (dtype === 'bool')
    return isFloat ? code.apply('f64.ne', float(element), f64(0)) : code.apply('i32.ne', integer(element), i32(0))
  if (dtype === 'int32') return isFloat ? code.apply('i32.trunc_sat_f64_s', float(element)) : element
  return isFloat ? element : code.apply('f64.convert_i32_s', integer(element))
}

export const convert = (
  assembly: Assembly,
  application: SomeApplication<{ readonly dtype: DType }>,
): readonly Place[] =>
  mapped(assembly, 'convert', application, (code, [element]) => converted(code, element, application.attributes.dtype))
