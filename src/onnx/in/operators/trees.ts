import { fromTypedArray, toTypedArray } from '../../../graph/index.js'
import { sizeOf } from '../../../tensor/index.js'
import { allowed, choiceOf, type OperatorCall, refused } from '../operator.js'
import type { Real, Truths, Whole } from './operands.js'

/** Trees as tables, a row for each of their nodes. */
export interface Forest {
  /** The nodes where the trees begin [T]. */
  readonly roots: readonly number[]
  /** How many questions lead to the deepest leaf. */
  readonly depth: number
  readonly feature: Whole
  readonly threshold: Real
  /** Whether the answer is yes where the feature is below the threshold, equal to it, above it, or missing (NaN). */
  readonly below: Truths
  readonly same: Truths
  readonly above: Truths
  readonly missing: Truths
  /** The next node; a leaf is its own. */
  readonly yes: Whole
  readonly no: Whole
  /** What leaves add to each result [nodes, results]. */
  readonly weights: Real
  /** Whether they add to it at all. */
  readonly weighted: Truths
}

/** For which of less, equal and greater a mode answers yes. */
const modes: Readonly<Record<string, readonly [number, number, number]>> = {
  BRANCH_LEQ: [1, 1, 0],
  BRANCH_LT: [1, 0, 0],
  BRANCH_GTE: [0, 1, 1],
  BRANCH_GT: [0, 0, 1],
  BRANCH_EQ: [0, 1, 0],
  BRANCH_NEQ: [1, 0, 1],
  LEAF: [0, 0, 0],
}

const wholes = (data: readonly number[]): Whole => fromTypedArray(Int32Array.from(data), [data.length])
const truths = (data: readonly number[]): Truths => fromTypedArray(Uint8Array.from(data), [data.length])

/** Numbers that stand in a list of floats, or in a tensor where they need more digits. */
export const floatsOf = (call: OperatorCall, name: string): readonly number[] => {
  const { attributes } = call
  const tensor = `${name}_as_tensor`
  if (attributes.has(tensor)) return Array.from(toTypedArray(attributes.tensor(tensor)) as ArrayLike<number>)
  return attributes.floats(name, [])
}

/** The longest way from a node to a leaf, for each node; an ArgumentError where a way leads in a circle. */
const depthsOf = (call: OperatorCall, yes: readonly number[], no: readonly number[]): readonly number[] => {
  const depths = new Array<number>(yes.length).fill(-1)
  const open = new Set<number>()
  for (const start of yes.keys()) {
    const path = [start]
    while (path.length > 0) {
      const node = path[path.length - 1]
      const next = yes[node] === node && no[node] === node ? [] : [yes[node], no[node]]
      const ahead = next.find((one) => depths[one] < 0)
      if (ahead === undefined) {
        depths[node] = next.length === 0 ? 0 : 1 + Math.max(...next.map((one) => depths[one]))
        open.delete(node)
        path.pop()
      } else {
        if (ahead === node || open.has(ahead)) throw refused(call, `a tree leads from its node ${ahead} back to it`)
        open.add(node)
        path.push(ahead)
      }
    }
  }
  return depths
}

/** The trees of a node, whose leaves add to so many results by the lists that `prefix` begins. */
export const forestOf = (call: OperatorCall, prefix: 'target' | 'class', results: number): Forest => {
  const { attributes } = call
  const list = (name: string): readonly number[] => attributes.ints(`nodes_${name}`)
  const [trees, ids, features, names] = [
    list('treeids'),
    list('nodeids'),
    list('featureids'),
    attributes.strings('nodes_modes'),
  ]
  const [onTrue, onFalse] = [list('truenodeids'), list('falsenodeids')]
  const missing = attributes.ints('nodes_missing_value_tracks_true', [])
  const thresholds = floatsOf(call, 'nodes_values')
  const count = ids.length
  const lists = { trees, features, names, onTrue, onFalse, thresholds }
  for (const [name, { length }] of Object.entries(lists))
    if (length !== count) throw refused(call, `there are ${length} ${name} of ${count} nodes`)
  if (count === 0) throw refused(call, 'there are no trees')
  const at = new Map(ids.map((id, row) => [`${trees[row]} ${id}`, row]))
  const rowOf = (tree: number, id: number): number => {
    const row = at.get(`${tree} ${id}`)
    if (row === undefined) throw refused(call, `tree ${tree} has no node ${id}`)
    return row
  }
  const asked = names.map((name) => choiceOf(call, 'mode of a node', name, modes))
  const next = (targets: readonly number[]): readonly number[] =>
    targets.map((id, row) => (names[row] === 'LEAF' ? row : rowOf(trees[row], id)))
  const [yes, no] = [next(onTrue), next(onFalse)]
  const depths = depthsOf(call, yes, no)
  const roots = [...new Set(trees)].map((tree) => trees.indexOf(tree))
  const inputs = attributes.ints(`${prefix}_ids`)
  const [leafTrees, leafIds] = [attributes.ints(`${prefix}_treeids`), attributes.ints(`${prefix}_nodeids`)]
  const given = floatsOf(call, `${prefix}_weights`)
  if ([leafTrees, leafIds, given].some(({ length }) => length !== inputs.length))
    throw refused(call, `the lists of ${prefix} weights differ in length`)
  const size = sizeOf(allowed(call, [count, results]))
  const weights = new Float64Array(size)
  const weighted = new Uint8Array(size)
  for (const [index, result] of inputs.entries()) {
    if (!(result >= 0 && result < results)) throw refused(call, `there is no ${prefix} ${result}`)
    const place = rowOf(leafTrees[index], leafIds[index]) * results + result
    weights[place] += given[index]
    weighted[place] = 1
  }
  const answers = (which: 0 | 1 | 2): Truths => truths(asked.map((each) => each[which]))
  return {
    roots,
    depth: Math.max(...roots.map((root) => depths[root])),
    feature: wholes(features),
    threshold: fromTypedArray(Float64Array.from(thresholds), [count]),
    below: answers(0),
    same: answers(1),
    above: answers(2),
    missing: truths(names.map((_, row) => Number((missing[row] ?? 0) !== 0))),
    yes: wholes(yes),
    no: wholes(no),
    weights: fromTypedArray(weights, [count, results]),
    weighted: fromTypedArray(weighted, [count, results]),
  }
}
