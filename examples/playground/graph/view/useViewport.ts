import type { RefObject } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Point } from '../protocol.js'
import { moved, type Viewport, zoomed } from './viewport.js'

/** How a drawing is looked at, and what has to be listened to for it to be dragged and made larger. */
export interface Looking {
  readonly viewport: Viewport
  look(change: Viewport | ((before: Viewport) => Viewport)): void
  readonly handlers: {
    readonly [Name in 'onPointerDown' | 'onPointerMove' | 'onPointerUp' | 'onPointerCancel' | 'onPointerLeave']: (
      event: PointerEvent,
    ) => void
  }
}

/** A pointer that has moved less than this, in pixels, may still be clicking. */
const slack = 3

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y) || 1

/** Dragging by one pointer, zooming by two, or by the wheel while Control is held: without it the wheel moves the page. */
export const useViewport = (ref: RefObject<HTMLElement | null>): Looking => {
  const [viewport, look] = useState<Viewport>({ x: 0, y: 0, scale: 1 })
  const pointers = useRef(new Map<number, Point>())
  const placeOn = ({ clientX, clientY }: MouseEvent): Point => {
    const { left = 0, top = 0 } = ref.current?.getBoundingClientRect() ?? {}
    return { x: clientX - left, y: clientY - top }
  }
  const onPointerMove = (event: PointerEvent): void => {
    const before = pointers.current.get(event.pointerId)
    if (before === undefined) return
    const now = placeOn(event)
    const by = { x: now.x - before.x, y: now.y - before.y }
    const [other] = [...pointers.current].flatMap(([id, place]) => (id === event.pointerId ? [] : [place]))
    if (other === undefined) {
      if (!ref.current?.hasPointerCapture(event.pointerId)) {
        if (Math.abs(by.x) + Math.abs(by.y) < slack) return
        ref.current?.setPointerCapture(event.pointerId)
      }
      look((view) => moved(view, by))
    } else look((view) => zoomed(view, distance(now, other) / distance(before, other), other))
    pointers.current.set(event.pointerId, now)
  }
  const onPointerUp = ({ pointerId }: PointerEvent): void => {
    pointers.current.delete(pointerId)
  }
  useEffect(() => {
    const element = ref.current
    const onWheel = (event: WheelEvent): void => {
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      const place = placeOn(event)
      look((view) => zoomed(view, Math.exp(-event.deltaY / 300), place))
    }
    element?.addEventListener('wheel', onWheel, { passive: false })
    return () => element?.removeEventListener('wheel', onWheel)
  }, [])
  return {
    viewport,
    look,
    handlers: {
      onPointerDown: (event) => pointers.current.set(event.pointerId, placeOn(event)),
      onPointerMove,
      onPointerUp,
      onPointerCancel: onPointerUp,
      onPointerLeave: onPointerUp,
    },
  }
}
