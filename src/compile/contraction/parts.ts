/** Numbers of like things that are worked on at once: `count` times `size`. */
export interface Part {
  readonly size: number
  readonly count: number
}

/** Splits an extent into as few parts of at most `most` as can be, equal multiples of a unit but for a smaller last one. */
export const splitEvenly = (extent: number, most: number, unit = 1): readonly Part[] => {
  const units = Math.ceil(extent / unit)
  const parts = extent <= most ? 1 : Math.ceil(units / Math.max(1, Math.floor(most / unit)))
  const size = Math.min(extent, Math.ceil(units / parts) * unit)
  return [
    { size, count: Math.floor(extent / size) },
    { size: extent % size, count: 1 },
  ].filter((part) => part.size > 0)
}
