import type { Workload } from '../workloads/index.js'
import type { Contestant } from './contestant.js'
import { singleSteps, wholeTraining } from './cotangent.js'
import { jax } from './jax.js'
import { loops } from './loops.js'
import { stepsOnOnnx } from './onnx.js'
import { python, type Versions } from './python.js'
import { tensorFlow } from './tensorflow.js'

export type { Contestant, Float, Timed, Trainer } from './contestant.js'
export { trainingNames } from './cotangent.js'
export { onOnnxName } from './onnx.js'
export { findPython, type Versions } from './python.js'

const inPython = (versions: Versions, workload: Workload): readonly Contestant[] => {
  const dtypes = workload.dtype === 'float64' ? (['float64'] as const) : (['float64', 'float32'] as const)
  const libraries = versions.torch === undefined ? (['numpy'] as const) : (['numpy', 'torch'] as const)
  return libraries.flatMap((library) => dtypes.map((dtype) => python(versions, library, workload.name, dtype)))
}

/** The trainings that are worth the call of every step. */
const onOnnx = ({ dtype }: Workload): readonly Contestant[] =>
  dtype === 'float32' ? [stepsOnOnnx('float32'), stepsOnOnnx('float64')] : []

/** All who take part in a workload, ours first. */
export const contestantsOf = (workload: Workload, versions: Versions | undefined): readonly Contestant[] => [
  wholeTraining(workload.dtype),
  wholeTraining(workload.dtype, 'fast'),
  singleSteps(workload.dtype),
  ...onOnnx(workload),
  loops(workload),
  tensorFlow('cpu'),
  tensorFlow('wasm'),
  jax(workload.dtype),
  ...(versions === undefined ? [] : inPython(versions, workload)),
]
