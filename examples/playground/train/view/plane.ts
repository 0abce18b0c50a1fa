import type { Plane } from '../protocol.js'
import { type OwnPoint, ownPoint } from '../settings.js'

/** A place in the plane of the two features. */
export interface Place {
  readonly x: number
  readonly y: number
}

const between = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))

/** The plane that one's own points are put into, which is there before any point is. */
export const ownPlane: Plane = { x: [-1, 1], y: [-1, 1], features: ['x', 'y'], classes: ['A', 'B', 'C'] }

/** Where a place is drawn in a square of so many pixels, y upwards. */
export const pixelOf =
  ({ x: [left, right], y: [bottom, top] }: Plane, size: number) =>
  ({ x, y }: Place): Place => ({ x: ((x - left) / (right - left)) * size, y: ((top - y) / (top - bottom)) * size })

/** The place that is drawn at a pixel of the square; of pixels outside, the nearest on its edge. */
export const placeOf =
  ({ x: [left, right], y: [bottom, top] }: Plane, size: number) =>
  (pixel: Place): Place => ({
    x: left + between(pixel.x / size, 0, 1) * (right - left),
    y: top - between(pixel.y / size, 0, 1) * (top - bottom),
  })

/** The nearest of some points that is not further than so far, by its index. */
export const nearest = (points: readonly Place[], to: Place, within: number): number | undefined => {
  const distances = points.map(({ x, y }) => Math.hypot(x - to.x, y - to.y))
  const least = Math.min(...distances)
  return least <= within ? distances.indexOf(least) : undefined
}

/** How far a key moves the cursor in one's own plane, which is 2 wide; with Shift, a fifth of it. */
export const cursorStep = 0.05

/** How near a point has to be to the pointer or the cursor to be meant. */
export const reach = 0.07

const directions: { readonly [Key in string]?: readonly [number, number] } = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
}

/** The cursor after a key; `undefined` where the key does not move it. */
export const cursorMoved = (cursor: Place, key: string, fine: boolean): Place | undefined => {
  const direction = directions[key]
  if (direction === undefined) return undefined
  const step = fine ? cursorStep / 5 : cursorStep
  return ownPoint(cursor.x + direction[0] * step, cursor.y + direction[1] * step, 0)
}

/** With one more point. */
export const withPoint = (points: readonly OwnPoint[], { x, y }: Place, label: number): readonly OwnPoint[] => [
  ...points,
  ownPoint(x, y, label),
]

/** Without the point that is meant at a place, if there is one. */
export const withoutPoint = (points: readonly OwnPoint[], place: Place): readonly OwnPoint[] => {
  const meant = nearest(points, place, reach)
  return meant === undefined ? points : points.filter((_, index) => index !== meant)
}
