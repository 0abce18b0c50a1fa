import { isLeft } from 'fp-ts/lib/Either.js'
import { drawingOf, type Value } from '../../../../examples/playground/graph/model/drawing.js'
import { type PresetName, sourceOf } from '../../../../examples/playground/graph/presets.js'
import type { Drawing } from '../../../../examples/playground/graph/protocol.js'
import { libraries } from '../../../../examples/playground/program/libraries.js'
import { evaluateProgram } from '../../../../examples/playground/program/program.js'

/** What a preset exports. */
export const presetOf = (name: PresetName): { readonly value: Value; readonly at: unknown } => {
  const program = evaluateProgram(sourceOf(name), libraries)
  if (isLeft(program)) throw new Error(program.left.text)
  const { at, value } = program.right.exports
  return { at, value: value as Value }
}

/** How a preset is drawn. */
export const drawnPreset = (name: PresetName): Drawing => {
  const { at, value } = presetOf(name)
  return drawingOf(value, at)
}
