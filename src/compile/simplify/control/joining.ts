import type { Apply, Graph } from '../../../graph/index.js'
import type { Tensor } from '../../../tensor/index.js'
import { graphMayFail } from '../failing.js'
import type { Applied, Rewriting } from '../rewriting.js'

/** A loop that does the work of several: what it is, and which of its results each result of theirs is. */
export interface Joint {
  readonly attributes: Applied<'scan'>['attributes']
  readonly results: ReadonlyMap<Tensor, number>
}

const isScan = (apply: Apply): apply is Applied<'scan'> => apply.primitive.name === 'scan'

/** Whether two loops go over the same, in the same way. */
const goAlong = (a: Applied<'scan'>, b: Applied<'scan'>): boolean =>
  a.attributes.length === b.attributes.length &&
  a.attributes.reverse === b.attributes.reverse &&
  a.attributes.every === b.attributes.every &&
  a.attributes.constants === b.attributes.constants &&
  a.attributes.carries === b.attributes.carries &&
  a.operands.length === b.operands.length &&
  a.operands.every((operand, index) => operand === b.operands[index])

/** The body of both loops, if they carry the same from step to step: the carries, the ys of one and those of the other. */
const bodyOf = (one: Graph, other: Graph, carries: number, trace: Rewriting['trace']): Graph | undefined => {
  let same = true
  const body = trace(one.inputs, (inside, inputs) => {
    const [a, b] = [one, other].map((graph) => inside.inline(graph, inputs))
    same = a.slice(0, carries).every((carry, index) => carry === b[index])
    return [...a, ...b.slice(carries)]
  })
  return same ? body : undefined
}

/** Bodies of two loops, each made once, so that where the same loops stand twice they are the same again. */
export class JointBodies {
  readonly #known = new Map<Graph, Map<Graph, Graph | undefined>>()

  of(one: Graph, other: Graph, carries: number, trace: Rewriting['trace']): Graph | undefined {
    const ofOne = this.#known.get(one) ?? new Map<Graph, Graph | undefined>()
    this.#known.set(one, ofOne)
    if (!ofOne.has(other)) ofOne.set(other, bodyOf(one, other, carries, trace))
    return ofOne.get(other)
  }
}

/** One loop for two, the first of which may be one for several already. */
const joined = (
  first: Joint,
  next: Applied<'scan'>,
  bodies: JointBodies,
  trace: Rewriting['trace'],
): Joint | undefined => {
  const { carries } = first.attributes
  const body = bodies.of(first.attributes.body, next.attributes.body, carries, trace)
  if (body === undefined) return undefined
  const before = first.attributes.body.outputs.length
  const results = new Map(first.results)
  next.results.forEach((result, index) => {
    results.set(result, index < carries ? index : before + index - carries)
  })
  return { attributes: { ...first.attributes, body }, results }
}

/**
 * Loops that go over the same and carry the same, but give out other ys, each with the loop that stands for all of them: a
 * loop and the one that records its carries for reverse mode are such. Loops that may fail stay where they are.
 */
export const jointLoops = (
  applies: readonly Apply[],
  bodies: JointBodies,
  trace: Rewriting['trace'],
): ReadonlyMap<Apply, Joint> => {
  const loops = applies.filter(isScan)
  if (loops.length < 2) return new Map()
  const leaders: { readonly members: Applied<'scan'>[]; joint: Joint }[] = []
  for (const loop of loops) {
    if (graphMayFail(loop.attributes.body)) continue
    const leader = leaders.find(({ members }) => goAlong(members[0], loop))
    const joint = leader && joined(leader.joint, loop, bodies, trace)
    if (leader !== undefined && joint !== undefined) {
      leader.members.push(loop)
      leader.joint = joint
    } else if (leader === undefined) {
      const results = new Map(loop.results.map((result, index) => [result as Tensor, index]))
      leaders.push({ members: [loop], joint: { attributes: loop.attributes, results } })
    }
  }
  return new Map(
    leaders.flatMap(({ members, joint }) =>
      members.length < 2 ? [] : members.map((member): readonly [Apply, Joint] => [member, joint]),
    ),
  )
}
