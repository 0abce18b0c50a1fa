/** Words of 32 bits on each line of a processor's cache. */
const line = 16

/**
 * The words at the bottom of the memory by which threads agree on a job, by their index. What changes while others read
 * has a line of its own.
 */
export const words = {
  /** Counts the jobs; threads with nothing to do wait for it to change. */
  epoch: 0,
  /** 1 while a job may be joined. */
  open: line,
  /** Which threads may be at work, or about to find that there is none: a bit for each, by its number. */
  active: 2 * line,
  /** The first item that no thread has taken yet. */
  next: 3 * line,
  /** What the job is. */
  program: 4 * line,
  task: 4 * line + 1,
  items: 4 * line + 2,
  grain: 4 * line + 3,
  /** Threads with smaller numbers may join. */
  threads: 4 * line + 4,
  /** The first item of the first piece that failed. */
  failed: 5 * line,
  /** How many threads have started. */
  ready: 6 * line,
} as const

/** The end of the words. */
export const wordCount = 7 * line

/** No item: larger than all. */
export const none = 2 ** 31 - 1
