import { ArgumentError, checkIsOptions, type OptionNames, type Shape } from '../../tensor/index.js'
import type { PrintedGraph } from '../operations/makeGraph.js'
import { atom, type Formula, formulaOf, power, spaceOf } from './formula.js'
import { inputSymbols } from './names.js'
import type { Term } from './term.js'
import { bare, readingOf } from './terms.js'

/** How a graph is written as formulas. */
export interface LatexOptions {
  /** Names of the function's arguments, in their order; leaves of records have their keys. */
  readonly names?: readonly (string | undefined)[]
  /**
   * What the graph was made of: a `function`, unless told; `valueAndGrad(f)`, whose first output is the value L and whose
   * others are its derivatives by the leaves of the first argument; or `grad(f)`, which gives these alone.
   */
  readonly of?: 'function' | 'valueAndGrad' | 'grad'
  /** Whether a line says where its value lies; true unless told. */
  readonly shapes?: boolean
}

const optionNames: OptionNames<LatexOptions> = { names: true, of: true, shapes: true }

/** As many operations as a formula may hold before a part of it gets a line of its own. */
const longest = 4

/** Terms that need no name, however often they are used. */
const isSimple = (term: Term): boolean => ['input', 'number', 'array'].includes(term.op)

interface Line {
  readonly term: Term
  readonly name: string
  readonly isBackward: boolean
}

/** Everything that terms depend on, themselves included. */
const ancestors = (roots: readonly Term[]): ReadonlySet<Term> => {
  const found = new Set<Term>()
  const stack = roots.map(bare)
  while (stack.length > 0) {
    const term = stack.pop() as Term
    if (found.has(term)) continue
    found.add(term)
    stack.push(...term.operands)
  }
  return found
}

/** Operations that are read where they stand: conditions, and the other way round of a matrix. */
const inPlace = new Set(['transpose', 'equal', 'less', 'lessEqual'])

/** Operations between which matrix products are one formula; the argument of any other is a line of its own. */
const affine = new Set(['matmul', 'add', 'sub', 'mul', 'div', 'neg', 'sumTo', 'transpose', 'broadcastTo', 'where'])

/**
 * The terms that get a line of their own: outputs, what is used more than once, what a function is applied to where matrices
 * are multiplied in it, and parts of what would be too long.
 */
const ownLines = (outputs: readonly Term[], used: readonly Term[]): ReadonlySet<Term> => {
  const uses = new Map<Term, number>()
  for (const term of used) for (const operand of term.operands) uses.set(operand, (uses.get(operand) ?? 0) + 1)
  const own = new Set<Term>(outputs.filter((each) => !isSimple(each)))
  /** Operations within a term's formula, and whether a product of matrices is one of them. */
  const costs = new Map<Term, number>()
  const products = new Set<Term>()
  const name = (term: Term): void => {
    own.add(term)
    costs.set(term, 0)
    products.delete(term)
  }
  for (const term of used) {
    if (!affine.has(term.op)) for (const part of term.operands) if (products.has(part)) name(part)
    const parts = [...term.operands].sort((a, b) => (costs.get(b) ?? 0) - (costs.get(a) ?? 0))
    const costOf = (): number =>
      (term.op === 'transpose' ? 0 : 1) + parts.reduce((total, each) => total + (costs.get(each) ?? 0), 0)
    for (const part of parts) if (costOf() > longest && (costs.get(part) ?? 0) > 1 && !inPlace.has(part.op)) name(part)
    costs.set(term, isSimple(term) ? 0 : costOf())
    if (term.op === 'matmul' || term.operands.some((part) => products.has(part))) products.add(term)
    if (own.has(term) || ((uses.get(term) ?? 0) > 1 && !isSimple(term) && !inPlace.has(term.op))) name(term)
  }
  return own
}

const derivative = (of: string, by: string): string => `\\frac{\\partial ${of}}{\\partial ${by}}`

/** Names of the outputs, by what the graph was made of. */
const outputNames = (count: number, of: LatexOptions['of'], inputs: readonly string[]): readonly string[] => {
  if (of === 'valueAndGrad') return ['L', ...inputs.slice(0, count - 1).map((name) => derivative('L', name))]
  if (of === 'grad') return inputs.slice(0, count).map((name) => derivative('L', name))
  return Array.from({ length: count }, (_, index) => (count === 1 ? 'y' : `y_{${index + 1}}`))
}

