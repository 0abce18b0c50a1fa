/** Values by key, up to a size in all: those that were not asked for the longest time go first. */
export class Recent<V> {
  readonly #budget: number
  /** Those asked for last at the end. */
  readonly #entries = new Map<string, { readonly value: V; readonly size: number }>()
  readonly #dropped: (value: V) => void
  #size = 0

  /** `dropped` is told of each value that goes. */
  constructor(budget: number, dropped: (value: V) => void = () => undefined) {
    this.#budget = budget
    this.#dropped = dropped
  }

  get(key: string): V | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined) return undefined
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    return entry.value
  }

  /** Takes in a value under a new key, which is kept even if it is larger than all may be. */
  set(key: string, value: V, size: number): void {
    this.#entries.set(key, { value, size })
    this.#size += size
    for (const oldest of this.#entries.keys()) {
      if (this.#size <= this.#budget || oldest === key) return
      this.delete(oldest)
    }
  }

  /** Forgets a value before its time. */
  delete(key: string): void {
    const entry = this.#entries.get(key)
    if (entry === undefined) return
    this.#entries.delete(key)
    this.#size -= entry.size
    this.#dropped(entry.value)
  }
}
