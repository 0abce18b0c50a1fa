import { h, type VNode } from 'vue'

const width = 420
const height = 340

/** Where a point of the plane is in the picture: x from 0 to 4, y from 0 to 3.2. */
const at = (x: number, y: number): readonly [number, number] => [20 + x * 95, height - 20 - y * 95]

const f = (x: number): number => 0.35 + 0.17 * x * x
const slope = (x: number): number => 0.34 * x

const path = (points: readonly (readonly [number, number])[]): string =>
  points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('')

const curve = path(Array.from({ length: 61 }, (_, index) => at(index / 15, f(index / 15))))

const point = 1.6
const step = 1.6

const through = (x: number, gradient: number, from: number): string =>
  path([from, 3.9].map((each) => at(each, f(x) + gradient * (each - x))))

const line = (d: string, stroke: string, strokeWidth: number, dashes = ''): VNode =>
  h('path', {
    d,
    fill: 'none',
    stroke,
    'stroke-width': strokeWidth,
    'stroke-dasharray': dashes,
    'stroke-linecap': 'round',
  })

const dot = (x: number, fill: string): VNode => h('circle', { cx: at(x, 0)[0], cy: at(0, f(x))[1], r: 5, fill })

const label = (x: number, y: number, text: string): VNode => h('text', { x: at(x, y)[0], y: at(x, y)[1] }, text)

/** A function, its tangent, and the difference quotient that it is held against. */
export const Slope = (): VNode =>
  h(
    'svg',
    {
      class: 'slope',
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': 'A curve, its tangent and a secant',
    },
    [
      line(path([at(0, 3.2), at(0, 0), at(4.1, 0)]), 'var(--vp-c-divider)', 1.5),
      line(
        path([at(point, f(point)), at(point + step, f(point)), at(point + step, f(point + step))]),
        'var(--vp-c-text-3)',
        1,
      ),
      line(through(point, (f(point + step) - f(point)) / step, 0.9), 'var(--vp-c-text-3)', 1.5, '5 6'),
      line(curve, 'var(--vp-c-text-1)', 2),
      line(through(point, slope(point), 0.35), 'var(--vp-c-brand-1)', 2.5),
      dot(point + step, 'var(--vp-c-text-3)'),
      dot(point, 'var(--vp-c-brand-1)'),
      label(point + step / 2 - 0.05, f(point) - 0.22, 'ε'),
      label(3.5, 1.62, 'slope f′(x)'),
      label(0.12, 0.5, 'f'),
      label(point + step + 0.1, f(point) + 0.28, 'f(x + ε) − f(x)'),
    ],
  )
