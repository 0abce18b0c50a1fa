import { useLayoutEffect, useRef } from 'preact/hooks'
import { type ActivationName, activationNames, type Layer, most, ranges } from '../settings.js'
import type { LayerEdit } from './edits.js'
import { Whole } from './Fields.js'

const titles: { readonly [Name in ActivationName]: string } = {
  tanh: 'tanh',
  relu: 'ReLU',
  sigmoid: 'sigmoid',
  gelu: 'GELU',
  silu: 'SiLU',
  elu: 'ELU',
  linear: 'linear',
}

interface ModelPanelProps {
  readonly layers: readonly Layer[]
  /** What the model ends in: a probability for each class. */
  readonly classes: number
  readonly parameters: number | undefined
  readonly edit: (edit: LayerEdit) => void
}

/** The model: its hidden layers in their order, between the features and the classes. */
export const ModelPanel = ({ layers, classes, parameters, edit }: ModelPanelProps) => {
  const list = useRef<HTMLOListElement>(null)
  const add = useRef<HTMLButtonElement>(null)
  // What had the focus is gone after a removal, and moves away with its layer: the focus follows.
  const focus = useRef<(() => HTMLElement | null) | undefined>(undefined)
  useLayoutEffect(() => {
    focus.current?.()?.focus()
    focus.current = undefined
  }, [layers])
  const button = (row: number, name: string) => (): HTMLElement | null => {
    const found = list.current?.querySelector<HTMLButtonElement>(`[data-row="${row}"] [data-action="${name}"]`)
    return found !== null && found !== undefined && !found.disabled ? found : add.current
  }
  const removed = (at: number) => {
    focus.current = button(Math.min(at, layers.length - 2), 'remove')
    edit({ kind: 'remove', at })
  }
  const moved = (at: number, by: -1 | 1) => {
    const to = at + by
    const ends = to === 0 || to === layers.length - 1
    focus.current = button(to, by < 0 === ends ? 'later' : 'earlier')
    edit({ kind: 'move', at, by })
  }
  return (
    <section class="card" aria-labelledby="model">
      <div class="heading">
        <h2 id="model">Model</h2>
        <span class="end">{parameters ?? '–'} parameters</span>
      </div>
      <p class="end">2 features</p>
      <ol ref={list} class="layers" aria-label="Hidden layers">
        {layers.map((layer, at) => (
          <LayerRow key={at} layer={layer} at={at} count={layers.length} edit={edit} moved={moved} removed={removed} />
        ))}
      </ol>
      <button
        ref={add}
        type="button"
        class="wide"
        disabled={layers.length >= most.layers}
        onClick={() => edit({ kind: 'add' })}
      >
        Add a layer
      </button>
      <p class="end">{classes} classes, softmax</p>
    </section>
  )
}

interface LayerRowProps {
  readonly layer: Layer
  readonly at: number
  readonly count: number
  readonly edit: (edit: LayerEdit) => void
  readonly moved: (at: number, by: -1 | 1) => void
  readonly removed: (at: number) => void
}

const LayerRow = ({ layer, at, count, edit, moved, removed }: LayerRowProps) => {
  const name = `layer ${at + 1}`
  return (
    <li class="row" data-row={at}>
      <Whole
        name={`Units of ${name}`}
        value={layer.units}
        range={ranges.units}
        onValue={(units) => edit({ kind: 'units', at, units })}
      />
      <select
        value={layer.activation}
        aria-label={`Activation of ${name}`}
        onChange={({ currentTarget }) =>
          edit({ kind: 'activation', at, activation: currentTarget.value as ActivationName })
        }
      >
        {activationNames.map((each) => (
          <option key={each} value={each}>
            {titles[each]}
          </option>
        ))}
      </select>
      <button
        type="button"
        data-action="earlier"
        disabled={at === 0}
        aria-label={`Move ${name} earlier`}
        onClick={() => moved(at, -1)}
      >
        ↑
      </button>
      <button
        type="button"
        data-action="later"
        disabled={at === count - 1}
        aria-label={`Move ${name} later`}
        onClick={() => moved(at, 1)}
      >
        ↓
      </button>
      <button type="button" data-action="remove" aria-label={`Remove ${name}`} onClick={() => removed(at)}>
        ×
      </button>
    </li>
  )
}
