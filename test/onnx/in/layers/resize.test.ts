import { describe, it } from 'vitest'
import type { AttributeProto } from '../../../../src/engine/onnx/index.js'
import { drawn, expectDerivative, expectLayer, type LayerCase } from '../support/layers.js'
import { attribute, f32, type Given, i64 } from '../support/models.js'
import type { Tolerance } from '../support/runtime.js'

const { int, float, string, ints, floats } = attribute

/**
 * Places are worked out in float32 by ONNX Runtime and in float64 here: between elements 0 to 8 they differ by up to
 * 8 u and two roundings, so weights do by 20 u, for each of the four (cubic) neighbours along two axes, whose sizes sum
 * to 2.5 along one.
 */
const interpolated: Tolerance = { ulps: 100, scale: 2.5 }

const x = drawn([1, 2, 4, 5])
const scales = (...data: readonly number[]): Given => f32([data.length], data)
const sizes = (...data: readonly number[]): Given => i64([data.length], data)
const mode = (name: string) => string('mode', name)
const coordinates = (name: string) => string('coordinate_transformation_mode', name)

const byScales = (by: Given, attributes: readonly AttributeProto[], opset = 19): LayerCase => ({
  operator: 'Resize',
  opset,
  inputs: [x, opset < 13 ? f32([0], []) : undefined, by],
  constants: opset < 13 ? [1, 2] : [2],
  attributes,
  tolerance: interpolated,
})

const bySizes = (to: Given, attributes: readonly AttributeProto[], opset = 19): LayerCase => ({
  operator: 'Resize',
  opset,
  inputs: [x, undefined, undefined, to],
  constants: [3],
  attributes,
  tolerance: interpolated,
})

const resizes: readonly LayerCase[] = [
  byScales(scales(1, 1, 2, 2), []),
  byScales(scales(1, 1, 2, 3), [coordinates('asymmetric'), string('nearest_mode', 'floor')]),
  byScales(scales(1, 1, 0.5, 0.6), [string('nearest_mode', 'ceil')]),
  byScales(scales(1, 1, 2, 2), [string('nearest_mode', 'round_prefer_ceil'), coordinates('align_corners')]),
  byScales(scales(1, 1, 2, 3), [mode('linear')]),
  byScales(scales(1, 1, 0.5, 0.5), [mode('linear'), coordinates('pytorch_half_pixel')]),
  byScales(scales(1, 1, 0.25, 2), [mode('linear'), coordinates('pytorch_half_pixel')], 11),
  byScales(scales(1, 1, 2, 2), [mode('linear'), coordinates('align_corners')], 13),
  byScales(scales(1, 1, 2, 2), [mode('linear'), coordinates('asymmetric')]),
  byScales(scales(1, 1, 0.6, 0.6), [mode('linear'), coordinates('half_pixel_symmetric')]),
  byScales(scales(1, 1, 2, 2), [mode('cubic')]),
  byScales(scales(1, 1, 0.8, 1.5), [mode('cubic'), float('cubic_coeff_a', -0.5), int('exclude_outside', 1)]),
  byScales(scales(1, 1, 2, 2), [mode('cubic'), coordinates('align_corners')]),
  byScales(scales(1, 1, 2, 2), [mode('cubic'), coordinates('asymmetric')]),
  bySizes(sizes(1, 2, 7, 3), [mode('linear')]),
  bySizes(sizes(1, 2, 7, 3), [mode('cubic')]),
  bySizes(sizes(1, 2, 8, 10), []),
  bySizes(sizes(8, 7), [ints('axes', [2, 3]), mode('linear')]),
  // Halfway between two elements, every other one.
  bySizes(sizes(1, 2, 7, 9), [coordinates('align_corners')]),
  bySizes(sizes(1, 2, 7, 9), [coordinates('align_corners'), string('nearest_mode', 'round_prefer_ceil')]),
  bySizes(sizes(8, 7), [ints('axes', [2, 3]), mode('linear'), string('keep_aspect_ratio_policy', 'not_larger')]),
  bySizes(sizes(8, 7), [ints('axes', [2, 3]), mode('linear'), string('keep_aspect_ratio_policy', 'not_smaller')]),
  {
    operator: 'Resize',
    opset: 13,
    inputs: [x, f32([8], [0, 0, 0.25, 0.5, 1, 1, 0.75, 1.25]), undefined, sizes(1, 2, 3, 4)],
    constants: [1, 3],
    attributes: [mode('linear'), coordinates('tf_crop_and_resize'), float('extrapolation_value', 10)],
    tolerance: interpolated,
  },
  {
    operator: 'Resize',
    opset: 10,
    inputs: [x, scales(1, 1, 2, 1.5)],
    constants: [1],
    attributes: [mode('linear')],
    tolerance: interpolated,
  },
  { operator: 'Resize', opset: 10, inputs: [x, scales(1, 1, 0.5, 2)], constants: [1] },
  { operator: 'Upsample', opset: 9, inputs: [x, scales(1, 1, 2, 3)], constants: [1] },
  {
    operator: 'Upsample',
    opset: 9,
    inputs: [x, scales(1, 1, 2, 3)],
    constants: [1],
    attributes: [mode('linear')],
    tolerance: interpolated,
  },
  { operator: 'Upsample', opset: 7, inputs: [x], attributes: [floats('scales', [1, 1, 2, 2]), mode('nearest')] },
  {
    operator: 'Resize',
    opset: 19,
    inputs: [i64([1, 1, 2, 2], [1, 2, 3, 4]), undefined, scales(1, 1, 2, 2)].map((one, index) =>
      index === 0 ? { ...(one as Given), type: 'int32' } : one,
    ),
    constants: [2],
  },
]

