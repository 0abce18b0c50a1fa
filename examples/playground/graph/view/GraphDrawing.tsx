import { useEffect, useMemo } from 'preact/hooks'
import type { NodePlace } from '../protocol.js'
import { lookedAt } from './Details.js'
import { useSize } from './hooks.js'
import { Arrow, Node, Ways } from './Node.js'
import type { Event, State } from './state.js'
import { marksAt } from './sweep.js'
import { useViewport } from './useViewport.js'
import { fitted, readableAt, revealing, zoomed } from './viewport.js'

interface Props {
  readonly state: State
  readonly happen: (event: Event) => void
}

/** The drawing, to be dragged, made larger, and gone through with the arrow keys. */
export const GraphDrawing = ({ state, happen }: Props) => {
  const { drawing, isWaiting, run, settings } = state
  const [ref, size] = useSize<HTMLDivElement>()
  const { viewport, look, handlers } = useViewport(ref)
  const layout = drawing?.layouts[settings.show]
  const marks = useMemo(() => (drawing === undefined ? [] : marksAt(drawing, settings.step)), [drawing, settings.step])
  const at = lookedAt(state)
  const current = drawing?.steps[settings.step - 1]
  const receiving = ` ${current?.receipts.map(({ node }) => node).join(' ') ?? ''} `
  const placeOf = (node: number | undefined): NodePlace | undefined => layout?.nodes.find((each) => each.node === node)
  const stop = placeOf(at)?.node ?? layout?.nodes[0]?.node

  const fit = (): void => {
    if (layout !== undefined && size !== undefined) look(fitted(layout, size))
  }
  useEffect(() => {
    const place = placeOf(at) ?? layout?.nodes[0]
    if (layout !== undefined && size !== undefined && place !== undefined) look(readableAt(layout, place, size))
  }, [layout, size])

  const reveal = (node: number | undefined): void => {
    const place = placeOf(node)
    if (place !== undefined && size !== undefined) look((before) => revealing(before, place, size))
  }
  useEffect(() => {
    if (settings.step > 0) reveal(current?.node)
  }, [settings.step, layout])

  const zoom = (factor: number): void => {
    if (size !== undefined) look((view) => zoomed(view, factor, { x: size.width / 2, y: size.height / 2 }))
  }
  const goTo = (node: number | undefined): void => {
    if (node === undefined) return
    reveal(node)
    ref.current?.querySelector<SVGGElement>(`[data-node="${node}"]`)?.focus({ preventScroll: true })
  }
  const keys: { readonly [key: string]: () => void } = {
    ArrowLeft: () => happen({ kind: 'stepped', step: settings.step - 1 }),
    ArrowRight: () => happen({ kind: 'stepped', step: settings.step + 1 }),
    ArrowUp: () => goTo(layout?.ways.find(({ to }) => to === stop)?.from ?? neighbour(-1)),
    ArrowDown: () => goTo(layout?.ways.find(({ from }) => from === stop)?.to ?? neighbour(1)),
    Home: () => happen({ kind: 'stepped', step: 0 }),
    End: () => happen({ kind: 'stepped', step: drawing?.steps.length ?? 0 }),
    '+': () => zoom(1.25),
    '-': () => zoom(0.8),
    '0': fit,
  }
  const neighbour = (by: number): number | undefined => {
    const index = layout?.nodes.findIndex(({ node }) => node === stop) ?? -1
    return layout?.nodes[index + by]?.node
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key]
    if (act === undefined) return
    event.preventDefault()
    act()
  }

  return (
    <div class="graph-drawing">
      <div
        ref={ref}
        class="graph-canvas"
        role="listbox"
        aria-label="Graph"
        aria-describedby="graph-keys"
        tabindex={-1}
        {...handlers}
        onKeyDown={onKeyDown}
      >
        <svg role="presentation">
          <defs>
            <Arrow id="graph-forth" start={false} />
            <Arrow id="graph-back" start={true} />
          </defs>
          {layout !== undefined && drawing !== undefined && (
            <g transform={`translate(${viewport.x},${viewport.y}) scale(${viewport.scale})`}>
              <Ways ways={layout.ways} active={current?.node ?? -1} receiving={receiving} />
              {layout.nodes.map((place) => (
                <Node
                  key={`${run} ${place.node}`}
                  node={drawing.nodes[place.node]}
                  place={place}
                  mark={marks[place.node]}
                  isLookedAt={place.node === at}
                  isStop={place.node === stop}
                  happen={happen}
                />
              ))}
            </g>
          )}
        </svg>
        {isWaiting && drawing === undefined && <p class="waiting">Drawing</p>}
      </div>
      <div class="graph-row graph-zoom">
        <button type="button" onClick={() => zoom(0.8)} aria-label="Smaller">
          −
        </button>
        <button type="button" onClick={() => zoom(1.25)} aria-label="Larger">
          +
        </button>
        <button type="button" onClick={fit}>
          Fit
        </button>
        <p id="graph-keys" class="muted">
          Arrow left and right step, up and down go from node to node; + and − zoom, 0 fits.
        </p>
        <ul class="graph-legend" aria-label="Legend">
          <li class="input">given</li>
          <li class="forward">function</li>
          {settings.show === 'derivative' && <li class="backward">derivative</li>}
          <li class="collected">ḡ cotangent</li>
        </ul>
      </div>
    </div>
  )
}
