import { useEffect, useState } from 'preact/hooks'

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

/** Puts a view's state into the address, in place of the one before, so that the button for going back leaves the view. */
export const replaceAddress = (address: Address): void => history.replaceState(history.state, '', writeAddress(address))

/** The address as it was when the page was opened, a link was followed or the reader went back. */
export const useAddress = (): Address => {
  const [address, set] = useState(() => readAddress(location.hash))
  useEffect(() => {
    const follow = () => set(readAddress(location.hash))
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  return address
}
