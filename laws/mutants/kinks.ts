import { type Application, applyOne, primitives } from '../../src/graph/index.js'
import type { Tensor, TensorType } from '../../src/tensor/index.js'
import type { Place } from './link.js'
import { after, type Mutation } from './mutation.js'
import { both, broadcast, chosen, constantLike, equals, fitted, scaled, times } from './tensors.js'

/** Where an elementwise primitive has a slope by convention, and slopes that are not it. */
interface ElementwiseKink {
  readonly primitives: readonly string[]
  readonly where: string
  readonly operand?: number
  readonly isThere: (operands: readonly Tensor[]) => Tensor
  readonly wrongSlopes: readonly number[]
}

const isZero = (x: Tensor): Tensor => equals(x, constantLike(x, 0))

const elementwiseKinks: readonly ElementwiseKink[] = [
  { primitives: ['abs', 'sign'], where: 'at 0', isThere: ([x]) => isZero(x), wrongSlopes: [1, -1] },
  {
    primitives: ['hypot'],
    where: 'at the origin',
    isThere: ([a, b]) => both(isZero(a), isZero(b)),
    wrongSlopes: [1],
  },
  { primitives: ['maximum', 'minimum'], where: 'at ties', isThere: ([a, b]) => equals(a, b), wrongSlopes: [0, 1] },
  { primitives: ['power'], where: 'at exponent 0', operand: 0, isThere: ([, b]) => isZero(b), wrongSlopes: [1] },
  { primitives: ['power'], where: 'at base 0', operand: 1, isThere: ([a]) => isZero(a), wrongSlopes: [1] },
]

const elementwiseMutations: readonly Mutation[] = elementwiseKinks.flatMap(
  ({ primitives, where, operand, isThere, wrongSlopes }) =>
    wrongSlopes.map(
      (slope): Mutation => ({
        name: `slope ${slope} ${where}`,
        changes: (place: Place) => primitives.includes(place.primitive) && (operand ?? place.operand) === place.operand,
        wrong: (right, place) => {
          const map = right(place)
          return (application, d) => {
            const found = map(application, d) ?? constantLike(d, 0)
            return chosen(isThere(application.operands), scaled(d, slope), found)
          }
        },
      }),
    ),
)

/** How many elements attain the extremum, in the result's shape. */
const countAttaining = ({ operands: [x], results: [y] }: Application<unknown>): Tensor => {
  const attained = equals(x, broadcast(y, x.shape))
  return applyOne(primitives.sumTo, { shape: y.shape }, fitted(attained, x))
}

const isExtremum = ({ primitive }: Place): boolean => primitive === 'reduceMax' || primitive === 'reduceMin'

const countLike = (application: Application<unknown>, { shape }: TensorType): Tensor =>
  broadcast(countAttaining(application), shape)

/** Ties are not shared: each has the whole, or none has anything. */
const extremumMutations: readonly Mutation[] = [
  after('the whole at ties', isExtremum, (d, _, application) => times(d, countLike(application, d))),
  after('nothing at ties', isExtremum, (d, _, application) => {
    const count = countLike(application, d)
    return chosen(equals(count, constantLike(count, 1)), d, constantLike(d, 0))
  }),
]

/** Other conventions at kinks and ties than the documented ones. */
export const kinkMutations: readonly Mutation[] = [...elementwiseMutations, ...extremumMutations]
