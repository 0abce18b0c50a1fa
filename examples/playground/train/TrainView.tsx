import { useEffect, useMemo, useReducer, useState } from 'preact/hooks'
import type { ViewProps } from '../app/App.js'
import { readTrain } from './address.js'
import { codeOf } from './model/code.js'
import { classesOf, defaultsOf } from './settings.js'
import { CodePanel } from './view/CodePanel.js'
import { Curves } from './view/Curves.js'
import { DataPanel } from './view/DataPanel.js'
import { useAddressInStep } from './view/link.js'
import { ModelPanel } from './view/ModelPanel.js'
import { Picture } from './view/Picture.js'
import { usePlayer } from './view/player.js'
import { useShortcuts } from './view/shortcuts.js'
import { makeStage, type Stage } from './view/stage.js'
import { opened, rateOf, reducer } from './view/state.js'
import { TrainingPanel } from './view/TrainingPanel.js'
import { useColours } from './view/theme.js'
import { Weights } from './view/Weights.js'

const reduced = reducer(defaultsOf)

/** Epochs that the program trains for before there has been a training to be in step with. */
const usualEpochs = 50

/** The epochs of the picture, as they were when the training was last at rest. */
const useEpochs = (stage: Stage, running: boolean): number => {
  const [epochs, set] = useState(0)
  useEffect(() => {
    if (running) return
    const follow = () => set(stage.scene().frame?.epoch ?? 0)
    follow()
    return stage.watch(follow)
  }, [stage, running])
  return epochs === 0 ? usualEpochs : epochs
}

/** Data, model and training to choose; the boundary, the curves, the weights and the program that come of them. */
export const TrainView = ({ visit }: ViewProps) => {
  const [state, tell] = useReducer(reduced, readTrain(visit.state), opened)
  const stage = useMemo(makeStage, [])
  const colours = useColours()
  const player = usePlayer(stage, tell)
  const { settings, beginning, steps, running, look, ready } = state
  useEffect(() => player.cue({ kind: 'begin', beginning: { id: beginning, settings, steps } }), [player, beginning])
  useEffect(() => player.cue({ kind: 'running', running }), [player, running])
  useEffect(() => player.cue({ kind: 'rate', rate: rateOf(look.speed) }), [player, look.speed])
  useAddressInStep(state, stage.scene, visit.replace)

  const step = () => {
    tell({ kind: 'pause' })
    player.cue({ kind: 'step' })
  }
  useShortcuts({
    ' ': () => tell({ kind: running ? 'pause' : 'run' }),
    ArrowRight: step,
    Backspace: () => tell({ kind: 'reset' }),
  })
  const epochs = useEpochs(stage, running)
  const code = useMemo(() => codeOf(settings, epochs), [settings, epochs])

  return (
    <div class="train">
      <Picture state={state} stage={stage} colours={colours} tell={tell} step={step} />
      <div class="column choices">
        <DataPanel settings={settings} tell={tell} />
        <ModelPanel
          layers={settings.layers}
          classes={classesOf(settings)}
          parameters={ready?.parameters}
          edit={(edit) => tell({ kind: 'layers', edit })}
        />
        <TrainingPanel settings={settings} tell={tell} />
      </div>
      <div class="column">
        <Curves
          stage={stage}
          colours={colours}
          logarithmic={look.logarithmic}
          onLogarithmic={(logarithmic) => tell({ kind: 'look', change: { logarithmic } })}
        />
        <Weights stage={stage} colours={colours} />
      </div>
      <CodePanel code={code} />
    </div>
  )
}
