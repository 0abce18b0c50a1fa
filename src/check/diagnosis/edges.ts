import type { Apply, Differential } from '../../graph/index.js'
import { equalShapes, isFloat, type Tensor } from '../../tensor/index.js'
import type { Cause } from './evidence.js'
import { ruleOf, type Slip } from './slips.js'
import type { Stretch } from './stretches.js'
import type { Context, Detour, Program } from './sweep.js'
import {
  broadcast,
  constantLike,
  flipped,
  product,
  reshaped,
  rolled,
  summed,
  swapped,
  taken,
  turned,
} from './tensors.js'

// Mistakes on the way from one Apply to one operand.

type EdgeSlip = readonly [cause: Cause, detail: string, pull: (context: Context) => Differential]

/** A slip that makes something else of the one cotangent that comes in. */
const from =
  (of: (cotangent: Tensor, operands: readonly Tensor[]) => Differential) =>
  ({ application, cotangents: [cotangent] }: Context): Differential =>
    cotangent && of(cotangent, application.operands)

const dropped = (apply: Apply, which: number): EdgeSlip => [
  'droppedCotangent',
  '',
  (context) =>
    ruleOf(apply, which, { ...context, cotangents: context.cotangents.map((each) => each && constantLike(each, 1)) }),
]

const fitting = (x: Tensor | undefined, due: Tensor): Differential =>
  x && equalShapes(x.shape, due.shape) ? x : undefined

/** Products that may be taken for the pullback of a matrix product. */
const ofMatmul = ({ operands }: Apply, which: number): readonly EdgeSlip[] => {
  const reread = (x: Tensor): Tensor => reshaped(x, turned(x).shape)
  const maybe = (a: Tensor, b: Tensor): Tensor | undefined =>
    a.shape.at(-1) === b.shape.at(-2) ? product(a, b) : undefined
  const slip = (detail: string, of: (cotangent: Tensor, other: Tensor) => Tensor | undefined): EdgeSlip => [
    'untransposed',
    detail,
    from((cotangent, actual) => fitting(of(cotangent, actual[1 - which]), operands[which])),
  ]
  const inOrder = (a: Tensor, b: Tensor): Tensor | undefined => (which === 0 ? maybe(a, b) : maybe(b, a))
  return [
    slip('', (cotangent, other) => inOrder(cotangent, other)),
    slip('exchanged', (cotangent, other) => inOrder(other, cotangent)),
    slip('reshaped', (cotangent, other) => inOrder(cotangent, reread(other))),
  ]
}

/** Their rules compare the operands and nothing else, so that a few entries agree with anything by accident. */
const comparing: readonly string[] = ['maximum', 'minimum']

const exchanged = (apply: Apply, which: number): readonly EdgeSlip[] => {
  const [a, b] = apply.operands
  const { primitive, operands } = apply
  if (!('kernel' in primitive) || operands.length !== 2 || a === b || !isFloat(a.dtype)) return []
  if (comparing.includes(primitive.name)) return []
  return [
    [
      'exchangedOperands',
      '',
      (context) => {
        const { application } = context
        const crossed = { ...application, operands: application.operands.toReversed() }
        return ruleOf(apply, which, { ...context, application: crossed })
      },
    ],
  ]
}

const longAxes = ({ shape }: Tensor): readonly number[] => [...shape.keys()].filter((axis) => shape[axis] > 1)

const isSquare = ({ shape }: Tensor): boolean => shape.length === 2 && shape[0] === shape[1] && shape[0] > 1

/** One slice of an axis in place of the sum over all, or the sum over the other axis. */
const ofBroadcast = ({ operands: [x], results: [y] }: Apply): readonly EdgeSlip[] => {
  const added = y.shape.length - x.shape.length
  const axes = longAxes(y).filter((axis) => axis < added || x.shape[axis - added] === 1)
  const only = (axis: number, at: number, name: string): EdgeSlip => [
    'unsummed',
    `${name} of axis ${axis}`,
    from((cotangent) => summed(taken(cotangent, axis, [at]), [...x.shape])),
  ]
  const slices = axes.flatMap((axis) => [only(axis, 0, 'first'), only(axis, y.shape[axis] - 1, 'last')])
  return isSquare(y) && axes.length === 1
    ? [...slices, ['wrongAxis', '', from((cotangent) => summed(swapped(cotangent, 0, 1), x.shape))]]
    : slices
}

