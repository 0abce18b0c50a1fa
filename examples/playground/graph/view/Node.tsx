import { curveBasis, line } from 'd3-shape'
import { memo } from 'preact/compat'
import type { DrawnNode, NodePlace, Point, Way } from '../protocol.js'
import type { Event } from './state.js'
import type { Mark } from './sweep.js'

const path = line<Point>()
  .x(({ x }) => x)
  .y(({ y }) => y)
  .curve(curveBasis)

interface NodeProps {
  readonly node: DrawnNode
  readonly place: NodePlace
  readonly mark: Mark
  readonly isLookedAt: boolean
  readonly isStop: boolean
  readonly happen: (event: Event) => void
}

/** A node: its name, its type, its value and what it was handed. What is given is round, the derivative's has cut corners. */
export const Node = memo(({ node, place, mark, isLookedAt, isStop, happen }: NodeProps) => {
  const { part, label, type, returned, short } = node
  const { width, height } = place
  const [left, top] = [-width / 2, -height / 2]
  const cut = 9
  const corners = `M${left + cut},${top}H${-left - cut}L${-left},${top + cut}V${-top - cut}L${-left - cut},${-top}H${left + cut}L${left},${-top - cut}V${top + cut}Z`
  return (
    <g
      class={`graph-node ${part} ${mark.role}${isLookedAt ? ' looked-at' : ''}`}
      data-node={place.node}
      transform={`translate(${place.x},${place.y})`}
      role="option"
      aria-selected={isLookedAt}
      aria-label={`${label}, ${type}${short === '' ? '' : `, value ${short}`}${mark.collected === '' ? '' : `, cotangent ${mark.collected}`}${returned === '' ? '' : `, returned as ${returned}`}`}
      tabindex={isStop ? 0 : -1}
      onPointerEnter={(event) => event.pointerType === 'mouse' && happen({ kind: 'selected', node: place.node })}
      onPointerLeave={(event) => event.pointerType === 'mouse' && happen({ kind: 'selected', node: undefined })}
      onFocus={() => happen({ kind: 'selected', node: place.node })}
      onClick={() => happen({ kind: 'selected', node: place.node })}
    >
      {part === 'backward' ? (
        <path class="box" d={corners} />
      ) : (
        <rect class="box" x={left} y={top} width={width} height={height} rx={part === 'forward' ? 4 : height / 2} />
      )}
      <text class="label" y={-12}>
        {label}
        {returned !== '' && <tspan class="returned"> → {returned}</tspan>}
      </text>
      <text class="small" y={5}>
        {type}
      </text>
      <text class="small" y={21}>
        {short}
        {mark.collected !== '' && <tspan class="collected">{`${short === '' ? '' : '  '}ḡ ${mark.collected}`}</tspan>}
      </text>
    </g>
  )
})

/** The ways between nodes; those along which a cotangent is handed on in this step point the other way. */
export const Ways = memo(
  ({
    ways,
    active,
    receiving,
  }: {
    readonly ways: readonly Way[]
    readonly active: number
    readonly receiving: string
  }) => (
    <g>
      {ways.map(({ from, to, points }) => {
        const isBack = to === active && receiving.includes(` ${from} `)
        return (
          <path
            key={`${from} ${to}`}
            class={`graph-way${isBack ? ' back' : ''}`}
            d={path([...points]) ?? ''}
            marker-start={isBack ? 'url(#graph-back)' : undefined}
            marker-end={isBack ? undefined : 'url(#graph-forth)'}
          />
        )
      })}
    </g>
  ),
)

/** The head of an arrow, at the start or at the end of a way. */
export const Arrow = ({ id, start }: { readonly id: string; readonly start: boolean }) => (
  <marker
    id={id}
    viewBox="0 0 8 8"
    refX={start ? 8 : 7}
    refY={4}
    markerWidth={start ? 13 : 7}
    markerHeight={start ? 13 : 7}
    markerUnits="userSpaceOnUse"
    orient={start ? 'auto-start-reverse' : 'auto'}
  >
    <path d="M0,0L8,4L0,8Z" />
  </marker>
)
