import type { ComponentChildren } from 'preact'
import { useSize } from './hooks.js'
import { type CurvePlot, type ErrorPlot, margin, type Tick } from './plot.js'
import type { Size } from './viewport.js'

interface FrameProps {
  readonly label: string
  readonly xTitle: string
  readonly yTitle: string
  /** What is within the axes, and their marks, at a size. */
  readonly plot: (size: Size) => {
    readonly xTicks: readonly Tick[]
    readonly yTicks: readonly Tick[]
    readonly drawn: ComponentChildren
  }
}

/** Axes around a plot, which has the size of its place on the page. */
const Frame = ({ label, xTitle, yTitle, plot }: FrameProps) => {
  const [ref, size] = useSize<HTMLDivElement>()
  const content = size === undefined || size.width < 100 ? undefined : plot(size)
  const id = `plot-${label.replace(/\W+/g, '-')}`
  return (
    <div ref={ref} class="graph-plot">
      {content !== undefined && size !== undefined && (
        <svg role="img" aria-label={label} width={size.width} height={size.height}>
          <clipPath id={id}>
            <rect
              x={margin.left}
              y={margin.top}
              width={size.width - margin.left - margin.right}
              height={size.height - margin.top - margin.bottom}
            />
          </clipPath>
          <g class="axes">
            {content.xTicks.map(({ at, text }) => (
              <g key={text} transform={`translate(${at},0)`}>
                <path d={`M0,${margin.top}V${size.height - margin.bottom}`} />
                <text y={size.height - margin.bottom + 16} text-anchor="middle">
                  {text}
                </text>
              </g>
            ))}
            {content.yTicks.map(({ at, text }) => (
              <g key={text} transform={`translate(0,${at})`}>
                <path d={`M${margin.left},0H${size.width - margin.right}`} />
                <text x={margin.left - 6} dy="0.32em" text-anchor="end">
                  {text}
                </text>
              </g>
            ))}
            <text x={size.width - margin.right} y={size.height - 4} text-anchor="end">
              {xTitle}
            </text>
            <text x={margin.left} y={14}>
              {yTitle}
            </text>
          </g>
          <g clip-path={`url(#${id})`}>{content.drawn}</g>
        </svg>
      )}
    </div>
  )
}

/** The function with its tangent and its secant. */
export const CurveFigure = ({ plot, label }: { readonly plot: (size: Size) => CurvePlot; readonly label: string }) => (
  <Frame
    label={label}
    xTitle="x"
    yTitle="f(x)"
    plot={(size) => {
      const { curve, tangent, secant, place, ends, xTicks, yTicks } = plot(size)
      return {
        xTicks,
        yTicks,
        drawn: (
          <>
            <path class="curve" d={curve} />
            <path class="tangent" d={tangent} />
            <path class="secant" d={secant} />
            {ends.map(({ x, y }) => (
              <rect key={x} class="end" x={x - 4} y={y - 4} width={8} height={8} />
            ))}
            <circle class="place" cx={place.x} cy={place.y} r={5} />
          </>
        ),
      }
    }}
  />
)

/** Errors over epsilon. */
export const ErrorFigure = ({ plot, label }: { readonly plot: (size: Size) => ErrorPlot; readonly label: string }) => (
  <Frame
    label={label}
    xTitle="ε"
    yTitle="|difference − derivative|"
    plot={(size) => {
      const { errors, exact, truncation, rounding, now, nowError, best, xTicks, yTicks } = plot(size)
      const floor = size.height - margin.bottom
      return {
        xTicks,
        yTicks,
        drawn: (
          <>
            <path class="truncation" d={truncation} />
            <path class="rounding" d={rounding} />
            <path class="errors" d={errors} />
            {exact.map((x) => (
              <path key={x} class="exact" d={`M${x},${floor}v-7`} />
            ))}
            {best !== undefined && <path class="best" d={`M${best},${margin.top}V${floor}`} />}
            <path class="now" d={`M${now},${margin.top}V${floor}`} />
            {nowError !== undefined && <circle class="place" cx={nowError.x} cy={nowError.y} r={5} />}
          </>
        ),
      }
    }}
  />
)
