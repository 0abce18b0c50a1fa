import { line } from 'd3-shape'
import { useRef } from 'preact/hooks'
import type { Figures } from '../protocol.js'
import { emptied, useSize } from './canvas.js'
import { type Chart, chartOf, figureOf, inset, type Quantity } from './charts.js'
import { type Colours, cssOf } from './colours.js'
import { Tick } from './Fields.js'
import { shownOf } from './history.js'
import { Strokes } from './Strokes.js'
import { type Stage, useScene } from './stage.js'

const drawAxes = (context: CanvasRenderingContext2D, chart: Chart, colours: Colours, width: number, height: number) => {
  context.font = '11px system-ui, sans-serif'
  context.fillStyle = cssOf(colours.muted)
  context.strokeStyle = cssOf(colours.line)
  context.lineWidth = 1
  context.textBaseline = 'middle'
  context.textAlign = 'right'
  for (const { at, text } of chart.up) {
    context.beginPath()
    context.moveTo(inset.left, Math.round(at) + 0.5)
    context.lineTo(width - inset.right, Math.round(at) + 0.5)
    context.stroke()
    context.fillText(text, inset.left - 6, at)
  }
  context.textBaseline = 'bottom'
  context.textAlign = 'center'
  for (const { at, text } of chart.across) context.fillText(text, at, height - 2)
}

const drawCurves = (
  context: CanvasRenderingContext2D,
  chart: Chart,
  figures: readonly Figures[],
  quantity: Quantity,
  colours: Colours,
) => {
  for (const test of [false, true]) {
    const value = figureOf(quantity, test)
    const height = (each: Figures) => chart.y(value(each))
    const path = line<Figures>((each) => chart.x(each.step), height).defined((each) => Number.isFinite(height(each)))
    context.beginPath()
    path.context(context)([...figures])
    context.strokeStyle = cssOf(colours.classes[test ? 1 : 0])
    context.lineWidth = test ? 1.75 : 2
    context.setLineDash(test ? [5, 4] : [])
    context.stroke()
  }
  context.setLineDash([])
}

interface CurveProps {
  readonly stage: Stage
  readonly colours: Colours
  readonly quantity: Quantity
  readonly logarithmic: boolean
}

/** The loss or the accuracy over the steps: of training drawn through, of the test dashed. */
export const Curve = ({ stage, colours, quantity, logarithmic }: CurveProps) => {
  const ref = useRef<HTMLCanvasElement>(null)
  const size = useSize(ref)
  useScene(
    stage,
    ({ history }) => {
      const context = emptied(ref.current, size)
      if (context === undefined) return
      const figures = shownOf(history)
      const chart = chartOf(figures, quantity, logarithmic, size.width, size.height)
      drawAxes(context, chart, colours, size.width, size.height)
      drawCurves(context, chart, figures, quantity, colours)
    },
    [colours, size, quantity, logarithmic],
  )
  const name = quantity === 'loss' ? 'Loss' : 'Accuracy'
  return (
    <canvas ref={ref} class="chart" role="img" aria-label={`${name} over the steps, of training and of the test`} />
  )
}

interface CurvesProps {
  readonly stage: Stage
  readonly colours: Colours
  readonly logarithmic: boolean
  readonly onLogarithmic: (logarithmic: boolean) => void
}

/** Both curves, and which line is which. */
export const Curves = ({ stage, colours, logarithmic, onLogarithmic }: CurvesProps) => (
  <section class="card" aria-labelledby="curves">
    <div class="heading">
      <h2 id="curves">Curves</h2>
      <Tick label="Logarithmic loss" checked={logarithmic} onChecked={onLogarithmic} />
    </div>
    <Strokes solid="training" dashed="test" />
    <h3>Loss over the steps</h3>
    <Curve stage={stage} colours={colours} quantity="loss" logarithmic={logarithmic} />
    <h3>Accuracy over the steps</h3>
    <Curve stage={stage} colours={colours} quantity="accuracy" logarithmic={false} />
  </section>
)
