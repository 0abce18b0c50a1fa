import { useTheme } from './theme.js'

/** Changes between light and dark. */
export const ThemeButton = () => {
  const [theme, choose] = useTheme()
  const other = theme === 'dark' ? 'light' : 'dark'
  return (
    <button type="button" class="quiet" onClick={() => choose(other)} aria-label={`Change to the ${other} theme`}>
      {theme === 'dark' ? '☾' : '☀'}
    </button>
  )
}
