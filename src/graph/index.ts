/** The face of src/graph: expressions and their readings for the layers above, and the public operations. */
export { batchGraph, batchWholly, inBatch } from './batching.js'
export { within } from './bound.js'
export {
  Apply,
  applyOne,
  applyPrimitive,
  constantOf,
  expressionOf,
  Input,
  isConstant,
  Result,
  type Scope,
} from './expression.js'
export * from './instances.js'
export { type LatexOptions, toLatex } from './latex/index.js'
export { isLocating, keepingSites, locatingErrors } from './locating.js'
export { declared } from './operations/dual.js'
export * from './operations/index.js'
export { dtypeNames } from './operations/optionNames.js'
export * from './primitive.js'
export { type CallAttributes, type Executor, interpretation } from './primitives/control/call.js'
export { elementAt } from './primitives/control/scan.js'
export { scanParts } from './primitives/control/scanParts.js'
export { whileParts } from './primitives/control/while.js'
export { convertElement } from './primitives/conversion.js'
export { type AttributesOf, type PrimitiveName, primitives } from './primitives/index.js'
export { outOfRange } from './primitives/indexing.js'
export { windowReach } from './primitives/sliding.js'
export { inverted, zerosLike } from './primitives/structural.js'
export { type PulledBack, pullback, pullbackIn } from './pullback.js'
export { pushforward, pushforwardIn } from './pushforward.js'
export { rowsToReduce } from './reduce.js'
export type { RoutinePrimitive } from './routine.js'
export { rowsOf, sliceRows } from './rows.js'
export type * from './signatures/index.js'
export {
  type Environment,
  environmentOf,
  type Graph,
  graphsWithin,
  interpret,
  type Traced,
  traceBound,
  traceBranch,
  traceClosed,
  withScope,
} from './trace.js'
