import { most, type OwnPoint } from '../settings.js'
import { Mark } from './Mark.js'
import { shapeNames } from './shapes.js'
import type { Brush, TrainEvent } from './state.js'

const brushes: readonly Brush[] = [...Array(most.classes).keys(), 'eraser']

interface BrushesProps {
  readonly own: readonly OwnPoint[]
  readonly brush: Brush
  readonly tell: (event: TrainEvent) => void
}

/** What a click into the plane of one's own points does, and what takes all of them away. */
export const Brushes = ({ own, brush, tell }: BrushesProps) => (
  <fieldset class="brushes">
    <legend>A click in the picture</legend>
    {brushes.map((each) => (
      <label key={each} class="tick">
        <input
          type="radio"
          name="brush"
          value={each}
          checked={brush === each}
          onChange={() => tell({ kind: 'brush', brush: each })}
        />
        {each === 'eraser' ? (
          'takes a point away'
        ) : (
          <>
            <Mark label={each} /> puts a {shapeNames[each]}
          </>
        )}
      </label>
    ))}
    <button type="button" disabled={own.length === 0} onClick={() => tell({ kind: 'own', own: [] })}>
      Take all points away
    </button>
  </fieldset>
)
