import { useEffect, useRef } from 'preact/hooks'
import { linkTo, type Visit } from '../../app/address.js'
import { writeTrain } from '../address.js'
import type { Scene } from './stage.js'
import type { TrainState } from './state.js'

/** How many steps a link leads to: those of the picture, or those on the way to which the training has just begun. */
export const stepsShown = (state: TrainState, { frame }: Scene): number =>
  state.preparing || frame === undefined ? state.steps : Math.max(state.steps, frame.figures.step)

/** What the view's part of the address says of a state and the picture of it. */
const written = (state: TrainState, scene: Scene): URLSearchParams =>
  writeTrain({ settings: state.settings, steps: stepsShown(state, scene), ...state.look })

/** The address of the page that shows the same. */
export const linkOf = (state: TrainState, scene: Scene): string =>
  linkTo({ view: 'train', state: written(state, scene) })

/** How often the address follows, in milliseconds: browsers refuse more than some ten changes a second. */
const pace = 500

/** Keeps the page's address in step with its state. */
export const useAddressInStep = (state: TrainState, scene: () => Scene, replace: Visit['replace']): void => {
  const latest = useRef(state)
  latest.current = state
  useEffect(() => {
    let before = ''
    const following = setInterval(() => {
      const now = written(latest.current, scene())
      if (now.toString() === before) return
      before = now.toString()
      replace(now)
    }, pace)
    return () => clearInterval(following)
  }, [scene, replace])
}
