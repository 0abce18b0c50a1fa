import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'

type Loaded<Props> = { readonly view: ComponentType<Props> } | { readonly trouble: string }

/**
 * A view that is loaded when it is shown first. Left before it is there, it is not shown at all, where Preact's `lazy` would
 * bring it up beside the view that the reader went on to.
 */
export const later = <Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> => {
  let known: Loaded<Props> | undefined
  return (props: Props) => {
    const [loaded, set] = useState(known)
    useEffect(() => {
      if (known !== undefined) return
      let here = true
      const told = (outcome: Loaded<Props>): void => {
        if (here) set(outcome)
      }
      load().then(
        (view) => {
          known = { view }
          told(known)
        },
        (error: Error) => told({ trouble: error.message }),
      )
      return () => {
        here = false
      }
    }, [])
    if (loaded === undefined) return <p class="waiting">Loading</p>
    if ('view' in loaded) return <loaded.view {...props} />
    return (
      <div class="waiting" role="alert">
        <p>This view could not be loaded: {loaded.trouble}</p>
        <button type="button" onClick={() => location.reload()}>
          Load the page again
        </button>
      </div>
    )
  }
}
