import { tensor } from 'cotangent'
import fc from 'fast-check'
import {
  type ActivationName,
  activations,
  type Layer,
  type LossName,
  losses,
  type Matrix,
  type Network,
  type Row,
} from './network.js'

/** Numbers of a grid between -1.5 and 1.5, as good as never the same. */
const numbers = (count: number): fc.Arbitrary<readonly number[]> =>
  fc
    .array(fc.integer({ min: -1500, max: 1500 }), { minLength: count, maxLength: count })
    .map((all) => all.map((each, index) => (each + 0.5 + index / 8192) / 1000))

const matrices = (rows: number, columns: number): fc.Arbitrary<Matrix> =>
  numbers(rows * columns).map(
    (all) =>
      tensor(
        Array.from({ length: rows }, (_, row) => all.slice(row * columns, (row + 1) * columns)),
      ) as unknown as Matrix,
  )

const layersOf = (inputs: number, outputs: number): fc.Arbitrary<Layer> =>
  fc
    .tuple(matrices(inputs, outputs), numbers(outputs))
    .map(([weights, bias]) => ({ weights, bias: tensor(bias as number[]) as unknown as Row }))

/** A network and the place where its gradient is looked at. */
export interface Trained {
  readonly network: Network
  readonly layers: readonly Layer[]
}

/** Networks of two or three layers, of widths up to 5 and with 2 to 6 examples. */
export const networks: fc.Arbitrary<Trained> = fc
  .record({
    rows: fc.integer({ min: 2, max: 6 }),
    widths: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 3, maxLength: 4 }),
    activation: fc.constantFrom(...(Object.keys(activations) as ActivationName[])),
    loss: fc.constantFrom(...(Object.keys(losses) as LossName[])),
    decay: fc.constantFrom(0, 0, 0.03),
    residual: fc.boolean(),
  })
  .chain(({ rows, widths, activation, loss, decay, residual }) => {
    // A softmax of one class is 1, whatever comes in.
    const outputs =
      loss === 'cross entropy of a softmax' ? Math.max(2, widths[widths.length - 1]) : widths[widths.length - 1]
    const sizes = widths.with(-1, outputs)
    const pairs = sizes.slice(1).map((width, index) => [sizes[index], width] as const)
    return fc.record({
      network: fc.record({
        inputs: matrices(rows, sizes[0]),
        targets: matrices(rows, outputs),
        hidden: fc.constant(pairs.slice(1).map(() => activation)),
        loss: fc.constant(loss),
        decay: fc.constant(decay),
        residual: fc.constant(residual),
      }),
      layers: fc.tuple(...pairs.map(([inputs, outputs]) => layersOf(inputs, outputs))),
    })
  })
