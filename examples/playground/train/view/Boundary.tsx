import { useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import type { Plane } from '../protocol.js'
import { type OwnPoint, ownParts, type Settings } from '../settings.js'
import { Cursor } from './Cursor.js'
import { emptied, useSize } from './canvas.js'
import { blended, type Colours, cssOf, finer } from './colours.js'
import { type Place, pixelOf, placeOf } from './plane.js'
import { shapePath } from './shapes.js'
import { type Stage, useScene } from './stage.js'
import type { Brush, Ready } from './state.js'

/** Points as they are drawn over the plane. */
interface Points {
  readonly places: readonly Place[]
  readonly labels: ArrayLike<number>
  readonly held: ArrayLike<number>
}

const pointsOf = ({ points }: Ready): Points => ({
  places: Array.from(points.labels, (_, at) => ({ x: points.places[2 * at], y: points.places[2 * at + 1] })),
  labels: points.labels,
  held: points.held,
})

/** Own points are drawn as they are put, before the worker has begun with them. */
const ownPoints = (settings: Settings): Points => {
  const test = new Set(ownParts(settings).test)
  return {
    places: settings.own,
    labels: settings.own.map(({ label }) => label),
    held: settings.own.map((point) => (test.has(point) ? 1 : 0)),
  }
}

/** A point's size, in pixels: smaller where there are many. */
const sizeFor = (count: number): number => (count > 400 ? 3 : 4.2)

const drawPoints = (
  context: CanvasRenderingContext2D,
  points: Points,
  showTest: boolean,
  at: (place: Place) => Place,
  colours: Colours,
) => {
  const size = sizeFor(points.places.length)
  const paths = colours.classes.map((_, label) => new Path2D(shapePath(label, size)))
  for (const [index, place] of points.places.entries()) {
    const label = points.labels[index] % paths.length
    const { x, y } = at(place)
    const colour = cssOf(colours.classes[label])
    const hollow = points.held[index] === 1
    if (hollow && !showTest) continue
    context.save()
    context.translate(x, y)
    context.fillStyle = hollow ? cssOf(colours.surface) : colour
    context.strokeStyle = hollow ? colour : cssOf(colours.surface)
    context.lineWidth = hollow ? 1.6 : 1
    context.fill(paths[label])
    context.stroke(paths[label])
    context.restore()
  }
}

interface BoundaryProps {
  readonly stage: Stage
  readonly colours: Colours
  readonly plane: Plane
  readonly ready: Ready | undefined
  readonly settings: Settings
  readonly brush: Brush
  readonly showTest: boolean
  readonly sharp: boolean
  readonly onOwn: (own: readonly OwnPoint[]) => void
}

/** The plane of the two features: what the model says of every place in it, and the points. */
export const Boundary = ({ stage, colours, plane, ready, settings, brush, showTest, sharp, onOwn }: BoundaryProps) => {
  const own = settings.data === 'own'
  const field = useRef<HTMLCanvasElement>(null)
  const over = useRef<HTMLCanvasElement>(null)
  const fieldSize = useSize(field)
  const overSize = useSize(over)
  const small = useMemo(() => document.createElement('canvas'), [])

  useScene(
    stage,
    ({ frame, ready: shown }) => {
      const context = emptied(field.current, fieldSize)
      const into = small.getContext('2d')
      if (frame === undefined || shown === undefined || context === undefined || into === null) return
      const count = shown.plane.classes.length
      // Where probabilities fade, so few points make a smooth picture; the edge between two classes would have steps.
      const { rows, columns, probabilities } = sharp ? finer(frame.grid, count, 4) : frame.grid
      if (small.width !== columns || small.height !== rows) [small.width, small.height] = [columns, rows]
      const pixels = into.createImageData(columns, rows)
      blended(probabilities, colours, { count, sharp }, pixels.data)
      into.putImageData(pixels, 0, 0)
      context.imageSmoothingQuality = 'high'
      context.drawImage(small, 0, 0, fieldSize.width, fieldSize.height)
    },
    [colours, fieldSize, small, sharp],
  )

  const points = useMemo(
    () => (own ? ownPoints(settings) : ready === undefined ? undefined : pointsOf(ready)),
    [own, settings, ready],
  )
  useLayoutEffect(() => {
    const context = emptied(over.current, overSize)
    if (context !== undefined && points !== undefined)
      drawPoints(context, points, showTest, pixelOf(plane, overSize.width), colours)
  }, [points, plane, colours, overSize, showTest])

  const counts = ready === undefined ? '' : countsOf(ready)
  return (
    <div class="plane">
      <canvas ref={field} class="layer" />
      <canvas
        ref={over}
        class="layer"
        role="img"
        aria-label={`Decision boundary over ${plane.features[0]} and ${plane.features[1]}${counts}`}
      />
      <span class="axis across" aria-hidden="true">
        {plane.features[0]} →
      </span>
      <span class="axis up" aria-hidden="true">
        ↑ {plane.features[1]}
      </span>
      {own && (
        <Cursor
          own={settings.own}
          brush={brush}
          at={pixelOf(plane, 1)}
          placeAt={placeOf(plane, 1)}
          classes={plane.classes}
          onOwn={onOwn}
        />
      )}
    </div>
  )
}

const countsOf = ({ points }: Ready): string => {
  const test = points.held.reduce((sum, each) => sum + each, 0)
  return `, with ${points.labels.length - test} points to train on and ${test} for the test`
}
