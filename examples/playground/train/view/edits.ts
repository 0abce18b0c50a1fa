import { type ActivationName, activationNames, type Layer, most, ranges, type Settings } from '../settings.js'

/** What a person changes in the list of hidden layers. */
export type LayerEdit =
  | { readonly kind: 'add' }
  | { readonly kind: 'remove'; readonly at: number }
  | { readonly kind: 'move'; readonly at: number; readonly by: -1 | 1 }
  | { readonly kind: 'units'; readonly at: number; readonly units: number }
  | { readonly kind: 'activation'; readonly at: number; readonly activation: ActivationName }

const changed = (layers: readonly Layer[], at: number, change: Partial<Layer>): readonly Layer[] =>
  layers.map((layer, index) => (index === at ? { ...layer, ...change } : layer))

const exchanged = (layers: readonly Layer[], at: number, other: number): readonly Layer[] =>
  Math.min(at, other) < 0 || Math.max(at, other) >= layers.length
    ? layers
    : layers.map((layer, index) => (index === at ? layers[other] : index === other ? layers[at] : layer))

/** The layers after an edit; a new one is as the last. */
export const edited = (layers: readonly Layer[], edit: LayerEdit): readonly Layer[] => {
  switch (edit.kind) {
    case 'add':
      return layers.length >= most.layers ? layers : [...layers, layers.at(-1) ?? { units: 8, activation: 'tanh' }]
    case 'remove':
      return layers.filter((_, index) => index !== edit.at)
    case 'move':
      return exchanged(layers, edit.at, edit.at + edit.by)
    case 'units':
      return Number.isFinite(edit.units)
        ? changed(layers, edit.at, {
            units: Math.min(ranges.units[1], Math.max(ranges.units[0], Math.round(edit.units))),
          })
        : layers
    case 'activation':
      return activationNames.includes(edit.activation)
        ? changed(layers, edit.at, { activation: edit.activation })
        : layers
  }
}

/** The settings that another data set does not bring its own of. */
type Kept = Pick<Settings, 'own' | 'seed'>

const sameButKept = (left: Settings, right: Settings): boolean => {
  const plain = ({ own: _, seed: __, ...others }: Settings) => JSON.stringify(Object.entries(others).sort())
  return plain(left) === plain(right)
}

/**
 * The settings after another data set was chosen: those that suit it, as long as the reader has not changed the ones that
 * suited the data set before; else the reader's own, over the new data.
 */
export const withData = (
  settings: Settings,
  data: Settings['data'],
  suited: (data: Settings['data']) => Settings,
): Settings => {
  const { own, seed }: Kept = settings
  return sameButKept(settings, suited(settings.data)) ? { ...suited(data), own, seed } : { ...settings, data }
}
