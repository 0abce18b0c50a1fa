/**
 * From where on programs work in ways that have a price of their own. With other ones they take other times, and come to
 * the same bits.
 */
export interface Thresholds {
  /** Work of so many nanoseconds is worth waking other threads for. */
  readonly shared: number
  /** Parts of a product that take so many nanoseconds are worth handing out. */
  readonly handedOut: number
  /** A loop over more elements is run in pieces of about so many. */
  readonly piece: number
  /** From so many elements on, steps are followed slice by slice by others that read what they give. */
  readonly followed: number
  /** Slices are of a multiple of so many indices. */
  readonly indices: number
}

/** What pays on the machines that were measured. */
export const thresholds: Thresholds = {
  // A thread that sleeps takes 20 to 45 microseconds to come, and half of the work is what a second one saves.
  shared: 50_000,
  // Half as long, so that the least work that is shared has two parts.
  handedOut: 25_000,
  // Engines optimise functions that are called again; calls of some microseconds come to nothing beside their work.
  piece: 8192,
  // Smaller ones are still in the second cache, of at least 256 KiB, when they are complete.
  followed: 2 ** 16,
  // Whole register tiles and vectors; with fewer, calls for them would count.
  indices: 16,
}
