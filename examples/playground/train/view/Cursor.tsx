import { useId, useRef, useState } from 'preact/hooks'
import { most, type OwnPoint } from '../settings.js'
import { cursorMoved, type Place, withoutPoint, withPoint } from './plane.js'
import type { Brush } from './state.js'

interface CursorProps {
  readonly own: readonly OwnPoint[]
  readonly brush: Brush
  /** From places of the plane to shares of its sides, and back. */
  readonly at: (place: Place) => Place
  readonly placeAt: (share: Place) => Place
  readonly classes: readonly string[]
  readonly onOwn: (own: readonly OwnPoint[]) => void
}

/** What lies over one's own plane: it takes clicks, and has a cursor that the arrow keys move. */
export const Cursor = ({ own, brush, at, placeAt, classes, onOwn }: CursorProps) => {
  const help = useId()
  const area = useRef<HTMLDivElement>(null)
  const [cursor, move] = useState<Place>({ x: 0, y: 0 })
  const [said, say] = useState('')

  const put = (place: Place) => {
    if (brush === 'eraser') return take(place)
    if (own.length >= most.own) return say(`There is room for ${most.own} points.`)
    onOwn(withPoint(own, place, brush))
    say(`A point of ${nameOf(classes, brush)} at ${told(place)}; ${own.length + 1} points.`)
  }
  const take = (place: Place) => {
    const fewer = withoutPoint(own, place)
    onOwn(fewer)
    say(fewer === own ? 'No point here.' : `A point taken away; ${fewer.length} points.`)
  }
  const clicked = (event: MouseEvent) => {
    const box = area.current?.getBoundingClientRect()
    if (box === undefined) return
    const place = placeAt({ x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height })
    move(place)
    put(place)
  }
  const pressed = (event: KeyboardEvent) => {
    const moved = cursorMoved(cursor, event.key, event.shiftKey)
    if (moved !== undefined) {
      move(moved)
      say(told(moved))
    } else if (event.key === 'Enter' || event.key === ' ') put(cursor)
    else if (event.key === 'Delete' || event.key === 'Backspace') take(cursor)
    else return
    event.preventDefault()
  }

  const { x, y } = at(cursor)
  return (
    <>
      <div
        ref={area}
        class="layer cursor"
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the keys itself.
        tabIndex={0}
        aria-label="Your points"
        aria-describedby={help}
        onClick={clicked}
        onKeyDown={pressed}
      >
        <span class="cross" style={{ left: `${x * 100}%`, top: `${y * 100}%` }} />
      </div>
      <p id={help} class="hidden">
        Arrow keys move the cursor, with Shift in small steps. Enter puts a point of the chosen class, Delete takes one
        away.
      </p>
      <p class="hidden" aria-live="polite">
        {said}
      </p>
    </>
  )
}

const told = ({ x, y }: Place): string => `${x.toFixed(2)}, ${y.toFixed(2)}`

const nameOf = (classes: readonly string[], label: number): string => classes[label] ?? `class ${label + 1}`
