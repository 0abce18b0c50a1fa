import { add, astype, fromTypedArray, mul, ones, type Tensor, tensor, transpose } from 'cotangent'
import type { Comm } from 'cotangent/distributed'

const known = new Map<string, Float64Array>()

/** Numbers between -1 and 1 that differ from rank to rank and need roundings when they are added. */
const numbers = (rank: number, length: number): Float64Array => {
  const key = `${rank} ${length}`
  const found = known.get(key) ?? new Float64Array(length)
  if (!known.has(key))
    for (let index = 0; index < length; index++)
      found[index] = (((index + 1) * 7919 * (rank + 3)) % 100003) / 100003 - 0.5
  known.set(key, found)
  return found
}

const floats = (rank: number, ...shape: number[]): Tensor => {
  const length = shape.reduce((product, each) => product * each, 1)
  return fromTypedArray(numbers(rank, length), shape) as Tensor
}

const single = (rank: number, ...shape: number[]): Tensor => astype(floats(rank, ...shape), 'float32') as Tensor

const special = [Number.NaN, 0, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1, -1, 5e-324]

/** Each special number beside each, over three ranks in all ways. */
const specials = (rank: number): Tensor =>
  tensor(Array.from({ length: 512 }, (_, index) => special[(index >> (3 * (rank % 3))) & 7])) as Tensor

const whole = (rank: number): Tensor =>
  tensor([2147483647 - rank, -2147483648 + rank, rank, -7 * rank], { dtype: 'int32' }) as Tensor

const truths = (rank: number): Tensor => tensor([true, false, rank === 0, rank === 1, rank > 0]) as Tensor

/** All that a Comm does, to trees of every kind: by names. */
export const values = ({
  rank,
  size,
  allReduce,
  broadcast,
  gather,
  barrier,
}: Comm): Readonly<Record<string, Tensor>> => {
  const model = { layers: [{ weights: floats(rank, 30, 20), bias: single(rank, 20) }], scale: floats(rank) }
  const sum = allReduce(model)
  const mean = allReduce(model, { op: 'mean' })
  const large = allReduce([single(rank, 700, 500), single(rank, 3), floats(rank, 210001)], { op: 'mean' })
  barrier()
  const views = allReduce({
    turned: transpose(floats(rank, 40, 33) as Tensor<[40, 33]>) as Tensor,
    repeated: mul(ones([50, 3]), rank + 1) as Tensor,
    nothing: floats(rank, 0, 5),
  })
  const most = allReduce({ specials: specials(rank), whole: whole(rank), truths: truths(rank) }, { op: 'max' })
  const least = allReduce({ specials: specials(rank), whole: whole(rank), truths: truths(rank) }, { op: 'min' })
  const wrapped = allReduce(whole(rank))
  const added = allReduce(specials(rank))
  const given = broadcast([floats(rank, 3, 5), whole(rank), truths(rank), single(rank, 999)], { root: size - 1 })
  const own = broadcast(floats(rank, 2000))
  const gathered = gather({
    a: floats(rank, 2, 3),
    b: floats(rank, 700),
    c: truths(rank),
    d: whole(rank),
    e: floats(rank),
  })
  // What comes out is as good as any tensor for what is computed next.
  const next = allReduce(add(gathered.a as Tensor<[2, 3]>, 1) as Tensor)
  const empty = allReduce([]) as readonly Tensor[]
  return {
    'sum.weights': sum.layers[0].weights,
    'sum.bias': sum.layers[0].bias,
    'sum.scale': sum.scale,
    'mean.weights': mean.layers[0].weights,
    'mean.bias': mean.layers[0].bias,
    ...Object.fromEntries(large.map((leaf, index) => [`large.${index}`, leaf])),
    ...Object.fromEntries(Object.entries(views).map(([name, leaf]) => [`views.${name}`, leaf])),
    ...Object.fromEntries(Object.entries(most).map(([name, leaf]) => [`most.${name}`, leaf])),
    ...Object.fromEntries(Object.entries(least).map(([name, leaf]) => [`least.${name}`, leaf])),
    wrapped,
    added,
    ...Object.fromEntries(given.map((leaf, index) => [`given.${index}`, leaf])),
    own,
    ...Object.fromEntries(Object.entries(gathered).map(([name, leaf]) => [`gathered.${name}`, leaf as Tensor])),
    next,
    empty: tensor(empty.length) as Tensor,
  }
}
