import { useId } from 'preact/hooks'
import { type DataName, dataNames, ranges, type Settings } from '../settings.js'
import { Choice, Slider, Whole } from './Fields.js'
import { percent, whole } from './numbers.js'
import type { TrainEvent } from './state.js'

const titles: { readonly [Name in DataName]: string } = {
  lesson: 'Two features (a lesson)',
  moons: 'Moons',
  circles: 'Circles',
  spirals: 'Spirals',
  iris: 'Iris, two features',
  xor: 'XOR',
  own: 'Points of your own',
}

/** Data sets of which as many points are drawn as one likes; the others have those that they have. */
const drawn: readonly DataName[] = ['lesson', 'moons', 'circles', 'spirals']

interface DataPanelProps {
  readonly settings: Settings
  readonly tell: (event: TrainEvent) => void
}

/** What the data are, and the seed that all random draws come from. */
export const DataPanel = ({ settings, tell }: DataPanelProps) => {
  const id = useId()
  const { data, samples, noise, testShare, seed } = settings
  return (
    <section class="card" aria-labelledby="data">
      <h2 id="data">Data</h2>
      <Choice
        label="Data set"
        value={data}
        names={dataNames}
        text={(name) => titles[name]}
        onValue={(chosen) => tell({ kind: 'data', data: chosen })}
      />
      {drawn.includes(data) && (
        <Slider
          label="Samples"
          value={samples}
          range={ranges.samples}
          step={20}
          text={whole}
          onValue={(value) => tell({ kind: 'set', change: { samples: value } })}
        />
      )}
      {data !== 'own' && data !== 'iris' && (
        <Slider
          label="Noise"
          value={noise}
          range={ranges.noise}
          step={0.01}
          text={(value) => value.toFixed(2)}
          onValue={(value) => tell({ kind: 'set', change: { noise: value } })}
        />
      )}
      <Slider
        label="Kept for the test"
        value={testShare}
        range={ranges.testShare}
        step={0.05}
        text={(value) => percent(value).replace('.0', '')}
        onValue={(value) => tell({ kind: 'set', change: { testShare: value } })}
      />
      <div class="pair">
        <label class="inline" for={id}>
          Seed
          <Whole
            id={id}
            value={seed}
            range={ranges.seed}
            onValue={(value) => tell({ kind: 'set', change: { seed: value } })}
          />
        </label>
        <button
          type="button"
          onClick={() => tell({ kind: 'set', change: { seed: Math.floor(Math.random() * (ranges.seed[1] + 1)) } })}
        >
          New seed
        </button>
      </div>
    </section>
  )
}
