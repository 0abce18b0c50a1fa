/**
 * How long a data-parallel step takes on more ranks than there are to measure. What it assumes:
 *
 * - Every message takes a latency, and then its bytes at the bandwidth of a rank's link, in both directions at once; links
 *   do not share anything, so that the network has full bisection bandwidth. One rank to a machine, or the links of several
 *   add up.
 * - Computing takes a time for each of a rank's rows, and a time that does not depend on them (the update, calls); the rank
 *   with the most rows is waited for. Memory and caches are as good to few rows as to many.
 * - Nothing is hidden: a rank computes, then communicates. All ranks are as fast as one another at all times: no stragglers,
 *   no other load, no failures.
 * - The gradient is one message of one dtype, and batches are at hand.
 */

/** What ranks are joined by. */
export interface Network {
  readonly name: string
  /** Seconds from one rank to another that a message of no bytes takes. */
  readonly latency: number
  /** Bytes a second, each way. */
  readonly bandwidth: number
}

/** What a step does on one rank. */
export interface Work {
  /** Seconds a row. */
  readonly perRow: number
  /** Seconds besides. */
  readonly fixed: number
  /** Of the gradient and what goes with it. */
  readonly bytes: number
  /** Bytes a second that a rank adds to others. */
  readonly adding: number
}

/** Seconds of an all-reduce of so many bytes over so many ranks, 2 or more. */
export type AllReduce = (ranks: number, work: Pick<Work, 'bytes' | 'adding'>, network: Network) => number

/** Rounds in which what is known doubles. */
const doublings = (ranks: number): number => Math.ceil(Math.log2(ranks))

/**
 * The library's own: all agree in what they do (a word of each, in doublings), every rank is sent its piece by each other
 * (one message from each), adds them up, and the pieces are collected (in doublings).
 */
export const byPieces: AllReduce = (ranks, { bytes, adding }, { latency, bandwidth }) =>
  latency * (2 * doublings(ranks) + ranks - 1) + ((ranks - 1) / ranks) * ((2 * bytes) / bandwidth + bytes / adding)

/** A ring: each rank passes pieces on to the next, first adding, then collecting. */
export const byRing: AllReduce = (ranks, { bytes, adding }, { latency, bandwidth }) =>
  2 * (ranks - 1) * latency + ((ranks - 1) / ranks) * ((2 * bytes) / bandwidth + bytes / adding)

/** Recursive doubling: in each round the whole goes to a partner and is added. */
export const byDoubling: AllReduce = (ranks, { bytes, adding }, { latency, bandwidth }) =>
  doublings(ranks) * (latency + bytes / bandwidth + bytes / adding)

/** A step on so many ranks. */
export interface Prediction {
  readonly ranks: number
  /** Seconds of the whole, and of them in communication. */
  readonly step: number
  readonly communication: number
  /** How many times as many rows a second as on one rank. */
  readonly speedup: number
}

/** Steps over so many rows in all on each number of ranks. */
export const predicted = (
  ranks: readonly number[],
  rowsOn: (ranks: number) => number,
  work: Work,
  network: Network,
  allReduce: AllReduce = byPieces,
): readonly Prediction[] => {
  const stepOn = (count: number) => {
    const communication = count === 1 ? 0 : allReduce(count, work, network)
    return { step: work.fixed + work.perRow * Math.ceil(rowsOn(count) / count) + communication, communication }
  }
  const alone = rowsOn(1) / stepOn(1).step
  return ranks.map((count) => {
    const { step, communication } = stepOn(count)
    return { ranks: count, step, communication, speedup: rowsOn(count) / step / alone }
  })
}

/** What computing takes, of the seconds of two numbers of rows: a line through both, nothing below zero. */
export const workOf = (
  [few, quick]: readonly [rows: number, seconds: number],
  [many, slow]: readonly [rows: number, seconds: number],
): Pick<Work, 'perRow' | 'fixed'> => {
  const perRow = Math.max(0, slow - quick) / (many - few)
  return { perRow, fixed: Math.max(0, slow - many * perRow) }
}
