import { add, exp, grad, item, jit, mul, type Tensor, tanh, tensor } from 'cotangent'
import { bench, describe } from 'vitest'

type Scalar = Tensor<[], 'float64'>

/** A graph as deep as it is large. */
const chain =
  (size: number) =>
  (x: Scalar): Scalar => {
    let y = x
    for (let i = 0; i < size; i++) y = tanh(y)
    return y
  }

/** A graph of logarithmic depth. */
const tree =
  (size: number) =>
  (x: Scalar): Scalar => {
    let level = Array.from({ length: size / 2 }, (_, i) => exp(mul(x, i / size)))
    while (level.length > 1)
      level = Array.from({ length: Math.ceil(level.length / 2) }, (_, i) =>
        2 * i + 1 < level.length ? add(level[2 * i], level[2 * i + 1]) : level[2 * i],
      )
    return level[0]
  }

/** A gradient that decides at every step from the value at hand whether to go on. */
const defineByRun =
  (steps: number) =>
  (x: Scalar): Scalar => {
    let y = x
    for (let i = 0; i < steps && item(y) !== 0; i++) y = tanh(y)
    return y
  }

const at = tensor(0.5)
const once = { iterations: 3, warmupIterations: 1, time: 0, warmupTime: 0 }

// Each size ten times the last: linear growth shows as ten times the time.
for (const [name, make] of Object.entries({ chain, tree }))
  for (const size of [1_000, 10_000, 100_000])
    describe(`${name} of ${size}`, () => {
      bench('build, differentiate and interpret', () => void item(grad(make(size))(at)), once)
      bench('build, differentiate, compile and run', () => void item(jit(grad(make(size)))(at)), once)
      const compiled = jit(grad(make(size)))
      bench('run compiled', () => void item(compiled(at)), once)
    })

for (const steps of [100, 1_000, 10_000])
  describe(`define-by-run loop of ${steps}`, () => {
    bench('gradient', () => void item(grad(defineByRun(steps))(at)), once)
  })
