import { type OptimizerName, optimizerNames, type Settings } from '../settings.js'
import { Choice, Stops } from './Fields.js'
import { setting } from './numbers.js'
import type { TrainEvent } from './state.js'

const titles: { readonly [Name in OptimizerName]: string } = {
  sgd: 'Gradient descent',
  momentum: 'Momentum',
  rmsprop: 'RMSprop',
  adam: 'Adam',
  adamw: 'AdamW',
  lion: 'Lion',
}

/** 1, 2 and 5 times each power of ten from one to another. */
const decades = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index).flatMap((power) =>
    [1, 2, 5].map((digit) => Number(`${digit}e${power}`)),
  )

const learningRates = [...decades(-4, 0), 10]
const decays = [0, ...decades(-5, -2), 0.1]
const batchSizes = [0, 1, 2, 4, 8, 16, 32, 64, 128]

interface TrainingPanelProps {
  readonly settings: Settings
  readonly tell: (event: TrainEvent) => void
}

/** How the model is trained. */
export const TrainingPanel = ({ settings, tell }: TrainingPanelProps) => {
  const set = (change: Partial<Pick<Settings, 'optimizer' | 'learningRate' | 'batchSize' | 'decay'>>) =>
    tell({ kind: 'set', change })
  const sizes = [...new Set([...batchSizes, settings.batchSize])].sort((left, right) => left - right)
  return (
    <section class="card" aria-labelledby="training">
      <h2 id="training">Training</h2>
      <Choice
        label="Optimizer"
        value={settings.optimizer}
        names={optimizerNames}
        text={(name) => titles[name]}
        onValue={(optimizer) => set({ optimizer })}
      />
      <Stops
        label="Learning rate"
        value={settings.learningRate}
        stops={learningRates}
        text={setting}
        onValue={(learningRate) => set({ learningRate })}
      />
      <Choice
        label="Batch size"
        value={String(settings.batchSize)}
        names={sizes.map(String)}
        text={(name) => (name === '0' ? 'all points' : name)}
        onValue={(batchSize) => set({ batchSize: Number(batchSize) })}
      />
      <Stops
        label="Weight decay"
        value={settings.decay}
        stops={decays}
        text={setting}
        onValue={(decay) => set({ decay })}
      />
      <button type="button" class="wide" onClick={() => tell({ kind: 'suited' })}>
        Settings that suit the data
      </button>
    </section>
  )
}
