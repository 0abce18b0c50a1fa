import { useId, useRef, useState } from 'preact/hooks'
import type { DrawnLayer } from '../protocol.js'
import { emptied, type Size, useSize } from './canvas.js'
import { type Colours, cssOf } from './colours.js'
import { bundlesOf, columnsOf, strengths, type Unit, type UnitName, unitAt, unitMoved, unitsOf } from './network.js'
import { Strokes } from './Strokes.js'
import { shapePath } from './shapes.js'
import { type Scene, type Stage, useScene } from './stage.js'
import { WeightTable } from './WeightTable.js'
import { unitText } from './weightsText.js'

interface WeightsProps {
  readonly stage: Stage
  readonly colours: Colours
}

const drawLines = (
  context: CanvasRenderingContext2D,
  layers: readonly DrawnLayer[],
  units: readonly (readonly Unit[])[],
  colours: Colours,
) => {
  for (const [index, layer] of layers.entries())
    for (const { negative, strength, lines } of bundlesOf(layer, units[index], units[index + 1])) {
      context.beginPath()
      for (let at = 0; at < lines.length; at += 4) {
        context.moveTo(lines[at], lines[at + 1])
        context.lineTo(lines[at + 2], lines[at + 3])
      }
      context.setLineDash(negative ? [4, 3] : [])
      context.lineWidth = 0.5 + (2 * (strength - 1)) / (strengths - 1)
      context.strokeStyle = cssOf(colours.classes[negative ? 1 : 0], 0.35 + (0.55 * strength) / strengths)
      context.stroke()
    }
  context.setLineDash([])
}

const drawUnits = (
  context: CanvasRenderingContext2D,
  units: readonly (readonly Unit[])[],
  chosen: UnitName | undefined,
  colours: Colours,
  height: number,
) => {
  for (const column of units) {
    const radius = Math.min(7, (height / column.length) * 0.36)
    for (const unit of column) {
      const output = unit.column === units.length - 1
      const meant = unit.column === chosen?.column && unit.row === chosen.row
      context.save()
      context.translate(unit.x, unit.y)
      const path = new Path2D(shapePath(output ? unit.row : 0, radius))
      context.fillStyle = cssOf(output ? colours.classes[unit.row % colours.classes.length] : colours.surface)
      context.strokeStyle = cssOf(meant ? colours.accent : colours.text)
      context.lineWidth = meant ? 3 : 1.25
      context.fill(path)
      context.stroke(path)
      context.restore()
    }
  }
}

const draw = (
  canvas: HTMLCanvasElement | null,
  size: Size,
  scene: Scene,
  chosen: UnitName | undefined,
  colours: Colours,
) => {
  const context = emptied(canvas, size)
  if (context === undefined || scene.frame === undefined) return
  const { layers } = scene.frame
  const units = unitsOf(columnsOf(layers), size.width, size.height)
  drawLines(context, layers, units, colours)
  drawUnits(context, units, chosen, colours, size.height)
}

/** The network: its units in columns, its weights as lines, and the numbers of the unit that is pointed at. */
export const Weights = ({ stage, colours }: WeightsProps) => {
  const [id, help] = [useId(), useId()]
  const ref = useRef<HTMLCanvasElement>(null)
  const text = useRef<HTMLParagraphElement>(null)
  const size = useSize(ref)
  const [chosen, choose] = useState<UnitName>()
  const columns = () => columnsOf(stage.scene().frame?.layers ?? [])
  useScene(
    stage,
    (scene) => {
      draw(ref.current, size, scene, chosen, colours)
      if (text.current !== null) text.current.textContent = unitText(scene, chosen)
    },
    [colours, size, chosen],
  )
  const pointed = (event: PointerEvent) => {
    const unit = unitAt(unitsOf(columns(), size.width, size.height), event.offsetX, event.offsetY, 16)
    if (unit !== undefined && (unit.column !== chosen?.column || unit.row !== chosen.row)) choose(unit)
  }
  const pressed = (event: KeyboardEvent) => {
    if (!event.key.startsWith('Arrow')) return
    event.preventDefault()
    choose(chosen === undefined ? { column: 1, row: 0 } : unitMoved(columns(), chosen, event.key))
  }
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>Weights</h2>
      <Strokes solid="positive" dashed="negative" />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the keys itself. */}
      <div role="application" tabIndex={0} aria-label="Network" aria-describedby={help} onKeyDown={pressed}>
        <canvas ref={ref} class="network" onPointerMove={pointed} onPointerDown={pointed} />
      </div>
      <p id={help} class="hidden">
        Arrow keys go from unit to unit. All weights are in the table below.
      </p>
      <p ref={text} class="unit" />
      <WeightTable stage={stage} />
    </section>
  )
}
