import type { Entry } from '../entry.js'
import { loops } from '../loops/particle.js'

interface Input {
  readonly w: number
}

const byHand =
  ({ w }: Input) =>
  () =>
    loops.optimum(w)

/** Optimal control, whose function has a gradient in each step: by hand there is one way for all four. */
export const particle: Entry = {
  name: 'particle',
  functions: ['rr', 'ff', 'fr', 'rf'],
  score: 'fastest',
  workloads: [{ description: 'w = 0', input: () => ({ w: 0 }) }],
  loops: { rr: byHand, ff: byHand, fr: byHand, rf: byHand },
  torch: false,
  elsewhere: { finite: 6.94 },
}
