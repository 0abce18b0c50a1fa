import type { Apply, Result } from '../../graph/index.js'
import { sizeInBytes, type Tensor } from '../../tensor/index.js'
import { mayFail } from '../simplify/failing.js'
import type { Costs } from './group.js'
import { elementsOf, isView, slicedBy, waysToSlice } from './slicing.js'
import { appliesOf, type Chain, type Nest, readBy, type Single, type Step, storedBy, type Way } from './step.js'

/** How many of the steps behind one are looked at for some that go on with what it gives. */
const horizon = 64

/** What passes along for a slice stays in the second cache, beside what only comes by: so many bytes. */
export const sliceBytes = 2 ** 18

/** What is made for one index along a way, in bytes. */
export const bytesPerIndex = ({ extent, axes }: Way): number =>
  [...axes.keys()].reduce((sum, tensor) => sum + sizeInBytes(tensor), 0) / extent

type Limits = Costs['thresholds']

const isPossible =
  ({ indices }: Limits) =>
  (way: Way): boolean =>
    way.extent > indices && bytesPerIndex(way) * indices <= sliceBytes

/** Whether a step may fail, or never end. */
const mayStop = (step: Step): boolean => step.kind === 'single' && mayFail(step.apply)

/** A chain that begins with a step, and what stands between its members: what can go before it and what has to wait. */
interface Found {
  readonly links: readonly (Nest | Single)[]
  readonly ways: readonly Way[]
  readonly before: readonly Step[]
  readonly after: readonly Step[]
}

/** The chain that begins with a step, if others can go on slice by slice with what it gives. */
const chainFrom = (steps: readonly Step[], start: number, limits: Limits): Found | undefined => {
  const links = [steps[start] as Nest | Single]
  let ways = waysToSlice(steps[start]).filter(isPossible(limits))
  if (ways.length === 0) return undefined
  let found: Found | undefined
  const [before, after]: Step[][] = [[], []]
  const late = new Set<Tensor>()
  for (const step of steps.slice(start + 1, start + horizon)) {
    const reads = readBy(step)
    // Of what may fail the first one does, whatever else is moved.
    const waits = reads.some((tensor) => late.has(tensor)) || (mayStop(step) && after.some(mayStop))
    if (!waits && !reads.some((tensor) => ways[0].axes.has(tensor))) {
      before.push(step)
      continue
    }
    const longer = waits
      ? []
      : ways.flatMap((way): readonly Way[] => {
          const axes = slicedBy(step, way.axes)
          return axes === undefined ? [] : [{ ...way, axes: new Map([...way.axes, ...axes]) }]
        })
    const possible = longer.filter(isPossible(limits))
    if (possible.length > 0) {
      links.push(step as Nest | Single)
      ways = possible
      found = { links: [...links], ways, before: [...before], after: [...after] }
    } else {
      after.push(step)
      for (const tensor of storedBy(step)) late.add(tensor)
    }
  }
  return found
}

/**
 * Joins steps on many elements with later ones that can go on with a slice of what they give, rather than all
 * of it.
 */
export const withChains = (
  given: readonly Step[],
  uses: ReadonlyMap<Tensor, readonly (Apply | 'output')[]>,
  limits: Limits,
): readonly Step[] => {
  if (!given.some((step) => elementsOf(step) >= limits.followed)) return given
  const homes = new Map<Apply, readonly Step[]>()
  for (const step of given) for (const apply of appliesOf(step)) homes.set(apply, [...(homes.get(apply) ?? []), step])
  const chainOf = ({ links, ways }: Found): Chain => {
    const members = new Set<Step>(links)
    const outside = new Set<Tensor>()
    const isNeeded = (result: Result): boolean =>
      outside.has(result) ||
      (uses.get(result) ?? []).some((user) => user === 'output' || homes.get(user)?.some((home) => !members.has(home)))
    // What a view shows to others must be there for them.
    const outputs = links.toReversed().flatMap((link) => {
      const needed = storedBy(link).filter(isNeeded)
      if (needed.length > 0 && link.kind === 'single' && isView(link.apply)) outside.add(link.apply.operands[0])
      return needed
    })
    return { kind: 'chain', links, ways, outputs }
  }
  const steps = [...given]
  const result: Step[] = []
  for (let index = 0; index < steps.length; index++) {
    const found = elementsOf(steps[index]) < limits.followed ? undefined : chainFrom(steps, index, limits)
    if (found === undefined) {
      result.push(steps[index])
      continue
    }
    const { links, before, after } = found
    result.push(...before, chainOf(found))
    // What waits takes the last of the places of these steps.
    const end = index + links.length + before.length + after.length
    steps.splice(end - after.length, after.length, ...after)
    index = end - after.length - 1
  }
  return result
}
