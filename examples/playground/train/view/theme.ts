import { useEffect, useState } from 'preact/hooks'
import { type Colours, classCount, rgbOf } from './colours.js'

const read = (): Colours => {
  const style = getComputedStyle(document.documentElement)
  // A canvas tells any colour of a style sheet as `#rrggbb`.
  const context = document.createElement('canvas').getContext('2d')
  const colour = (name: string) => {
    if (context !== null) context.fillStyle = style.getPropertyValue(name).trim()
    return rgbOf(String(context?.fillStyle))
  }
  return {
    surface: colour('--surface'),
    text: colour('--text'),
    muted: colour('--muted'),
    line: colour('--line'),
    accent: colour('--accent'),
    classes: Array.from({ length: classCount }, (_, label) => colour(`--class-${label}`)),
  }
}

/** The colours of the page's theme, for what is not drawn by style sheets; others after the theme has changed. */
export const useColours = (): Colours => {
  const [colours, set] = useState(read)
  useEffect(() => {
    const follow = () => set(read())
    const watching = new MutationObserver(follow)
    watching.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    const dark = matchMedia('(prefers-color-scheme: dark)')
    dark.addEventListener('change', follow)
    // The theme may have been set between the first reading and now.
    follow()
    return () => {
      watching.disconnect()
      dark.removeEventListener('change', follow)
    }
  }, [])
  return colours
}
