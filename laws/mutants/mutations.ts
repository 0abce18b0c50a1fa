import { type Application, applyOne, noAttributes, primitives } from '../../src/graph/index.js'
import { equalShapes, isFloat, sizeOf, type Tensor, type TensorType } from '../../src/tensor/index.js'
import { attributeMutations } from './attributes.js'
import { kinkMutations } from './kinks.js'
import type { Place } from './link.js'
import { after, anywhere, before, instead, type Mutation, seeing, type Where } from './mutation.js'
import { stepMutations } from './steps.js'
import { constantLike, fits, fitted, masked, rolled, scaled, times, transposed } from './tensors.js'

/** How many operands, results and axes the applications of a primitive have at most. */
export interface Extent {
  readonly operands: number
  readonly results: number
  readonly axes: number
}

const upTo = (count: number): readonly number[] => [...new Array(count).keys()]

const pairsUpTo = (count: number): readonly (readonly [number, number])[] =>
  upTo(count).flatMap((one) => upTo(one).map((other) => [other, one] as const))

// --- of the differential that comes out

const factors: readonly Mutation[] = [
  after('twice', anywhere, (d) => scaled(d, 2)),
  after('half', anywhere, (d) => scaled(d, 0.5)),
  after('a thousandth more', anywhere, (d) => scaled(d, 1 + 1e-3)),
  after('sign', anywhere, (d) => scaled(d, -1)),
  instead('dropped', anywhere, () => undefined),
]

const isLong = (axis: number) => (type: TensorType) => type.shape[axis] > 1 && sizeOf(type.shape) > 0

const slices = {
  'only the first slice': (place: number) => place === 0,
  'without the first slice': (place: number) => place > 0,
  'without the last slice': (place: number, extent: number) => place < extent - 1,
} as const

const alongAxes = ({ axes }: Extent): readonly Mutation[] =>
  upTo(axes).flatMap((axis) => {
    const long = isLong(axis)
    const ofTarget: Where = ({ target }) => long(target)
    // Where source and target are of one shape, most rules go element by element: there it is the same as before.
    const ofSource: Where = ({ source, target }) => long(source) && !equalShapes(source.shape, target.shape)
    return [
      after(`rolled along axis ${axis}`, ofTarget, (d) => rolled(d, axis)),
      before(`of what is rolled along axis ${axis}`, ofSource, (d) => rolled(d, axis)),
      ...Object.entries(slices).flatMap(([name, keeps]) => [
        after(`${name} of axis ${axis}`, ofTarget, (d) => masked(d, axis, keeps)),
        before(`of ${name} of axis ${axis}`, ofSource, (d) => masked(d, axis, keeps)),
      ]),
    ]
  })

const transpositions = ({ axes }: Extent): readonly Mutation[] =>
  pairsUpTo(axes).map(([one, other]) =>
    after(
      `axes ${one} and ${other} transposed`,
      ({ target }) => isLong(one)(target) && isLong(other)(target),
      (d) => transposed(d, one, other),
    ),
  )

const sizesDiffer: Where = ({ source, target }) => {
  const [before, after] = [sizeOf(source.shape), sizeOf(target.shape)]
  return before !== after && before > 0 && after > 0
}

const ratioOf = ({ source, target }: Place): number => {
  const [before, after] = [sizeOf(source.shape), sizeOf(target.shape)]
  return Math.max(before, after) / Math.min(before, after)
}

/** A mean for a sum, and a sum for a mean. */
const shares: readonly Mutation[] = [
  after('divided by the count', sizesDiffer, (d, place) => scaled(d, 1 / ratioOf(place))),
  after('times the count', sizesDiffer, (d, place) => scaled(d, ratioOf(place))),
]

// --- of the differential that goes in

const misread: readonly Mutation[] = [
  before('of ones', anywhere, (d) => constantLike(d, 1)),
  before('of squares', anywhere, (d) => times(d, d)),
  instead(
    'passed through',
    ({ source, target }) => fits(source, target),
    (d, { target }) => fitted(d, target),
  ),
]

/** Whether one operand or result can be in the place of another in a link. */
const alike = (types: readonly TensorType[], one: number, other: number): boolean =>
  one !== other && one < types.length && other < types.length && fits(types[one], types[other])

