/** The operators that are read: one file for each family, joined by domain. */
import type { Operators } from '../operator.js'
import { activations } from './activations.js'
import { binaries } from './binary.js'
import { control } from './control.js'
import { conversions } from './conversion.js'
import { elementwise } from './elementwise.js'
import { forests } from './forests.js'
import { gathering } from './gathering.js'
import { linearModels } from './linearModels.js'
import { making } from './making.js'
import { networks } from './networks.js'
import { reductions } from './reductions.js'
import { shapes } from './shapes.js'
import { slicing } from './slicing.js'
import { tables } from './tables.js'
import { textOperators } from './textual.js'

/** The standard operators, of the domain that is empty or `ai.onnx`. */
const operators: Operators = {
  ...elementwise,
  ...activations,
  ...binaries,
  ...conversions,
  ...shapes,
  ...making,
  ...slicing,
  ...gathering,
  ...reductions,
  ...control,
  ...networks,
}

/** Those of `ai.onnx.ml`: trees, linear models and the preparation of tables. */
const mlOperators: Operators = { ...tables, ...linearModels, ...forests }

/** All operators by their domains; the standard one is empty. */
export const domains: Readonly<Record<string, Operators>> = {
  '': operators,
  'ai.onnx.ml': mlOperators,
  'com.microsoft': textOperators,
}
