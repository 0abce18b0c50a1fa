/** Values by key, up to a size in all: those that were not asked for the longest time go first. */
export class Recent<V> {
  readonly #budget: number
  /** Those asked for last at the end. */
  readonly #entries = new Map<string, { readonly value: V; readonly size: number }>()
  #size = 0

  constructor(budget: number) {
    this.#budget = budget
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
    for (const [oldest, entry] of this.#entries) {
      if (this.#size <= this.#budget || oldest === key) return
      this.#entries.delete(oldest)
      this.#size -= entry.size
    }
  }
}
