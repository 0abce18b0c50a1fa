/** The face of src/optim: gradient transformations, schedules, training as a fold. */
export type { CompileOptions } from '../engine/index.js'
export { accumulateGradients } from './accumulation.js'
export { type AdamOptions, type NadamOptions, scaleByAdam, scaleByAdamax, scaleByNadam } from './adam.js'
export { type AdagradOptions, type RmsOptions, scaleByAdagrad, scaleByRms } from './adaptive.js'
export * from './aliases.js'
export { clipByGlobalNorm, clipByNorm, clipByValue, globalNorm } from './clipping.js'
export { addDecayedWeights, type MaskOption, withL2 } from './decay.js'
export { type FitOptions, fit, fitAsync } from './fit.js'
export * from './joining.js'
export { type Correction, type Iterate, type LbfgsOptions, lbfgs } from './lbfgs.js'
export type { Count, Leaf, Leaves, Place } from './leaves.js'
export type { LineSearchOptions } from './lineSearch.js'
export { type LionOptions, scaleByLion } from './lion.js'
export { freeze, type Mask, type MaskTree, masked } from './masks.js'
export { type TraceOptions, trace } from './momentum.js'
export {
  applyUpdates,
  chain,
  identity,
  type Optimizer,
  type OptimizerState,
  optimizerMonoid,
  type Transformation,
  transformation,
} from './optimizer.js'
export { scale, scaleByLearningRate, scaleBySchedule, zeroUpdates } from './scaling.js'
export {
  type CosineSchedule,
  constantSchedule,
  cosineSchedule,
  type DecaySchedule,
  exponentialSchedule,
  linearSchedule,
  type OneCycleSchedule,
  oneCycleSchedule,
  type Rate,
  type Schedule,
  type Step,
  stepSchedule,
} from './schedules.js'
export { epochs, lastOf, sameBatch, takeUntil, tap } from './sequences.js'
export type { CompiledStep, StepFunction } from './stepping.js'
export {
  type CarriedSlopes,
  type CarryingPosition,
  type CarryingState,
  type CarryingStep,
  carryingStep,
  type HalvedStep,
  halvedStep,
  type Position,
  type Slopes,
  type Trained,
  type TrainState,
  type TrainStep,
  trainStep,
} from './trainStep.js'
export { scaleByTrustRatio } from './trustRatio.js'
export {
  type EarlyStoppingOptions,
  earlyStopping,
  type Measured,
  measured,
  type Score,
  type Search,
} from './validation.js'
