/** The seconds that some work takes. */
export const secondsOf = (work: () => unknown): number => {
  const start = performance.now()
  work()
  return (performance.now() - start) / 1000
}

/** The least seconds of some runs of work that must be warm. */
export const leastSeconds = (work: () => unknown, runs: number): number =>
  Math.min(...Array.from({ length: runs }, () => secondsOf(work)))

/** The middle of some numbers. */
export const medianOf = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b)
  const half = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}
