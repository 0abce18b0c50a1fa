import {
  add,
  arange,
  argmax,
  astype,
  broadcastTo,
  div,
  item,
  max,
  mean,
  meshgrid,
  min,
  ravel,
  reshape,
  stack,
  sub,
  type Tensor,
  take,
} from 'cotangent'
import { type Matrix, numbersOf, type Row, type Rows, rowsOf, type Scalar } from '../numbers.js'

type Vector = Tensor<[number], 'float64'>

/** What a network makes of a grid of places: `values[j][i]` at (`x[i]`, `y[j]`). */
export interface Grid {
  readonly x: Row
  readonly y: Row
  readonly values: Rows
}

/** Steps of 0.1 from one below the least value of a feature to one above its greatest. */
const axis = (feature: Vector): Vector =>
  arange(item(min(feature) as Scalar) - 1, item(max(feature) as Scalar) + 1, 0.1)

/**
 * The lesson's picture of a network: over the first two features, the others at their means, 1/2 + (p_0 - p_1) / 2 of two
 * classes, of more the class of the greatest probability, as a share of the last one.
 */
export const boundary = (predict: (x: Matrix) => Matrix, examples: Matrix): Grid => {
  const feature = (index: number): Vector => take(examples, index, { axis: 1 }) as Vector
  const [x, y] = [axis(feature(0)), axis(feature(1))]
  const columns = meshgrid([x, y]).map((plane) => astype(astype(ravel(plane), 'float32'), 'float64') as Vector)
  const others = Array.from({ length: examples.shape[1] - 2 }, (_, index) =>
    broadcastTo(mean(feature(index + 2)), columns[0].shape),
  )
  const p = predict(stack([...columns, ...others], { axis: 1 }) as Matrix)
  const classes = p.shape[1]
  const values =
    classes === 2
      ? add(0.5, div(sub(take(p, 0, { axis: 1 }), take(p, 1, { axis: 1 })), 2))
      : div(astype(argmax(p, { axis: 1 }), 'float64'), classes - 1)
  return { x: numbersOf(x), y: numbersOf(y), values: rowsOf(reshape(values, [y.shape[0], x.shape[0]]) as Matrix) }
}
