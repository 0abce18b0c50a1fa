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

/** The part of the address that the page shows: another one is where the reader is about to go. */
let followed: string | undefined

/** Where each view is to be found as it was left. */
const left = new Map<ViewName, string>()

/** What is to be told of another state of the view that is shown. */
const listening = new Set<() => void>()

const follow = (): Address => {
  followed = location.hash
  const address = readAddress(followed)
  left.set(address.view, writeAddress(address))
  return address
}

/**
 * Puts a view's state into the address, in place of the one before, so that the button for going back leaves the view. A
 * link that was followed stands in the address before the page is told of it, and stays there.
 */
export const replaceAddress = (address: Address): void => {
  if (location.hash !== followed) return
  history.replaceState(history.state, '', writeAddress(address))
  // Read again: the browser may write some letters in another way.
  followed = location.hash
  left.set(address.view, followed)
  for (const tell of listening) tell()
}

/** The address of a view as it was left, or as it is for those who have not been there. */
export const linkBack = (view: ViewName): string => left.get(view) ?? `#${view}`

/** Calls `changed` with the address as it is, and whenever a link is followed or the reader goes back; until the end is called. */
export const followAddress = (changed: (address: Address) => void): (() => void) => {
  const heard = () => changed(follow())
  left.clear()
  heard()
  addEventListener('hashchange', heard)
  return () => removeEventListener('hashchange', heard)
}

/** The address as it was when the page was opened, a link was followed or the reader went back. */
export const useAddress = (): Address => {
  const [address, set] = useState(() => readAddress(location.hash))
  useLayoutEffect(() => followAddress(set), [])
  return address
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
