import { useLayoutEffect, useState } from 'preact/hooks'

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

const follow = (): Address => {
  followed = location.hash
  return readAddress(followed)
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
}

/** Calls `changed` with the address as it is, and whenever a link is followed or the reader goes back; until the end is called. */
export const followAddress = (changed: (address: Address) => void): (() => void) => {
  const heard = () => changed(follow())
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
