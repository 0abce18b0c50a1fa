import type { Entry } from '../entry.js'
import { loops } from '../loops/saddle.js'

interface Input {
  readonly start: readonly number[]
}

const byHand = ({ start }: Input) => {
  const from = Float64Array.from(start)
  return () => loops.point(from)
}

/** A saddle point, by a descent whose function ascends: by hand there is one way for all four. */
export const saddle: Entry = {
  name: 'saddle',
  functions: ['rr', 'ff', 'fr', 'rf'],
  score: 'fastest',
  workloads: [{ description: 'start = (1, 1)', input: () => ({ start: [1, 1] }) }],
  loops: { rr: byHand, ff: byHand, fr: byHand, rf: byHand },
  torch: false,
  elsewhere: { finite: 20.6 },
}
