import { useEffect, useLayoutEffect, useState } from 'preact/hooks'
import { ifKept } from './kept.js'

export type Theme = 'light' | 'dark'

const dark = matchMedia('(prefers-color-scheme: dark)')

/** Paper is white. */
const paper = matchMedia('print')

const systems = (): Theme => (dark.matches ? 'dark' : 'light')

/** The theme that is chosen by hand stands by this name; other pages of the host keep things as well. */
const name = 'cotangent-playground theme'

const kept = (): Theme | undefined => {
  const theme = ifKept('localStorage', (storage) => storage.getItem(name))
  return theme === 'light' || theme === 'dark' ? theme : undefined
}

const keep = (theme: Theme | undefined): void => {
  ifKept('localStorage', (storage) => (theme === undefined ? storage.removeItem(name) : storage.setItem(name, theme)))
}

/**
 * The page's theme, and how another is chosen. It is the system's until the other one is chosen by hand, which is kept for
 * the next visit; once the system's is chosen again, it is followed again.
 */
export const useTheme = (): readonly [Theme, (theme: Theme) => void] => {
  const [system, setSystem] = useState(systems)
  const [chosen, setChosen] = useState(kept)
  const [isPrinted, setPrinted] = useState(paper.matches)
  const theme = isPrinted ? 'light' : (chosen ?? system)
  useEffect(() => {
    const follow = () => setSystem(systems())
    const print = () => setPrinted(paper.matches)
    // Told of what is chosen in other windows.
    const hear = (event: StorageEvent) => {
      if (event.key === name || event.key === null) setChosen(kept())
    }
    dark.addEventListener('change', follow)
    paper.addEventListener('change', print)
    addEventListener('storage', hear)
    return () => {
      dark.removeEventListener('change', follow)
      paper.removeEventListener('change', print)
      removeEventListener('storage', hear)
    }
  }, [])
  // Before anything is painted.
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = theme
  }, [theme])
  const choose = (other: Theme): void => {
    const choice = other === system ? undefined : other
    keep(choice)
    setChosen(choice)
  }
  return [theme, choose]
}
