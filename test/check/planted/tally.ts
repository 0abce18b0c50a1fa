/** Counts under names, and what they come to as lines of text. */
export interface Tally {
  readonly count: (...names: readonly string[]) => void
  readonly of: (name: string) => number
  readonly lines: () => readonly string[]
}

export const makeTally = (): Tally => {
  const counts = new Map<string, number>()
  return {
    count: (...names) => {
      for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
    },
    of: (name) => counts.get(name) ?? 0,
    lines: () => [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, count]) => `  ${name}: ${count}`),
  }
}
