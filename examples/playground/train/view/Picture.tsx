import { useMemo } from 'preact/hooks'
import { CopyButton } from '../../app/CopyButton.js'
import { namesOf } from '../model/plane.js'
import { Boundary } from './Boundary.js'
import { Brushes } from './Brushes.js'
import type { Colours } from './colours.js'
import { FigureList } from './Figures.js'
import { Legend } from './Legend.js'
import { linkOf } from './link.js'
import { ownPlane } from './plane.js'
import { RunBar } from './RunBar.js'
import type { Stage } from './stage.js'
import type { TrainEvent, TrainState } from './state.js'
import { Told } from './Told.js'

interface PictureProps {
  readonly state: TrainState
  readonly stage: Stage
  readonly colours: Colours
  readonly tell: (event: TrainEvent) => void
  readonly step: () => void
}

/** The boundary with the points, what runs the training, and its figures. */
export const Picture = ({ state, stage, colours, tell, step }: PictureProps) => {
  const { settings, running, preparing, look, brush, ready, failure } = state
  const axes = settings.data === 'own' ? ownPlane : (ready?.plane ?? ownPlane)
  const plane = useMemo(() => ({ ...axes, ...namesOf(settings) }), [axes, settings])
  return (
    <section class="card column picture" aria-labelledby="boundary" aria-busy={preparing}>
      <h2 id="boundary" class="hidden">
        Decision boundary
      </h2>
      <div class="top">
        <RunBar running={running} stopped={failure !== undefined} speed={look.speed} tell={tell} step={step} />
        <CopyButton label="Copy link" text={() => linkOf(state, stage.scene())} />
      </div>
      <div class="framed">
        <Boundary
          stage={stage}
          colours={colours}
          plane={plane}
          ready={ready}
          settings={settings}
          brush={brush}
          showTest={look.showTest}
          sharp={look.sharp}
          onOwn={(own) => tell({ kind: 'own', own })}
        />
        <div class="failure" role="alert">
          {failure !== undefined && (
            <p class={preparing || ready === undefined ? undefined : 'astray'}>
              <strong>{failure.problem}</strong> {failure.remedy}
            </p>
          )}
        </div>
      </div>
      {settings.data === 'own' && <Brushes own={settings.own} brush={brush} tell={tell} />}
      <Legend classes={plane.classes} look={look} onLook={(change) => tell({ kind: 'look', change })} />
      <FigureList stage={stage} />
      <p class="muted facts">
        {preparing
          ? 'Preparing'
          : ready === undefined
            ? 'Nothing to train'
            : `Compiled in ${Math.round(ready.prepared)} ms`}
      </p>
      <p class="muted facts keys">
        Where no control has the focus, the space key runs and pauses, → takes a step, Backspace starts over.
      </p>
      <Told stage={stage} running={running} />
    </section>
  )
}
