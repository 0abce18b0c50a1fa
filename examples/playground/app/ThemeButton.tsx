import { useEffect, useState } from 'preact/hooks'

const dark = matchMedia('(prefers-color-scheme: dark)')

/** Changes between light and dark; until it is pressed, the system's own preference holds. */
export const ThemeButton = () => {
  const [theme, set] = useState<'light' | 'dark'>(dark.matches ? 'dark' : 'light')
  const other = theme === 'dark' ? 'light' : 'dark'
  useEffect(() => {
    const follow = () => set(dark.matches ? 'dark' : 'light')
    dark.addEventListener('change', follow)
    return () => dark.removeEventListener('change', follow)
  }, [])
  useEffect(() => {
    document.documentElement.dataset.theme = theme
  }, [theme])
  return (
    <button type="button" class="quiet" onClick={() => set(other)} aria-label={`Change to the ${other} theme`}>
      {theme === 'dark' ? '☾' : '☀'}
    </button>
  )
}
