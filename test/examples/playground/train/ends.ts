import type { DataName } from '../../../../examples/playground/train/settings.js'

/**
 * Steps, and the share of points that is told in the end at least. Where classes do not touch it is all of them but one
 * in fifty. A fifth of the lesson's labels are drawn anew, so that a tenth are wrong, and some of its clouds lie on each
 * other; of the irises, some of two species have the same petals; a hundredth of the corners' clouds are nearer to
 * another class's corner: further than half the side, 2.5 standard deviations, along one axis of two.
 */
export const ends: readonly (readonly [data: DataName, steps: number, least: number])[] = [
  ['lesson', 1000, 0.8],
  ['moons', 1500, 0.98],
  ['circles', 1500, 0.98],
  ['spirals', 4000, 0.98],
  ['iris', 1500, 0.94],
  ['xor', 1000, 0.97],
  ['own', 1000, 0.98],
]
