/** Is told of every part of a lesson before it starts: how many are done, of how many, and what comes next. */
export type Progress = (done: number, of: number, next: string) => void

export const silently: Progress = () => {}

/** What is seen of a training whose states come one by one. */
export interface Seen<A> {
  /** How many steps there will be, and how many each state stands for. */
  readonly total: number
  readonly every: number
  readonly loss: (state: A) => number
}

/** The same states, shown as they come. */
export type Watch = <A>(states: Iterable<A>, seen: Seen<A>) => Iterable<A>

export const unwatched: Watch = (states) => states

/** The same keys with other values. */
export const mapRecord = <T extends object, R>(
  record: T,
  f: (value: T[keyof T], key: string) => R,
): { readonly [K in keyof T]: R } =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, f(value as T[keyof T], key)])) as {
    readonly [K in keyof T]: R
  }

/** Runs the parts of a lesson one after the other. */
export const runParts = <T extends { readonly [part: string]: () => unknown }>(
  parts: T,
  progress: Progress,
): { readonly [K in keyof T]: ReturnType<T[K]> } => {
  const names = Object.keys(parts)
  const results = mapRecord(parts, (run, name) => {
    progress(names.indexOf(name), names.length, name)
    return run()
  })
  progress(names.length, names.length, '')
  return results as { readonly [K in keyof T]: ReturnType<T[K]> }
}
