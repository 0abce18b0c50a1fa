import { useLayoutEffect } from 'preact/hooks'
import type { Frame } from '../protocol.js'
import { type History, noHistory } from './history.js'
import type { Ready } from './state.js'

/** What is drawn of a training at a moment. */
export interface Scene {
  /** What stays the same for a run; `undefined` before the first is ready. */
  readonly ready: Ready | undefined
  readonly frame: Frame | undefined
  readonly history: History
}

/** Where scenes are shown: pictures are told of each new one and draw it themselves, so that a frame renders no components. */
export interface Stage {
  readonly scene: () => Scene
  readonly show: (scene: Scene) => void
  /** Has every scene from now on drawn; ends by what is returned. */
  readonly watch: (draw: (scene: Scene) => void) => () => void
}

/** A stage with nothing on it. */
export const makeStage = (): Stage => {
  const watching = new Set<(scene: Scene) => void>()
  let scene: Scene = { ready: undefined, frame: undefined, history: noHistory }
  return {
    scene: () => scene,
    show: (next) => {
      scene = next
      for (const draw of watching) draw(scene)
    },
    watch: (draw) => {
      watching.add(draw)
      return () => watching.delete(draw)
    },
  }
}

/** Draws the present scene and all that follow, anew when what it depends on changes. */
export const useScene = (stage: Stage, draw: (scene: Scene) => void, dependencies: readonly unknown[]): void =>
  useLayoutEffect(() => {
    draw(stage.scene())
    return stage.watch(draw)
  }, [stage, ...dependencies])
