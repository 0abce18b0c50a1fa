import { useLayoutEffect, useReducer, useState } from 'preact/hooks'

/** The views, by the word that stands for each in the address. */
export const views = ['train', 'graph', 'check'] as const

/** Which of the views is shown. */
export type ViewName = (typeof views)[number]

/** What the part of the address behind `#` says: the view, and the state of it as the view itself writes it. */
export interface Address {
  readonly view: ViewName
  readonly state: URLSearchParams
}

/** Reads `#view?name=value&...`; what is no view is the first. */
export const readAddress = (hash: string): Address => {
  const [name, state = ''] = hash.replace(/^#/, '').split(/\?(.*)/s)
  return { view: views.find((view) => view === name) ?? views[0], state: new URLSearchParams(state) }
}

/** The text that {@link readAddress} reads. */
export const writeAddress = ({ view, state }: Address): string => {
  const text = state.toString()
  return text === '' ? `#${view}` : `#${view}?${text}`
}

/** The whole address of a page that shows this. */
export const linkTo = (address: Address): string => {
  const here = new URL(location.href)
  here.hash = writeAddress(address)
  return here.href
}

/** What the page shows from when it was opened or a link was followed until the reader goes on. */
export interface Visit extends Address {
  /** No two visits of a page have the same, be they to the same address. */
  readonly number: number
  /**
   * Puts the view's state into the address, in place of the one before, so that the button for going back leaves the view.
   * Once the reader has gone on it does nothing: what a view was about to write may come after the view has gone.
   */
  readonly replace: (state: URLSearchParams) => void
}

/** The visits of this page so far. */
let visits = 0

/** Where each view is to be found as it was left. */
const left = new Map<ViewName, string>()

/** What is to be told of another state of the view that is shown. */
const listening = new Set<() => void>()

/** Begins a visit to what the address says, which ends the one before. */
export const arrive = (): Visit => {
  visits += 1
  const number = visits
  let shown = location.hash
  const { view, state } = readAddress(shown)
  left.set(view, writeAddress({ view, state }))
  const replace = (now: URLSearchParams): void => {
    // A link that was followed stands in the address before the page is told of it.
    if (number !== visits || location.hash !== shown) return
    history.replaceState(history.state, '', writeAddress({ view, state: now }))
    // Read again: the browser may write some letters in another way.
    shown = location.hash
    left.set(view, shown)
    for (const tell of listening) tell()
  }
  return { view, state, number, replace }
}

/** The address of a view as it was left, or as it is for those who have not been there. */
export const linkBack = (view: ViewName): string => left.get(view) ?? `#${view}`

/** Calls `arrived` with the new visit whenever a link is followed or the reader goes back; until the end is called. */
export const followLinks = (arrived: (visit: Visit) => void): (() => void) => {
  const heard = () => arrived(arrive())
  addEventListener('hashchange', heard)
  return () => removeEventListener('hashchange', heard)
}

/** The visit that the page shows. */
export const useVisit = (): Visit => {
  const [visit, set] = useState(arrive)
  useLayoutEffect(() => followLinks(set), [])
  return visit
}

/** {@link linkBack}, in step with the view that is shown: a click on its own link leaves it as it is. */
export const useLinksBack = (): ((view: ViewName) => string) => {
  const [, draw] = useReducer((drawings: number) => drawings + 1, 0)
  useLayoutEffect(() => {
    const tell = () => draw(undefined)
    listening.add(tell)
    return () => void listening.delete(tell)
  }, [])
  return linkBack
}
