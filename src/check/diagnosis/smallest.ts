import { type Precise, rounded, runPrecisely, widened } from '../../engine/index.js'
import {
  type Apply,
  type AttributesOf,
  constantOf,
  elementAt,
  type Graph,
  scanParts,
  whileParts,
} from '../../graph/index.js'
import { type Constant, isFloat, rowMajor, type Shape, type Tensor } from '../../tensor/index.js'
import { agrees, matterOf } from './matching.js'
import { meaningOf, showNumber } from './numbers.js'
import { type Applied, isDifferentiable, type Mode, probe } from './probe.js'
import { showPlace } from './saying.js'
import { type Detour, programOf, sweep } from './sweep.js'
import { unfolded } from './unfolded.js'

/** The smallest part of a function whose derivative is wrong. */
export interface WrongPart {
  /** The primitive. */
  readonly operation: string
  readonly within: 'gradient'
  /** The shape of its result. */
  readonly shape: Shape
  /** The operand in which its derivative is wrong. */
  readonly operand: number
  /** By how much what comes back is too large, where that is the mistake. */
  readonly factor: number | undefined
  /** Whether the derivative is as it is by decree, as that of stopGradient. */
  readonly isDecreed: boolean
  /** The user's line that applied it, where the graph knows. */
  readonly site: string | undefined
  /** One sentence. */
  readonly text: string
}

type Values = (tensor: Tensor) => Precise

/** What every tensor of a graph comes to, in 31 digits. */
const valuesOf = (graph: Graph, operands: readonly Precise[]): Values => {
  const results = graph.applies.flatMap((apply) => apply.results)
  const found = runPrecisely({ ...graph, outputs: results }, operands)
  const values = new Map<Tensor, Precise>([
    ...graph.inputs.map((input, index) => [input, operands[index]] as const),
    ...results.map((result, index) => [result, found[index]] as const),
  ])
  return (tensor) => values.get(tensor) ?? widened(constantOf('diagnose', tensor))
}

/** The tensors that depend on floats among the inputs. */
const activeIn = (graph: Graph): ReadonlySet<Tensor> => {
  const active = new Set<Tensor>(graph.inputs.filter(({ dtype }) => isFloat(dtype)))
  for (const { operands, results } of graph.applies)
    if (operands.some((operand) => active.has(operand)))
      for (const result of results) if (isFloat(result.dtype)) active.add(result)
  return active
}

const howWrong = (
  applied: Applied,
  operand: number,
  mode: Mode,
): { readonly factor: number | undefined; readonly how: string } => {
  const tries = [0, 1, 2].map((salt) => probe(applied, operand, mode, salt))
  const ratios = tries.map(({ analytic, numeric }) => analytic / numeric)
  const isOne = ratios.every((ratio) => Math.abs(ratio - ratios[0]) <= 2 ** -20 * Math.abs(ratios[0]))
  if (ratios.every((ratio) => ratio === 0)) return { factor: 0, how: 'is 0' }
  if (!isOne) return { factor: undefined, how: 'is wrong' }
  const factor = meaningOf([], ratios[0], 2 ** -20)?.value ?? ratios[0]
  if (factor === -1) return { factor, how: 'has the wrong sign' }
  const size = Math.abs(factor)
  const told = size > 1 ? `is ${showNumber(size)} times too large` : `is only ${showNumber(size)} of what it should be`
  return { factor, how: factor < 0 ? `has the wrong sign and ${told}` : told }
}

const ruleNames: Readonly<Record<string, string>> = {
  customVjp: 'its backward function',
  customJvp: 'its rule',
}

const partOf = (apply: Apply, applied: Applied, operand: number, mode: Mode, site: string | undefined): WrongPart => {
  const { factor, how } = howWrong(applied, operand, mode)
  const { shape } = apply.results[0]
  const { name } = apply.primitive
  const place = { operation: name, shape, operand: apply.operands.length > 1 ? operand : undefined, site: undefined }
  const rule = ruleNames[name] ?? 'its derivative'
  const text = `${showPlace(place, 'one')}: ${rule} ${how}${site === undefined ? '' : `, ${site}`}`
  return { operation: name, within: 'gradient', shape, operand, factor, isDecreed: false, site, text }
}

/** How many steps of a loop are looked into. */
const mostSteps = 64

const elementOf = (x: Precise, index: number): Precise => {
  const high = elementAt(x.high, index)
  return { ...x, shape: high.shape, high, low: x.low && elementAt(x.low, index) }
}

const withinLoop = (
  operands: readonly Precise[],
  attributes: AttributesOf<'whileLoop'>,
  mode: Mode,
  site: string | undefined,
): WrongPart | undefined => {
  const { condition, body, maxSteps = mostSteps } = attributes
  const [ofCondition, ofBody, initial] = whileParts(operands, attributes)
  let state = initial
  const goesOn = (): boolean => Boolean(rowMajor(runPrecisely(condition, [...ofCondition, ...state])[0].high)[0])
  for (let at = 0; at < Math.min(maxSteps, mostSteps) && goesOn(); at++) {
    const found = wrongIn(body, [...ofBody, ...state], mode, site)
    if (found !== undefined) return found
    state = runPrecisely(body, [...ofBody, ...state])
  }
  return undefined
}

