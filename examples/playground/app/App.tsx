import { type ComponentType, lazy, Suspense } from 'preact/compat'
import { useEffect } from 'preact/hooks'
import { TrainView } from '../train/TrainView.js'
import { useAddress, useLinksBack, type ViewName, views } from './address.js'
import { ThemeButton } from './ThemeButton.js'

/** What every view is given: its state as the address has it. */
export interface ViewProps {
  readonly state: URLSearchParams
}

const titles: { readonly [View in ViewName]: string } = { train: 'Train', graph: 'Graph', check: 'Check gradients' }

const shown: { readonly [View in ViewName]: ComponentType<ViewProps> } = {
  train: TrainView,
  graph: lazy(() => import('../graph/GraphView.js').then(({ GraphView }) => ({ default: GraphView }))),
  check: lazy(() => import('../check/CheckView.js').then(({ CheckView }) => ({ default: CheckView }))),
}

/** The views' names as links, each to where the view was left. */
const Links = ({ at }: { readonly at: ViewName }) => {
  const linkBack = useLinksBack()
  return (
    <nav aria-label="Views">
      {views.map((each) => (
        <a key={each} href={linkBack(each)} aria-current={each === at ? 'page' : undefined}>
          {titles[each]}
        </a>
      ))}
    </nav>
  )
}

/** The whole page: the views' names as links, and the view that the address names. */
export const App = () => {
  const { view, state } = useAddress()
  const View = shown[view]
  useEffect(() => {
    document.title = `${titles[view]} · Cotangent playground`
  }, [view])
  return (
    <>
      <header class="bar">
        <h1>Cotangent</h1>
        <Links at={view} />
        <ThemeButton />
      </header>
      <main>
        <Suspense fallback={<p class="waiting">Loading</p>}>
          <View key={`${view}?${state}`} state={state} />
        </Suspense>
      </main>
    </>
  )
}
