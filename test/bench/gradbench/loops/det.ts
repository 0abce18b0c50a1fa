/** For each row the columns that are left to it and those below. */
const columnsLeft = (ell: number): readonly Int32Array[] =>
  Array.from({ length: ell }, (_, row) => Int32Array.from({ length: ell - row }, (_, column) => column))

/** The determinant by expansion along the first row, and so of each minor. */
const primal = (A: Float64Array, ell: number): number => {
  const left = columnsLeft(ell)
  const minor = (row: number): number => {
    const columns = left[row]
    if (columns.length === 1) return A[row * ell + columns[0]]
    const others = left[row + 1]
    for (let j = 0; j < others.length; j++) others[j] = columns[j + 1]
    let sum = 0
    let sign = 1
    for (let j = 0; j < columns.length; j++) {
      sum += sign * A[row * ell + columns[j]] * minor(row + 1)
      sign = -sign
      if (j < others.length) others[j] = columns[j]
    }
    return sum
  }
  return minor(0)
}

/** Each minor once: what stands before it goes along, and its determinant comes back as the slope of the element beside it. */
const gradient = (A: Float64Array, ell: number): Float64Array => {
  const left = columnsLeft(ell)
  const slopes = new Float64Array(ell * ell)
  const minor = (row: number, before: number): number => {
    const columns = left[row]
    if (columns.length === 1) {
      slopes[row * ell + columns[0]] += before
      return A[row * ell + columns[0]]
    }
    const others = left[row + 1]
    for (let j = 0; j < others.length; j++) others[j] = columns[j + 1]
    let sum = 0
    let sign = 1
    for (let j = 0; j < columns.length; j++) {
      const place = row * ell + columns[j]
      const beside = sign * minor(row + 1, before * sign * A[place])
      slopes[place] += before * beside
      sum += A[place] * beside
      sign = -sign
      if (j < others.length) others[j] = columns[j]
    }
    return sum
  }
  minor(0, 1)
  return slopes
}

/** A determinant by expansion along minors, by hand. */
export const loops = { primal, gradient } as const
