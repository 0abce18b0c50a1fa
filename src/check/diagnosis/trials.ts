import type { Apply } from '../../graph/index.js'
import { along, type Edge, edgesOf, slipsOn } from './edges.js'
import type { Cause, MistakePlace } from './evidence.js'
import { nameOfStretch, type Slip, slipsIn, throughStretch } from './slips.js'
import { type Stretch, stretchesOf } from './stretches.js'
import type { Detour, Program } from './sweep.js'

/** One mistake to be tried, at one place or at all that are alike. */
export interface Trial {
  /** `number`: what comes back is taken some other number of times than once. */
  readonly cause: Cause | 'number'
  readonly detail: string
  readonly detours: readonly Detour[]
  readonly place: MistakePlace
  /** How many places alike it is in, and whether these are all that there are. */
  readonly extent: 'one' | 'all' | 'all but the last'
  /** How well the place says what it is: the names of functions first, then what has several operands. */
  readonly clarity: number
}

const siteOf = ({ site }: Apply): string | undefined => site

const placeOfStretch = (stretch: Stretch): MistakePlace => ({
  operation: nameOfStretch(stretch),
  shape: stretch.to.shape,
  operand: undefined,
  site: siteOf(stretch.applies[stretch.applies.length - 1]),
})

const placeOfEdge = ({ at, operand, stretch }: Edge): MistakePlace => ({
  operation: stretch === undefined ? at.primitive.name : nameOfStretch(stretch),
  shape: at.results[0].shape,
  operand: stretch === undefined && at.operands.length === 1 ? undefined : operand,
  site: siteOf(at),
})

/** What of its places tells the reader more comes first. */
const clarityOf = (edge: Edge, uses: ReadonlyMap<unknown, number>): number =>
  (edge.stretch === undefined ? 2 : 0) +
  (edge.at.operands.length > 1 ? 1 : 0) +
  ((uses.get(edge.at.operands[edge.operand]) ?? 0) > 1 ? 2 : 0)

const usesIn = ({ graph }: Program): ReadonlyMap<unknown, number> => {
  const uses = new Map<unknown, number>()
  for (const { operands } of graph.applies)
    for (const operand of operands) uses.set(operand, (uses.get(operand) ?? 0) + 1)
  return uses
}

interface Placed {
  readonly slip: Slip
  readonly place: MistakePlace
  readonly clarity: number
}

const grouped = <T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] => {
  const groups = new Map<string, readonly T[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return [...groups.values()]
}

/** The same mistake in several places: in all that are alike, and, of three or more, in all but the last. */
const families = (placed: readonly Placed[]): readonly Trial[] =>
  grouped(placed, ({ slip }) => `${slip.cause} ${slip.detail} ${slip.group}`).flatMap((alike) => {
    if (alike.length < 2) return []
    const inOrder = alike.toSorted((a, b) => a.slip.detour.at.serial - b.slip.detour.at.serial)
    const of = (members: readonly Placed[], extent: Trial['extent']): Trial => ({
      cause: members[0].slip.cause,
      detail: members[0].slip.detail,
      detours: members.map(({ slip }) => slip.detour),
      place: members[0].place,
      extent,
      clarity: members[0].clarity,
    })
    return inOrder.length > 2
      ? [of(inOrder, 'all'), of(inOrder.slice(0, -1), 'all but the last')]
      : [of(inOrder, 'all')]
  })

/** Everything that is tried on a program, one mistake at a time. */
export const trialsOf = (program: Program): readonly Trial[] => {
  const stretches = stretchesOf(program.graph)
  const edges = edgesOf(program, stretches)
  const uses = usesIn(program)
  const placed: readonly Placed[] = [
    ...stretches.flatMap((stretch) =>
      slipsIn(stretch).map((slip) => ({ slip, place: placeOfStretch(stretch), clarity: stretch.known ? 5 : 1 })),
    ),
    ...edges.flatMap((edge) =>
      slipsOn(edge).map((slip) => ({ slip, place: placeOfEdge(edge), clarity: clarityOf(edge, uses) })),
    ),
    // Where all that comes back is one number, to drop it or to let it pass is to change a number.
  ].filter(
    ({ slip }) => !['droppedCotangent', 'skippedDerivative'].includes(slip.cause) || program.uneven.has(slip.detour.at),
  )
  const number = (
    detours: readonly Detour[],
    place: MistakePlace,
    extent: Trial['extent'],
    clarity: number,
  ): Trial => ({
    cause: 'number',
    detail: '',
    detours,
    place,
    extent,
    clarity,
  })
  const numbers = [
    ...edges
      .filter(({ stretch }) => stretch === undefined)
      .map((edge) => number([along(edge)], placeOfEdge(edge), 'one', clarityOf(edge, uses))),
    ...stretches
      .filter(({ known }) => known !== undefined)
      .map((stretch) => number([throughStretch(stretch)], placeOfStretch(stretch), 'one', 5)),
  ]
  const functions = grouped(
    stretches.filter(({ known }) => known !== undefined),
    nameOfStretch,
  ).filter(({ length }) => length > 1)
  const alone = placed.map(
    ({ slip: { cause, detail, detour }, place, clarity }): Trial => ({
      cause,
      detail,
      detours: [detour],
      place,
      extent: 'one',
      clarity,
    }),
  )
  const numbersOfFunctions = functions.map((alike) =>
    number(alike.map(throughStretch), placeOfStretch(alike[0]), 'all', 5),
  )
  // Where there is not time for all, functions and what is wrong everywhere come first.
  const isOfFunction = ({ clarity }: Trial): boolean => clarity === 5
  return [
    ...alone.filter(isOfFunction),
    ...families(placed),
    ...numbersOfFunctions,
    ...numbers,
    ...alone.filter((trial) => !isOfFunction(trial)),
  ]
}
