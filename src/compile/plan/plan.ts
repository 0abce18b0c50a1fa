import type { Apply, Graph, Result } from '../../graph/index.js'
import type { Tensor } from '../../tensor/index.js'
import { withChains } from './chains.js'
import { type Costs, fits, type Group } from './group.js'
import { recompute } from './recompute.js'
import { Repetitions } from './repetition.js'
import { sink } from './sink.js'
import { type Step, usesIn } from './step.js'

/** How many of the latest groups with the same key are asked whether they take an Apply in. */
const horizon = 4

/**
 * Puts the applies of a graph into groups, one after another: each goes into the earliest one after all that it needs,
 * or else into a new one at the end.
 */
class Planner {
  readonly groups: Group[] = []
  readonly groupOf = new Map<Apply, number>()
  readonly #home = new Map<Tensor, number>()
  readonly #byKey = new Map<string, number[]>()
  readonly #repetitions = new Repetitions()
  readonly #costs: Costs

  constructor(costs: Costs) {
    this.#costs = costs
  }

  add(apply: Apply): void {
    const form = this.#costs.formOf(apply)
    this.#repetitions.add(apply, form)
    const unrolled = this.#costs.unrolled(apply)
    if (unrolled !== undefined) this.#join('block', 'block', apply, unrolled)
    else if (form === 'mapped') this.#join('nest', this.#keyOf(apply.results[0]), apply, this.#costs.mapped(apply))
    else if (form === 'reduced') this.#reduce(apply)
    else this.#open('single', 'single', apply, 0)
  }

  #keyOf(tensor: Tensor): string {
    return `${tensor.shape} ${this.#repetitions.of(tensor)}`
  }

  /** Whether an operand is what a group's reduction gives, which nothing in the group can use. */
  #awaits(apply: Apply, { reduction }: Group): boolean {
    return reduction !== undefined && apply.operands.some((operand) => reduction.results.includes(operand as Result))
  }

  #join(kind: 'nest' | 'block', key: string, apply: Apply, cost: number): void {
    const earliest = this.#earliest(apply)
    const candidates = this.#byKey.get(key) ?? []
    for (let at = Math.max(0, candidates.length - horizon); at < candidates.length; at++) {
      const index = candidates[at]
      if (index < earliest || !this.#takes(index, kind, apply, cost, index === earliest)) continue
      this.#put(index, apply, cost)
      return
    }
    this.#open(kind, key, apply, cost)
  }

  /** Whether a group takes an Apply in, which is at home there already or must have something to do with it. */
  #takes(index: number, kind: 'nest' | 'block', apply: Apply, cost: number, isAtHome: boolean): boolean {
    const group = this.groups[index]
    return (
      fits(group, apply, cost, (operand) => this.#home.get(operand) === index) &&
      !this.#awaits(apply, group) &&
      (kind === 'block' || isAtHome || this.#shares(apply, group))
    )
  }

  /** Whether an Apply and a group read something in common. */
  #shares({ operands }: Apply, { reads }: Group): boolean {
    return operands.some((operand) => reads.has(operand))
  }

  /** A reduction goes to the nest that computes what it reduces. */
  #reduce(apply: Apply): void {
    const [operand] = apply.operands
    const home = this.#home.get(operand)
    const key = this.#keyOf(operand)
    const group = home === undefined ? undefined : this.groups[home]
    if (home === undefined || group?.kind !== 'nest' || group.key !== key || group.reduction !== undefined) {
      const index = this.#open('nest', key, undefined, 0)
      this.groups[index].reduction = apply
      this.#settle(index, apply)
      return
    }
    group.reduction = apply
    this.#settle(home, apply)
  }

  #earliest({ operands }: Apply): number {
    return operands.reduce((latest, operand) => Math.max(latest, this.#home.get(operand) ?? -1), -1)
  }

  #open(kind: Group['kind'], key: string, apply: Apply | undefined, cost: number): number {
    const index = this.groups.length
    this.groups.push({ kind, key, applies: [], reduction: undefined, reads: new Set(), cost: 0 })
    const others = this.#byKey.get(key)
    if (others === undefined) this.#byKey.set(key, [index])
    else others.push(index)
    if (apply !== undefined) this.#put(index, apply, cost)
    return index
  }

  #put(index: number, apply: Apply, cost: number): void {
    const group = this.groups[index]
    group.applies.push(apply)
    group.cost += cost
    const { operands } = apply
    for (let at = 0; at < operands.length; at++)
      if (this.#home.get(operands[at]) !== index) group.reads.add(operands[at])
    this.#settle(index, apply)
  }

  #settle(index: number, apply: Apply): void {
    this.groupOf.set(apply, index)
    const { results } = apply
    for (let at = 0; at < results.length; at++) this.#home.set(results[at], index)
  }
}

/** The steps that compute a graph, in order. */
export const plan = (graph: Graph, costs: Costs): readonly Step[] => {
  const planner = new Planner(costs)
  for (const apply of graph.applies) planner.add(apply)
  const { groups, groupOf } = planner
  const uses = usesIn(graph)
  sink(groups, groupOf, uses, costs.mapped)
  const again = recompute(groups, groupOf, uses, costs.mapped)
  const standsIn = (apply: Apply, index: number): boolean =>
    groupOf.get(apply) === index || (again.get(apply)?.includes(index) ?? false)
  /** Whether a result is used in a group that does not compute it itself. */
  const isUsedOutside = (result: Result, index: number): boolean => {
    const { apply } = result
    if (groupOf.get(apply) !== index) return false
    const lacks = (home: number): boolean => !standsIn(apply, home)
    return (uses.get(result) ?? []).some(
      (user) => user === 'output' || lacks(groupOf.get(user) as number) || again.get(user)?.some(lacks),
    )
  }
  const steps = groups.flatMap((group, index): readonly Step[] => {
    const { kind, applies, reduction } = group
    if (kind === 'single') return [{ kind, apply: applies[0] }]
    if (applies.length === 0 && reduction === undefined) return []
    const outputs = applies.map(({ results }) => results[0]).filter((result) => isUsedOutside(result, index))
    if (kind === 'block') return [{ kind, applies, outputs }]
    // What is reduced within the nest is of the nest's shape; all else is too.
    const [{ shape }] = applies.length > 0 ? applies[0].results : (reduction as Apply).operands
    return [{ kind, shape, applies, reduction, outputs }]
  })
  return withChains(steps, uses, costs.thresholds)
}
