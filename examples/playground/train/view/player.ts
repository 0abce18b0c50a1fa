import { useLayoutEffect, useState } from 'preact/hooks'
import { type Channel, openChannel } from '../../worker/channel.js'
import type { Frame, Request, Response } from '../protocol.js'
import { type Conducting, type Cue, conducted, still } from './conductor.js'
import { type History, noHistory, recorded } from './history.js'
import type { Scene, Stage } from './stage.js'
import type { TrainEvent } from './state.js'

/** Plays a training on a stage: asks the worker for steps, frame by frame, and shows what it answers. */
export interface Player {
  readonly cue: (cue: Cue) => void
  readonly close: () => void
}

const recordedAll = (history: History, { passed, figures }: Frame): History =>
  [...passed, figures].reduce(recorded, history)

/** The scene after an answer of the worker; what fails before it has `begun` leaves nothing to see. */
export const sceneAfter = (scene: Scene, response: Response, begun: boolean): Scene => {
  switch (response.kind) {
    case 'ready':
      return { ready: response, frame: response.frame, history: recordedAll(noHistory, response.frame) }
    case 'frame':
      return { ...scene, frame: response.frame, history: recordedAll(scene.history, response.frame) }
    case 'failed':
      return begun ? scene : { ready: undefined, frame: undefined, history: noHistory }
  }
}

const broken = (of: number, reason: string): TrainEvent => ({
  kind: 'failed',
  of,
  begun: true,
  failure: { problem: `The worker that trains has stopped: ${reason}`, remedy: 'Load the page again.' },
})

/**
 * Opens a worker for a stage. Scenes are shown, and steps asked for, in the animation frames of the browser, which it does not
 * grant to pages that are hidden; none are asked for while nothing goes on. Scenes are at least `gap` milliseconds apart.
 */
export const openPlayer = (stage: Stage, tell: (event: TrainEvent) => void, gap: number): Player => {
  let state: Conducting = still
  let scene = stage.scene()
  let frame: number | undefined
  let ticked: number | undefined
  let shown = Number.NEGATIVE_INFINITY

  const channel: Channel<Request> = openChannel<Request, Response>(
    'train',
    (response) => {
      const current = response.run === state.run && state.next === undefined
      if (current) scene = sceneAfter(scene, response, state.open)
      if (current && response.kind === 'ready') tell({ kind: 'ready', of: state.of, ready: response })
      if (current && response.kind === 'failed')
        tell({ kind: 'failed', of: state.of, failure: response, begun: state.open })
      cue({ kind: 'answer', response })
    },
    (reason) => tell(broken(state.of, reason)),
  )

  const wake = () => {
    const goesOn = state.open && (state.asked > 0 || state.running)
    if (frame === undefined && (goesOn || scene !== stage.scene())) frame = requestAnimationFrame(draw)
    else if (!goesOn) ticked = undefined
  }

  const cue = (given: Cue) => {
    const [after, requests] = conducted(state, given)
    state = after
    for (const request of requests) channel.send(request)
    if (given.kind !== 'tick') wake()
  }

  const draw = (now: number) => {
    frame = undefined
    cue({ kind: 'tick', seconds: ticked === undefined ? 1 / 60 : (now - ticked) / 1000 })
    ticked = now
    if (scene !== stage.scene() && now - shown >= gap) {
      shown = now
      stage.show(scene)
    }
    wake()
  }

  return {
    cue,
    close: () => {
      if (frame !== undefined) cancelAnimationFrame(frame)
      channel.close()
    },
  }
}

/** A player for as long as the view is there; where the reader prefers little motion, it shows two scenes a second. */
export const usePlayer = (stage: Stage, tell: (event: TrainEvent) => void): Player => {
  const [player] = useState(() =>
    openPlayer(stage, tell, matchMedia('(prefers-reduced-motion: reduce)').matches ? 500 : 0),
  )
  // At once, unlike a plain effect, which is passed by where the view goes before it has been painted.
  useLayoutEffect(() => player.close, [player])
  return player
}
