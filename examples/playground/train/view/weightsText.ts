import type { DrawnLayer } from '../protocol.js'
import { columnsOf, type UnitName } from './network.js'
import { signed } from './numbers.js'
import type { Scene } from './stage.js'

/** A weight in a few characters. */
export const weight = (value: number): string => signed(value.toFixed(2))

/** What the units of a column are called: the features, the classes, or their numbers. */
export const unitNames = (scene: Scene, column: number): readonly string[] => {
  const counts = columnsOf(scene.frame?.layers ?? [])
  const names =
    column === 0 ? scene.ready?.plane.features : column === counts.length - 1 ? scene.ready?.plane.classes : undefined
  return Array.from({ length: counts[column] ?? 0 }, (_, row) => names?.[row] ?? `unit ${row + 1}`)
}

/** What a column of units is called. */
export const columnName = (column: number, columns: number): string =>
  column === 0 ? 'inputs' : column === columns - 1 ? 'outputs' : `layer ${column}`

/** As many of a unit's weights are told as a line has room for: the strongest. */
const most = 3

const strongest = ({ inputs, outputs, weights }: DrawnLayer, row: number) =>
  Array.from({ length: inputs }, (_, input) => ({ input, value: weights[input * outputs + row] }))
    .sort((left, right) => Math.abs(right.value) - Math.abs(left.value))
    .slice(0, most)

/** The numbers of a unit: its bias, and the strongest of the weights that lead to it. */
export const unitText = (scene: Scene, unit: UnitName | undefined): string => {
  const layers = scene.frame?.layers ?? []
  if (unit === undefined) return 'Point at a unit to see its numbers.'
  const name = unitNames(scene, unit.column)[unit.row]
  if (name === undefined) return ''
  const layer = layers[unit.column - 1]
  if (layer === undefined) return `Input ${name}`
  const names = unitNames(scene, unit.column - 1)
  const weights = strongest(layer, unit.row).map(({ input, value }) => `${weight(value)} from ${names[input]}`)
  const more = layer.inputs > most ? ', ...' : ''
  const where = unit.column === layers.length ? `Output ${name}` : `Layer ${unit.column}, ${name}`
  return `${where}: bias ${weight(layer.bias[unit.row])}, ${weights.join(', ')}${more}`
}
