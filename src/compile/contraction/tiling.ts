/** How many rows a register tile of so many vectors has at most, and how many k a turn of its loop takes. */
export interface Tiling {
  readonly rows: (vectors: number) => number
  readonly vectors: number
  readonly unroll: number
}

export const tilingFor = (width: number): Tiling => ({
  rows: (vectors) => Math.max(1, Math.floor((14 - vectors) / (vectors + 1))),
  vectors: width === 2 ? 4 : 2,
  unroll: 1,
})
