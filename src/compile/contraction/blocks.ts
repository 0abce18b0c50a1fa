/** Numbers of rows or columns that are worked on at once: `count` times `size`, and then `rest`. */
export interface Split {
  readonly size: number
  readonly count: number
  readonly rest: number
}

/** Splits into as few parts of at most `most` as can be, nearly equal ones that are multiples of `unit` but for the last. */
export const splitEvenly = (extent: number, most: number, unit = 1): Split => {
  const units = Math.ceil(extent / unit)
  const parts = Math.ceil(units / Math.max(1, Math.floor(most / unit)))
  const size = Math.ceil(units / parts) * unit
  return { size, count: Math.floor(extent / size), rest: extent % size }
}
