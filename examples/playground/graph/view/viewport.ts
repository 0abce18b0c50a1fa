import type { Point } from '../protocol.js'

/** How a drawing is looked at: where its upper left corner lies on the screen, and how large it is drawn. */
export interface Viewport extends Point {
  readonly scale: number
}

/** Width and height, in pixels of the screen or of the drawing. */
export interface Size {
  readonly width: number
  readonly height: number
}

/** Drawn smaller, text cannot be read; drawn larger, there is nothing more to see. */
export const leastScale = 0.1
export const mostScale = 3

const clamped = (scale: number): number => Math.min(Math.max(scale, leastScale), mostScale)

/** All of the drawing, in the middle, and no larger than it is. */
export const fitted = (drawing: Size, screen: Size): Viewport => {
  const scale = clamped(Math.min(1, screen.width / (drawing.width || 1), screen.height / (drawing.height || 1)))
  return {
    scale,
    x: (screen.width - drawing.width * scale) / 2,
    y: (screen.height - drawing.height * scale) / 2,
  }
}

/** Text is easy to read where it is drawn no smaller than this. */
const readable = 0.7

/** All of the drawing where that can be read, else what is around a place of it. */
export const readableAt = (drawing: Size, place: Point, screen: Size): Viewport => {
  const whole = fitted(drawing, screen)
  if (whole.scale >= readable) return whole
  const along = (at: number, extent: number, room: number): number =>
    extent * readable <= room
      ? (room - extent * readable) / 2
      : Math.min(0, Math.max(room - extent * readable, room / 2 - at * readable))
  return {
    scale: readable,
    x: along(place.x, drawing.width, screen.width),
    y: along(place.y, drawing.height, screen.height),
  }
}

/** Larger or smaller by a factor, with what lies at a place of the screen staying there. */
export const zoomed = ({ x, y, scale }: Viewport, factor: number, at: Point): Viewport => {
  const next = clamped(scale * factor)
  const ratio = next / scale
  return { scale: next, x: at.x - (at.x - x) * ratio, y: at.y - (at.y - y) * ratio }
}

export const moved = ({ x, y, scale }: Viewport, by: Point): Viewport => ({ scale, x: x + by.x, y: y + by.y })

const inside = (at: number, extent: number, margin: number): number =>
  Math.min(Math.max(at, margin), Math.max(margin, extent - margin))

/** Moved as little as it takes for a place of the drawing to be on the screen, with some room around. */
export const revealing = (viewport: Viewport, place: Point, screen: Size): Viewport => {
  const { x, y, scale } = viewport
  const on = { x: x + place.x * scale, y: y + place.y * scale }
  const margin = Math.min(60, screen.width / 4, screen.height / 4)
  return moved(viewport, {
    x: inside(on.x, screen.width, margin) - on.x,
    y: inside(on.y, screen.height, margin) - on.y,
  })
}
