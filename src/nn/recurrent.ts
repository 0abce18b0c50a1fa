import { moveAxis, scan } from '../graph/index.js'
import type { Rand } from '../random/index.js'
import {
  equalShapes,
  type FloatDType,
  flattenTree,
  isTensor,
  leafPaths,
  type OptionNames,
  ShapeError,
  type Tensor,
} from '../tensor/index.js'
import { floatOf } from './dense.js'
import { allDrawn, drawn, type Fans, type Initializer, initializers } from './initializers.js'
import { type AnyModel, checkNamed, type Layer, typed } from './model.js'
import type { BiasOption } from './optional.js'
import { checkParameter, type Real } from './real.js'

/** How the parameters of a recurrent layer are drawn, its dtype, and whether it goes from the last input to the first. */
export interface RecurrentOptions<D extends FloatDType = FloatDType, Bias extends BiasOption = BiasOption> {
  /** Glorot's uniform numbers unless given. */
  readonly weights?: Initializer
  /** Orthogonal unless given. */
  readonly stateWeights?: Initializer
  /** Zeros unless given; `false` for a layer without one. */
  readonly bias?: Bias
  readonly dtype?: D
  readonly reverse?: boolean
}

export const recurrentNames: OptionNames<RecurrentOptions> = {
  weights: true,
  stateWeights: true,
  bias: true,
  dtype: true,
  reverse: true,
}

/** A recurrent layer of I inputs and H outputs, whose state is one tensor: sequences x [B, T, I] give [B, T, H]. */
export interface Recurrent<P, I, H, D extends FloatDType = 'float64'> extends Layer<P, [number, I], [number, H], D> {
  /** From a state of zeros. */
  readonly apply: (params: P) => <B, T>(x: Tensor<[B, T, I], D>) => Tensor<[B, T, H], D>
  /** From a given state: the last state, and what was given at every step. */
  readonly scan: (
    params: P,
  ) => <B, T>(
    state: Tensor<[B, H], D>,
    x: Tensor<[NoInfer<B>, T, I], D>,
  ) => [last: Tensor<[B, H], D>, ys: Tensor<[B, T, H], D>]
  /** Zeros for so many sequences. */
  readonly initial: <B extends number>(sequences: B) => Tensor<[B, H], D>
}

/** What makes a recurrent layer of a cell. */
interface Cell<P, S> {
  readonly kind: string
  readonly inputs: number
  readonly drawn: DrawnCell
  readonly reverse: boolean
  /** What inputs give by themselves, those of all steps at once. */
  readonly given: (params: P, x: Real) => Real
  readonly next: (params: P, given: Real, state: S) => S
  readonly output: (state: S) => Real
  readonly initial: (sequences: number) => S
}

/** A state of the shapes that a layer makes; another would broadcast, or be named by what is computed of it. */
const checkStateOf = (operation: string, state: unknown, initial: unknown): void => {
  const [[leaves, { structure }], [wanted, { structure: own }]] = [state, initial].map((tree) => flattenTree(tree))
  const [found, due] = [leafPaths(structure), leafPaths(own)]
  const odd = due.findIndex(
    (path, index) => path !== found[index] || !equalShapes(leaves[index].shape, wanted[index].shape),
  )
  if (odd >= 0 || found.length !== due.length)
    throw new ShapeError({
      operation,
      operands: leaves,
      problem: `the state${due[Math.max(odd, 0)]} is not of shape [${wanted[Math.max(odd, 0)].shape.join(', ')}]`,
      remedy: 'Start with initial(sequences), and go on with the state that scan gives',
    })
}

const checkSequences = (operation: string, x: Real, inputs: number): void => {
  if (!isTensor(x) || x.shape.length !== 3 || x.shape[2] !== inputs)
    throw new ShapeError({
      operation,
      operands: isTensor(x) ? [x] : [],
      problem: `sequences are of shape [B, T, ${inputs}]`,
      remedy: 'The axes are those of sequences, of steps and of features',
    })
}

/** A cell over sequences: a loop over the steps, with the inputs' share of all steps computed before. */
export const recurrent = <M extends AnyModel, P, S>(cell: Cell<P, S>): M => {
  const {
    kind,
    inputs,
    reverse,
    drawn: { shapes, init },
  } = cell
  const checked = (params: P): P => {
    checkNamed(kind, params, Object.keys(shapes))
    for (const [name, shape] of Object.entries(shapes))
      checkParameter(kind, name, (params as Readonly<Record<string, Real>>)[name], shape)
    return params
  }
  const run = (params: P, state: S, x: Real): readonly [S, Real] => {
    checkSequences(kind, x, inputs)
    checkStateOf(kind, state, cell.initial(x.shape[0]))
    const step = (carry: S, given: Real): readonly [S, Real] => {
      const next = cell.next(params, given, carry)
      return [next, cell.output(next)]
    }
    const loop = scan as unknown as (f: typeof step, init: S, xs: Real, options: object) => readonly [S, Real]
    const [last, ys] = loop(step, state, moveAxis(cell.given(params, x), 1, 0), { reverse })
    return [last, moveAxis(ys, 0, 1)]
  }
  const scanned = (params: P) => {
    const own = checked(params)
    return (state: S, x: Real) => run(own, state, x)
  }
  const model = typed({
    init,
    apply: (params: P) => {
      const from = scanned(params)
      return (x: Real) => from(cell.initial(x.shape?.[0] ?? 0), x)[1]
    },
    parts: [{ kind, path: [], parameters: Object.keys(shapes) }],
  })
  return { ...model, scan: scanned, initial: cell.initial } as unknown as M
}

/** The parameters of a cell: their shapes under their names, and how they are drawn. */
export interface DrawnCell {
  readonly shapes: Readonly<Record<string, readonly number[]>>
  readonly init: Rand<Readonly<Record<string, Real>>>
}

/** Weights of inputs and state side by side for so many gates, then the biases. */
export const drawnCell = (
  operation: string,
  inputs: number,
  outputs: number,
  gates: number,
  biases: readonly string[],
  options: RecurrentOptions,
): DrawnCell => {
  const {
    weights = initializers.glorotUniform,
    stateWeights = initializers.orthogonal(),
    bias = initializers.zeros,
  } = options
  const dtype = floatOf(operation, options.dtype)
  const width = gates * outputs
  const fans = { fanIn: inputs, fanOut: outputs }
  const own = { fanIn: outputs, fanOut: outputs }
  const draws: readonly (readonly [name: string, how: Initializer, shape: readonly number[], fans: Fans])[] = [
    ['weights', weights, [inputs, width], fans],
    ['stateWeights', stateWeights, [outputs, width], own],
    ...(bias === false ? [] : biases.map((name) => [name, bias, [width], fans] as const)),
  ]
  return {
    shapes: Object.fromEntries(draws.map(([name, , shape]) => [name, shape])),
    init: allDrawn(draws.map(([name, how, shape, of]) => [name, drawn(operation, how, shape, of, dtype)])),
  }
}
