import type { ViewName } from '../app/address.js'

const last = new Map<ViewName, string>()

/** Remembers the program that a view has run last, until the page is left. */
export const remember = (view: ViewName, code: string): void => {
  last.set(view, code)
}

/** Whether a view has run the same program last: its reader, who comes back to it, has seen it already. */
export const isKnown = (view: ViewName, code: string): boolean => last.get(view) === code