/** The wrong part within the graph that an Apply holds, where it holds one. */
const within = (applied: Applied, mode: Mode, site: string | undefined): WrongPart | undefined => {
  const { primitive, operands } = applied
  if (primitive.name === 'call')
    return wrongIn((applied.attributes as AttributesOf<'call'>).graph, operands, mode, site)
  if (primitive.name === 'cond') {
    const { onTrue, onFalse } = applied.attributes as AttributesOf<'cond'>
    return wrongIn(rowMajor(operands[0].high)[0] ? onTrue : onFalse, operands.slice(1), mode, site)
  }
  if (primitive.name === 'whileLoop')
    return withinLoop(operands, applied.attributes as AttributesOf<'whileLoop'>, mode, site)
  if (primitive.name !== 'scan') return undefined
  const attributes = applied.attributes as AttributesOf<'scan'>
  const { constants, carries, xs } = scanParts(operands, attributes)
  let state = carries
  for (let at = 0; at < Math.min(attributes.length, mostSteps); at++) {
    const index = attributes.reverse ? attributes.length - 1 - at : at
    const inputs = [...constants, ...state, ...xs.map((x) => elementOf(x, index))]
    const found = wrongIn(attributes.body, inputs, mode, site)
    if (found !== undefined) return found
    state = runPrecisely(attributes.body, inputs).slice(0, attributes.carries)
  }
  return undefined
}

/**
 * The first Apply, in order, whose rule is wrong at the values that it has; by decree is not wrong. `around`: the line of
 * what holds the graph, which stands for those that it does not know.
 */
const wrongIn = (graph: Graph, operands: readonly Precise[], mode: Mode, around?: string): WrongPart | undefined => {
  const preciseOf = valuesOf(graph, operands)
  const active = activeIn(graph)
  for (const apply of graph.applies) {
    if (apply.primitive.name === 'stopGradient') continue
    const wanted = [...apply.operands.keys()].filter(
      (which) => active.has(apply.operands[which]) && isDifferentiable(apply, which),
    )
    if (wanted.length === 0) continue
    const { primitive, attributes } = apply
    const applied = {
      primitive,
      attributes,
      operands: apply.operands.map(preciseOf),
      results: apply.results.map(preciseOf),
    }
    const operand = wanted.find((which) => probe(applied, which, mode).verdict === 'wrong')
    const site = apply.site ?? around
    if (operand !== undefined) return within(applied, mode, site) ?? partOf(apply, applied, operand, mode, site)
  }
  return undefined
}

/** A stopGradient without which the gradient would be another. */
const decreedIn = (folded: Graph, leaves: readonly Constant[]): WrongPart | undefined => {
  const graph = unfolded(folded)
  const stops = graph.applies.filter(({ primitive }) => primitive.name === 'stopGradient')
  if (stops.length === 0) return undefined
  const program = programOf(graph, leaves, 'many')
  const matter = matterOf({
    leaves,
    paths: leaves.map(() => ''),
    analytic: program.right,
    numeric: program.right,
    tolerance: program.right.map((entries) => entries.map(() => 0)),
    graph: undefined,
  })
  const matters = (at: Apply): boolean => {
    const through: Detour = { at, operand: 0, onto: at.operands[0], pull: ({ cotangents: [cotangent] }) => cotangent }
    return sweep(program, [through]).some((entries, leaf) => !agrees(matter, leaf, entries))
  }
  const found = stops.find(matters)
  if (found === undefined) return undefined
  const { shape } = found.results[0]
  return {
    operation: 'stopGradient',
    within: 'gradient',
    shape,
    operand: 0,
    factor: 0,
    isDecreed: true,
    site: found.site,
    text: `stopGradient [${shape.join(', ')}]${found.site === undefined ? '' : ` at ${found.site}`} hides from the gradient how the function depends on what it is given: take it out where that is not meant`,
  }
}

/**
 * The smallest part of a function whose derivative is wrong, where the function's gradient comes from the rules of its
 * primitives: of each Apply, at the values that it has, what its rule of the mode gives is held against differences of its own values
 * in 31 digits. Parts of calls, loops and branches are looked into. Where all rules are right, a stopGradient that
 * makes a difference is told of. Undefined where nothing is found. Trace the graph within `keepingSites`, and the part has
 * the user's line.
 */
export const smallestWrong = (
  graph: Graph,
  operands: readonly Precise[],
  mode: Mode = 'reverse',
): WrongPart | undefined => wrongIn(graph, operands, mode) ?? decreedIn(graph, operands.map(rounded))