const grid = { ...drawn([1, 3, 4, 2], 5, -1.5, 1.5) }
const sampled = (attributes: readonly AttributeProto[], opset = 16): LayerCase => ({
  operator: 'GridSample',
  opset,
  inputs: [x, grid],
  attributes,
  tolerance: interpolated,
})
const padding = (name: string) => string('padding_mode', name)

const grids: readonly LayerCase[] = [
  sampled([]),
  sampled([mode('bilinear'), padding('border'), int('align_corners', 1)]),
  sampled([mode('bilinear'), padding('reflection')]),
  sampled([mode('bilinear'), padding('reflection'), int('align_corners', 1)]),
  sampled([mode('nearest')]),
  sampled([mode('nearest'), padding('reflection'), int('align_corners', 1)]),
  sampled([mode('nearest'), padding('border')]),
  sampled([mode('bicubic')]),
  sampled([mode('bicubic'), padding('border')]),
  sampled([mode('bicubic'), padding('reflection'), int('align_corners', 1)]),
  sampled([mode('linear')], 20),
  {
    operator: 'GridSample',
    opset: 20,
    inputs: [drawn([1, 1, 3, 4, 2]), drawn([1, 2, 2, 2, 3], 3, -1.2, 1.2)],
    attributes: [mode('linear'), padding('border')],
    tolerance: interpolated,
  },
  {
    operator: 'AffineGrid',
    opset: 20,
    inputs: [drawn([2, 2, 3]), sizes(2, 1, 3, 4)],
    constants: [1],
    tolerance: interpolated,
  },
  {
    operator: 'AffineGrid',
    opset: 20,
    inputs: [drawn([1, 3, 4]), sizes(1, 1, 2, 3, 4)],
    constants: [1],
    attributes: [int('align_corners', 1)],
    tolerance: interpolated,
  },
]

const regions = f32([2, 4], [0.5, 0.25, 3.5, 2.75, 1, 1, 2, 3.25])
const aligned = (attributes: readonly AttributeProto[], opset = 16): LayerCase => ({
  operator: 'RoiAlign',
  opset,
  inputs: [drawn([2, 2, 4, 5]), regions, i64([2], [1, 0])],
  attributes: [int('output_height', 2), int('output_width', 3), int('sampling_ratio', 2), ...attributes],
  tolerance: interpolated,
})

const rois: readonly LayerCase[] = [
  aligned([]),
  aligned([], 10),
  aligned([float('spatial_scale', 0.5), coordinates('output_half_pixel')]),
  aligned([string('mode', 'max')]),
]

describe('changes of size as ONNX Runtime has them', () => {
  for (const [index, one] of resizes.entries()) it(`${one.operator}, case ${index}`, () => expectLayer(one))
})

describe('samples of images as ONNX Runtime has them', () => {
  for (const [index, one] of [...grids, ...rois].entries()) it(`${one.operator}, case ${index}`, () => expectLayer(one))
})

describe('derivatives of changes of size and samples', () => {
  for (const index of [2, 4, 11, 22]) it(`Resize, case ${index}`, () => expectDerivative(resizes[index]))
  for (const index of [0, 2, 8]) it(`GridSample, case ${index}`, () => expectDerivative(grids[index]))
  it('AffineGrid', () => expectDerivative(grids[13]))
  it('RoiAlign', () => expectDerivative(rois[0]))
})
