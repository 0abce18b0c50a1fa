import type { Curve } from '../slopes.js'

const samples = 16

/**
 * Whether a curve jumps at its point: at steps of a few units in the last place to one side, its values lie four times
 * closer together than they are to the one at the point. Those of a curve that is only steep, like a root at 0, lie as far
 * apart as that, and so do those that are rounded.
 */
export const jumpsOf =
  ({ value, x, round, roundoff }: Curve) =>
  (): boolean => {
    const scale = 2 ** Math.ceil(Math.log2(Math.max(1, Math.abs(x))))
    const here = value(x)
    return [-1, 1].some((side) => {
      const near = Array.from({ length: samples }, (_, at) => value(round(x + side * (4 + at) * roundoff * scale)))
      const spread = Math.max(...near) - Math.min(...near)
      const distance = Math.min(...near.map((beside) => Math.abs(beside - here)))
      return distance > 4 * (spread + roundoff * Math.abs(here))
    })
  }
