import type { ComponentType } from 'preact'
import { useEffect } from 'preact/hooks'
import { TrainView } from '../train/TrainView.js'
import { useLinksBack, useVisit, type ViewName, type Visit, views } from './address.js'
import { later } from './later.js'
import { ThemeButton } from './ThemeButton.js'

/** What every view is given: the visit that it is for. */
export interface ViewProps {
  readonly visit: Visit
}

const titles: { readonly [View in ViewName]: string } = { train: 'Train', graph: 'Graph', check: 'Check gradients' }

const shown: { readonly [View in ViewName]: ComponentType<ViewProps> } = {
  train: TrainView,
  graph: later(() => import('../graph/GraphView.js').then(({ GraphView }) => GraphView)),
  check: later(() => import('../check/CheckView.js').then(({ CheckView }) => CheckView)),
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
  const visit = useVisit()
  const { view, number } = visit
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
        <View key={number} visit={visit} />
      </main>
    </>
  )
}