/** The link of another operand, or to another result. */
const otherLinks = ({ operands, results }: Extent): readonly Mutation[] => [
  ...upTo(operands).map(
    (operand): Mutation => ({
      name: `that of operand ${operand}`,
      changes: (place) => isFloat(place.operands[operand]?.dtype) && alike(place.operands, operand, place.operand),
      wrong: (right, place) => {
        const map = right({ ...place, operand })
        return (application, d) => {
          const found = map(application, place.mode === 'jvp' ? fitted(d, place.operands[operand]) : d)
          return found && fitted(found, place.target)
        }
      },
    }),
  ),
  ...upTo(results).map(
    (result): Mutation => ({
      name: `that of result ${result}`,
      changes: (place) => isFloat(place.results[result]?.dtype) && alike(place.results, result, place.result),
      wrong: (right, place) => {
        const map = right({ ...place, result })
        return (application, d) => {
          const found = map(application, place.mode === 'vjp' ? fitted(d, place.results[result]) : d)
          return found && fitted(found, place.target)
        }
      },
    }),
  ),
]

// --- of what the rule looks at

const replaced = <T>(items: readonly T[], at: number, item: T): readonly T[] =>
  items.map((one, index) => (index === at ? item : one))

const isSame = (a: TensorType | undefined, b: TensorType | undefined): boolean =>
  a !== undefined && b !== undefined && a.dtype === b.dtype && equalShapes(a.shape, b.shape)

const exchanges = ({ operands }: Extent): readonly Mutation[] =>
  pairsUpTo(operands).map(([one, other]) =>
    seeing(
      `with operands ${one} and ${other} exchanged`,
      (place) => isSame(place.operands[one], place.operands[other]) && sizeOf(place.operands[one].shape) > 0,
      (application) => {
        const { [one]: first, [other]: second } = application.operands
        return { ...application, operands: replaced(replaced(application.operands, one, second), other, first) }
      },
    ),
  )

/** The result where an operand should be, as in a derivative taken at the activation; and the reverse. */
const confusions = ({ operands, results }: Extent): readonly Mutation[] =>
  upTo(operands).flatMap((operand) =>
    upTo(results).flatMap((result) => {
      const areSame: Where = (place) => isSame(place.operands[operand], place.results[result])
      return [
        seeing(`with result ${result} for operand ${operand}`, areSame, (application) => ({
          ...application,
          operands: replaced(application.operands, operand, application.results[result]),
        })),
        seeing(`with operand ${operand} for result ${result}`, areSame, (application) => ({
          ...application,
          results: replaced(application.results, result, application.operands[operand]),
        })),
      ]
    }),
  )

const held = (x: Tensor): Tensor => applyOne(primitives.stopGradient, noAttributes, x)

/** A primal in the wrong order, or one of which the rule forgets that it moves: only second derivatives show that. */
const primals = ({ operands, results }: Extent): readonly Mutation[] => {
  const changed =
    (kind: 'operands' | 'results', index: number, change: (x: Tensor) => Tensor) =>
    (application: Application<unknown>): Application<unknown> => ({
      ...application,
      [kind]: replaced(application[kind], index, change(application[kind][index])),
    })
  const both = (kind: 'operands' | 'results', index: number): readonly Mutation[] => {
    const name = `with ${kind.slice(0, -1)} ${index}`
    const typeOf = (place: Place): TensorType | undefined => place[kind][index]
    return [
      seeing(
        `${name} rolled`,
        (place) => isLong(0)(typeOf(place) ?? { dtype: 'bool', shape: [] }),
        changed(kind, index, (x) => rolled(x, 0)),
      ),
      {
        ...seeing(
          `${name} held constant`,
          (place) => isFloat(typeOf(place)?.dtype ?? 'bool'),
          changed(kind, index, held),
        ),
        order: 2,
      },
    ]
  }
  return [
    ...upTo(operands).flatMap((operand) => both('operands', operand)),
    ...upTo(results).flatMap((result) => both('results', result)),
  ]
}

/** Every mutation of the derivative of primitives whose applications have so many operands, results and axes. */
export const mutationsWithin = (extent: Extent): readonly Mutation[] => [
  ...factors,
  ...alongAxes(extent),
  ...transpositions(extent),
  ...shares,
  ...misread,
  ...otherLinks(extent),
  ...exchanges(extent),
  ...confusions(extent),
  ...primals(extent),
  ...attributeMutations,
  ...stepMutations,
  ...kinkMutations,
]
