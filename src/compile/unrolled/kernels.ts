import type { Elementwise } from '../../graph/index.js'
import type { DType } from '../../tensor/index.js'
import { applyKernel, profileOf } from '../vector/index.js'
import type { Operation } from './sideBySide.js'
import type { Workspace } from './workspace.js'

/** About as many instructions a call takes, of a kernel that has more. */
const callCost = 10

/** About how many instructions the kernel of an elementwise primitive is where it is used. */
export const kernelCost = ({ kernel }: Elementwise, operands: number): number =>
  Math.min(profileOf(kernel, operands).operations, callCost)

/** An elementwise primitive, whose result is of a dtype, as an operation on packs. */
export const kernelOf = (
  { code, host }: Workspace,
  primitive: Elementwise,
  dtype: DType,
  operands: number,
): Operation => ({
  cost: kernelCost(primitive, operands),
  apply: (...packs) => applyKernel(code, host, primitive, dtype, packs),
})
