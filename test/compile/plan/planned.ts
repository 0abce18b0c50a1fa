import { tableOfLowerings } from '../../../src/compile/lowering.js'
import { plan } from '../../../src/compile/plan/plan.js'
import { appliesOf, type Step } from '../../../src/compile/plan/step.js'
import type { Tensor, TensorType } from '../../../src/tensor/index.js'
import { graphOf } from '../../engine/agreement.js'

/** The names of the primitives of each step, a reduction behind an arrow, and how many results are stored. */
const shown = (steps: readonly Step[]): readonly string[] =>
  steps.map((step) => {
    if (step.kind === 'chain') return `chain of ${shown(step.links).join('; ')}: stores ${step.outputs.length}`
    const names = appliesOf(step).map(({ primitive }) => primitive.name)
    if (step.kind === 'single') return names.join(' ')
    const reduced = step.kind === 'nest' && step.reduction !== undefined
    const all = reduced ? [...names.slice(0, -1), `-> ${names.at(-1)}`] : names
    return `${step.kind} ${all.join(' ')}, stores ${step.outputs.length}`
  })

/** The plan of a function of tensors, shown so. */
export const planned = (
  f: (inputs: readonly Tensor[]) => readonly Tensor[],
  ...types: readonly TensorType[]
): readonly string[] => shown(plan(graphOf(f, ...types), tableOfLowerings))
