import { moveAxis, scan } from '../graph/index.js'
import type { Rand } from '../random/index.js'
import { type FloatDType, isTensor, ShapeError, type Tensor } from '../tensor/index.js'
import { floatOf } from './dense.js'
import { drawn, type Initializer, initializers } from './initializers.js'
import { type AnyModel, type Layer, typed } from './model.js'
import type { Real } from './real.js'

/** How the parameters of a recurrent layer are drawn, its dtype, and whether it goes from the last input to the first. */
export interface RecurrentOptions<D extends FloatDType = FloatDType> {
  /** Glorot's uniform numbers unless given. */
  readonly weights?: Initializer
  /** Orthogonal unless given. */
  readonly stateWeights?: Initializer
  /** Zeros unless given. */
  readonly bias?: Initializer
  readonly dtype?: D
  readonly reverse?: boolean
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
  readonly init: Rand<P>
  readonly reverse: boolean
  readonly parameters: readonly string[]
  /** What inputs give by themselves, those of all steps at once. */
  readonly given: (params: P, x: Real) => Real
  readonly next: (params: P, given: Real, state: S) => S
  readonly output: (state: S) => Real
  readonly initial: (sequences: number) => S
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
  const { kind, inputs, parameters, reverse } = cell
  const run = (params: P, state: S, x: Real): readonly [S, Real] => {
    checkSequences(kind, x, inputs)
    const step = (carry: S, given: Real): readonly [S, Real] => {
      const next = cell.next(params, given, carry)
      return [next, cell.output(next)]
    }
    const loop = scan as unknown as (f: typeof step, init: S, xs: Real, options: object) => readonly [S, Real]
    const [last, ys] = loop(step, state, moveAxis(cell.given(params, x), 1, 0), { reverse })
    return [last, moveAxis(ys, 0, 1)]
  }
  const model = typed({
    init: cell.init,
    apply: (params: P) => (x: Real) => run(params, cell.initial(x.shape[0]), x)[1],
    parts: [{ kind, path: [], parameters }],
  })
  const scanned = (params: P) => (state: S, x: Real) => run(params, state, x)
  return { ...model, scan: scanned, initial: cell.initial } as unknown as M
}

/** Weights of inputs and state side by side for so many gates, then the biases. */
export const drawnCell = (
  operation: string,
  inputs: number,
  outputs: number,
  gates: number,
  biases: readonly string[],
  options: RecurrentOptions,
): Rand<Readonly<Record<string, Real>>> => {
  const {
    weights = initializers.glorotUniform,
    stateWeights = initializers.orthogonal(),
    bias = initializers.zeros,
  } = options
  const dtype = floatOf(operation, options.dtype)
  const width = gates * outputs
  const fans = { fanIn: inputs, fanOut: outputs }
  const own = { fanIn: outputs, fanOut: outputs }
  const draws: readonly (readonly [string, Rand<Tensor>])[] = [
    ['weights', drawn(operation, weights, [inputs, width], fans, dtype)],
    ['stateWeights', drawn(operation, stateWeights, [outputs, width], own, dtype)],
    ...biases.map((name) => [name, drawn(operation, bias, [width], fans, dtype)] as const),
  ]
  return (state) =>
    draws.reduce<readonly [Readonly<Record<string, Real>>, typeof state]>(
      ([params, before], [name, draw]) => {
        const [value, after] = draw(before)
        return [{ ...params, [name]: value as Real }, after]
      },
      [{}, state],
    ) as [Readonly<Record<string, Real>>, typeof state]
}