/** A sum that is given back along the other axis of a square. */
const ofSum = ({ operands: [x], results: [y] }: Apply): readonly EdgeSlip[] =>
  isSquare(x) && y.shape.some((extent) => extent > 1)
    ? [['wrongAxis', '', from((cotangent) => swapped(broadcast(cotangent, x.shape), 0, 1))]]
    : []

/** Primitives that move elements about, where an index is easily off by one. */
const moving = [
  'slice',
  'pad',
  'take',
  'concatenate',
  'windows',
  'cumulativeSum',
  'scatter',
  'scatterAdd',
  'overlapAdd',
]

const ofMoving = ({ operands, primitive }: Apply, which: number): readonly EdgeSlip[] => {
  if (!moving.includes(primitive.name)) return []
  const changed =
    (of: (x: Tensor) => Tensor) =>
    ({ right }: Context): Differential => {
      const found = right()
      return found && of(found)
    }
  return longAxes(operands[which]).flatMap((axis): readonly EdgeSlip[] => [
    ['shifted', `later along axis ${axis}`, changed((x) => rolled(x, axis, 1))],
    ['shifted', `earlier along axis ${axis}`, changed((x) => rolled(x, axis, -1))],
    ['reversed', `along axis ${axis}`, changed((x) => flipped(x, axis))],
  ])
}

/** What is transposed before it is reshaped back. */
const ofReshape = ({ operands: [x], results: [y] }: Apply): readonly EdgeSlip[] =>
  longAxes(y).length === 2 && y.shape.length === 2
    ? [['transposed', 'before it is reshaped', from((cotangent) => reshaped(swapped(cotangent, 0, 1), x.shape))]]
    : []

const ofEdge = (apply: Apply, which: number): readonly EdgeSlip[] => {
  switch (apply.primitive.name) {
    case 'matmul':
      return ofMatmul(apply, which)
    case 'broadcastTo':
      return ofBroadcast(apply)
    case 'sumTo':
      return ofSum(apply)
    case 'reshape':
      return ofReshape(apply)
    case 'transpose':
      return [['transposed', '', from((cotangent) => fitting(cotangent, apply.operands[0]))]]
    default:
      return [...exchanged(apply, which), ...ofMoving(apply, which)]
  }
}

/** An edge of a graph: from an Apply back to one operand that depends on the leaves. */
export interface Edge {
  readonly at: Apply
  readonly operand: number
  /** Edges of one group are alike, in functions or primitives of one name. */
  readonly group: string
  /** The function that it is within, where that has a name. */
  readonly stretch: Stretch | undefined
}

export const edgesOf = ({ graph, active }: Program, stretches: readonly Stretch[]): readonly Edge[] => {
  const inside = new Map<Apply, Stretch>()
  for (const stretch of stretches)
    if (stretch.known !== undefined) for (const apply of stretch.applies) inside.set(apply, stretch)
  return graph.applies.flatMap((at) =>
    at.operands.flatMap((tensor, operand) => {
      if (!active.has(tensor) || !at.results.some((result) => active.has(result))) return []
      const stretch = inside.get(at)
      const place = stretch === undefined ? at.primitive.name : `${stretch.known?.name} ${stretch.applies.indexOf(at)}`
      return [{ at, operand, group: `${place} ${operand}`, stretch }]
    }),
  )
}

/** The right way along an edge, to be taken some other number of times than once. */
export const along = ({ at, operand }: Edge): Detour => ({
  at,
  operand,
  onto: at.operands[operand],
  pull: ({ right }) => right(),
})

/**
 * Every mistake along an edge but a wrong number. Within a function of a name there is only one to be made: what comes in
 * is dropped in one of the cases that the function ends with.
 */
export const slipsOn = (edge: Edge): readonly Slip[] => {
  const { at, operand, group, stretch } = edge
  const isCase = at.primitive.name === 'where' && at === stretch?.applies.at(-1)
  const slips =
    stretch === undefined ? [dropped(at, operand), ...ofEdge(at, operand)] : isCase ? [dropped(at, operand)] : []
  return slips.map(([cause, detail, pull]) => ({
    cause,
    detail,
    group,
    stretch,
    detour: { at, operand, onto: at.operands[operand], pull },
  }))
}
