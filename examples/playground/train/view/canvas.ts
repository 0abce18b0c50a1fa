import type { RefObject } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'

/** How large a canvas is, in pixels of the page and in those of the screen. */
export interface Size {
  readonly width: number
  readonly height: number
  /** Pixels of the screen to one of the page. */
  readonly density: number
}

/** The size that the page gives a canvas, followed as it changes; its own pixels are set to those of the screen. */
export const useSize = (ref: RefObject<HTMLCanvasElement | null>): Size => {
  const [size, set] = useState<Size>({ width: 0, height: 0, density: 1 })
  useLayoutEffect(() => {
    const canvas = ref.current
    if (canvas === null) return
    const follow = () => {
      const [width, height, density] = [canvas.clientWidth, canvas.clientHeight, devicePixelRatio]
      canvas.width = Math.round(width * density)
      canvas.height = Math.round(height * density)
      set({ width, height, density })
    }
    const watching = new ResizeObserver(follow)
    watching.observe(canvas)
    follow()
    return () => watching.disconnect()
  }, [ref])
  return size
}

/** A canvas to be drawn on in pixels of the page, emptied; `undefined` where it has no room. */
export const emptied = (
  canvas: HTMLCanvasElement | null,
  { width, height, density }: Size,
): CanvasRenderingContext2D | undefined => {
  const context = width > 0 && height > 0 ? canvas?.getContext('2d') : undefined
  if (!context) return undefined
  context.setTransform(density, 0, 0, density, 0, 0)
  context.clearRect(0, 0, width, height)
  return context
}
