import { compileSection } from './compile.js'
import { distributedSection } from './distributed.js'
import { elementwiseSection } from './elementwise.js'
import { gradbenchSection } from './gradbench.js'
import { matmulSection } from './matmul.js'
import { onnxSection } from './onnx.js'
import { races } from './race.js'
import { scalingSection } from './scaling.js'
import type { Section } from './section.js'
import { startupSection } from './startup.js'

export type { Section, Setting } from './section.js'

/** All parts of the benchmarks, in the order in which they run. */
export const sections: readonly Section[] = [
  ...races,
  gradbenchSection,
  startupSection,
  compileSection,
  matmulSection,
  onnxSection,
  elementwiseSection,
  scalingSection,
  distributedSection,
]
