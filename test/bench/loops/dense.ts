/** Rows, inputs, outputs of a layer. */
export type Extents = readonly [rows: number, inputs: number, outputs: number]

// Each innermost loop runs along the rows of its matrices.

/** z [rows, outputs] = x [rows, inputs] w [inputs, outputs] + b. */
export const forward = (
  x: Float64Array,
  w: Float64Array,
  b: Float64Array,
  z: Float64Array,
  [rows, inputs, outputs]: Extents,
): void => {
  for (let row = 0; row < rows; row++) {
    const to = row * outputs
    for (let j = 0; j < outputs; j++) z[to + j] = b[j]
    for (let i = 0; i < inputs; i++) {
      const value = x[row * inputs + i]
      for (let j = 0; j < outputs; j++) z[to + j] += value * w[i * outputs + j]
    }
  }
}

/** back [rows, inputs] = d [rows, outputs] w^T. */
export const backward = (
  d: Float64Array,
  w: Float64Array,
  back: Float64Array,
  [rows, inputs, outputs]: Extents,
): void => {
  for (let row = 0; row < rows; row++)
    for (let i = 0; i < inputs; i++) {
      let sum = 0
      for (let j = 0; j < outputs; j++) sum += d[row * outputs + j] * w[i * outputs + j]
      back[row * inputs + i] = sum
    }
}

/** Subtracts from w its slope x^T d and from b its slope, the sum of d over the rows, times a rate. */
export const update = (
  x: Float64Array,
  d: Float64Array,
  w: Float64Array,
  b: Float64Array,
  slope: Float64Array,
  rate: number,
  [rows, inputs, outputs]: Extents,
): void => {
  slope.fill(0)
  for (let row = 0; row < rows; row++)
    for (let i = 0; i < inputs; i++) {
      const value = x[row * inputs + i]
      for (let j = 0; j < outputs; j++) slope[i * outputs + j] += value * d[row * outputs + j]
    }
  for (let at = 0; at < w.length; at++) w[at] -= rate * slope[at]
  slope.fill(0, 0, outputs)
  for (let row = 0; row < rows; row++) for (let j = 0; j < outputs; j++) slope[j] += d[row * outputs + j]
  for (let j = 0; j < outputs; j++) b[j] -= rate * slope[j]
}
