import * as cotangent from '../../../src/index.js'
import type { Tensor } from '../../../src/tensor/index.js'
import { domain, type OperationCase, of, operation, truth, whole } from './cases.js'

const { add, cond, less, mul, tanh, tensor } = operation

type Carries = readonly Tensor[]

/** The loops and branches, of which the primitives' own cases and random programs try more. */
const control = cotangent as unknown as {
  readonly iterate: (f: (x: Tensor) => Tensor, steps: number, init: Tensor) => Tensor
  readonly scan: (f: (carry: Tensor, x: Tensor) => readonly [Tensor, Tensor], init: Tensor, xs: Tensor) => Carries
  readonly whileLoop: (
    condition: (carry: Carries) => Tensor,
    body: (carry: Carries) => Carries,
    init: Carries,
    options: { readonly maxSteps: number },
  ) => Carries
}

export const controlFlow: readonly OperationCase[] = [
  of('cond', (p, x, y) => cond(p, mul, add, x, y), truth([]), domain([2]), domain([2])),
  of('iterate', (c, x) => control.iterate((y) => tanh(mul(c, y)), 3, x), domain([]), domain([2])),
  {
    name: 'scan',
    f: (init, xs) => control.scan((carry, x) => [tanh(add(carry, x)), mul(carry, x)], init, xs),
    domains: [domain([2]), domain([3, 2])],
  },
  {
    name: 'whileLoop',
    f: (limit, c, x) =>
      control.whileLoop(
        ([count]) => less(count, limit),
        ([count, y]) => [add(count, 1), tanh(mul(c, y))],
        [tensor(0, { dtype: 'int32' }), x],
        { maxSteps: 4 },
      ),
    domains: [whole([], -1, 5), domain([]), domain([2])],
  },
]
