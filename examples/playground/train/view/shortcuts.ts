import { useEffect } from 'preact/hooks'

/** What has keys of its own, so that those of the page stay off it. */
const controls = 'a, button, input, select, textarea, summary, [tabindex], [contenteditable]'

/** Whether a key is the page's: no control has the focus, and no other key is held with it. */
const isFree = (event: KeyboardEvent): boolean =>
  !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) &&
  !(event.target instanceof Element && event.target.closest(controls) !== null)

/** Lets keys do what buttons do, where no control has the focus. */
export const useShortcuts = (actions: { readonly [Key in string]?: () => void }): void =>
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const action = isFree(event) ? actions[event.key] : undefined
      if (action === undefined) return
      event.preventDefault()
      action()
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [actions])
