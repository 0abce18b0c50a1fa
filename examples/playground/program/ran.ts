import type { ViewName } from '../app/address.js'
import { ifKept } from '../app/kept.js'

const last = new Map<ViewName, string>()

const nameOf = (view: ViewName): string => `cotangent-playground ran ${view}`

/** Remembers the program that a view has run last, until the window is closed. */
export const remember = (view: ViewName, code: string): void => {
  last.set(view, code)
  ifKept('sessionStorage', (storage) => storage.setItem(nameOf(view), code))
}

/** Whether a view has run the same program last: its reader, who comes back to it or loads it again, has seen it already. */
export const isKnown = (view: ViewName, code: string): boolean =>
  (last.get(view) ?? ifKept('sessionStorage', (storage) => storage.getItem(nameOf(view)))) === code