const check = (graph: PrintedGraph, of: LatexOptions['of']): void => {
  const operation = 'toLatex'
  if (of !== undefined && !['function', 'valueAndGrad', 'grad'].includes(of))
    throw new ArgumentError({ operation, problem: `a graph is not of ${String(of)}` })
  const derivatives = graph.outputs.length - (of === 'valueAndGrad' ? 1 : 0)
  if (of === undefined || of === 'function') return
  const fits = graph.outputs
    .slice(-derivatives)
    .every(({ shape }, at) => String(graph.inputs[at]?.shape) === String(shape))
  if (derivatives < 1 || !fits)
    throw new ArgumentError({
      operation,
      problem: `the outputs do not have the types that ${of}(f) gives`,
      remedy: `Make the graph of it: makeGraph(${of}(f))(...args)`,
    })
}

/**
 * A graph as formulas in LaTeX: an `aligned` block with a line for each value that has a name, in the order in which they
 * are computed, to be put between `$$` or into KaTeX. It is read as mathematics: broadcasting is not written, guards
 * against overflow are read away (a stable sigmoid is again a sigmoid), sums go over i, j, k, the first, second and third
 * axis, products element by element are circled dots, and what depends on a condition stands in Iverson's brackets. Of
 * `makeGraph(valueAndGrad(f))` and with `{ of: 'valueAndGrad' }`, the lines of f come first and those of its derivatives
 * after them. Throws an ArgumentError where the outputs are none that `of` names.
 *
 * @example
 * ```ts
 * import { makeGraph, mean, mul, square, sub, type Tensor, tensor, toLatex, valueAndGrad } from 'cotangent'
 *
 * type Vector = Tensor<[3], 'float64'>
 * const loss = ({ w }: { readonly w: Vector }, x: Vector) => mean(square(sub(mul(w, x), 1)))
 * const graph = makeGraph(valueAndGrad(loss))({ w: tensor([1, 2, 3]) }, tensor([1, 0, 1]))
 *
 * console.log(toLatex(graph, { names: [undefined, 'x'], of: 'valueAndGrad', shapes: false }))
 * // => \begin{aligned}
 * //    v_{1} &= w \odot x - 1 \\
 * //    L &= \frac{\sum_{i} v_{1} \odot v_{1}}{3} \\
 * //    g_{1} &= 0.3333333333333333 \cdot v_{1} \\
 * //    \frac{\partial L}{\partial w} &= \left( g_{1} + g_{1} \right) \odot x
 * //    \end{aligned}
 * ```
 */
export const toLatex = (graph: PrintedGraph, options: LatexOptions = {}): string => {
  checkIsOptions('toLatex', options, optionNames)
  const { names = [], of, shapes = true } = options
  check(graph, of)
  const { inputs, outputs, arrays } = readingOf(graph)
  const results = outputs.map(bare)
  const used = [...ancestors(outputs)].sort((a, b) => a.serial - b.serial)
  const own = ownLines(results, used)
  const forward = of === 'valueAndGrad' ? ancestors(outputs.slice(0, 1)) : new Set(used)
  const symbols = inputSymbols(inputs.length, graph.paths, names)
  const namesOfOutputs = outputNames(outputs.length, of, symbols)
  const symbolOf = new Map<Term, string>(inputs.map((input, index) => [input, symbols[index]]))
  const counts = { v: 0, g: 0 }
  const lines = used.flatMap((term): readonly Line[] => {
    if (!own.has(term)) return []
    const isBackward = !forward.has(term)
    const at = results.indexOf(term)
    const letter = isBackward ? 'g' : 'v'
    const name = at >= 0 ? namesOfOutputs[at] : `${letter}_{${++counts[letter]}}`
    symbolOf.set(term, name)
    return [{ term, name, isBackward }]
  })
  const read = (term: Term, isDefined = false): Formula => {
    const known = isDefined ? undefined : symbolOf.get(term)
    return known === undefined
      ? formulaOf(term, (each) => read(each), arrays)
      : { text: known, binding: known.startsWith('\\frac') ? power : atom }
  }
  const written = (name: string, { text }: Formula, shape: Shape): string =>
    `${name} &= ${text}${shapes ? ` && \\in ${spaceOf(shape)}` : ''}`
  const write = ({ term, name }: Line): string =>
    written(name, read(term, true), outputs[results.indexOf(term)]?.shape ?? term.shape)
  const again = namesOfOutputs.flatMap((name, at) =>
    symbolOf.get(results[at]) === name ? [] : [written(name, read(results[at]), outputs[at].shape)],
  )
  const body = [...lines.filter(({ isBackward }) => !isBackward), ...lines.filter(({ isBackward }) => isBackward)]
  const rows = [...body.map(write), ...again]
  return ['\\begin{aligned}', rows.join(' \\\\\n'), '\\end{aligned}'].join('\n')
}
