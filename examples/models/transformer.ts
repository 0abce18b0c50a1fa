import { gelu, item, reshape, softmaxCrossEntropy, type Tensor, tensor, toTypedArray } from 'cotangent'
import { encodeLabels, epochBatches } from 'cotangent/data'
import {
  activation,
  dense,
  each,
  embedding,
  layerNorm,
  learnedPositions,
  multiHeadAttention,
  type ParamsOf,
  predict,
  residual,
  sequential,
} from 'cotangent/nn'
import { adamw, chain, clipByGlobalNorm, fit, trainStep } from 'cotangent/optim'
import { key, seed } from 'cotangent/random'

type Codes = Tensor<[number, number], 'int32'>

/** What it learns to write. */
const text =
  'The derivative of a sum is the sum of the derivatives. The derivative of a product is the first times the derivative of the second, and the second times the derivative of the first. The derivative of a composition is the product of the derivatives, each at its own place. '

export interface TransformerOptions {
  readonly seed: number
  readonly text: string
  /** How many characters it looks back on. */
  readonly context: number
  readonly features: number
  readonly heads: number
  readonly blocks: number
  readonly epochs: number
  readonly batchSize: number
  readonly rate: number
}

export const defaults: TransformerOptions = {
  seed: 3,
  text,
  context: 16,
  features: 32,
  heads: 4,
  blocks: 2,
  epochs: 20,
  batchSize: 16,
  rate: 0.004,
}

/** Attention to what came before and a small network at each place, each added to what it is given. */
const block = (context: number, features: number, heads: number) =>
  sequential(
    residual(sequential(each(context, layerNorm(features)), multiHeadAttention(features, { heads, causal: true }))),
    residual(
      each(
        context,
        sequential(layerNorm(features), dense(features, 4 * features), activation(gelu), dense(4 * features, features)),
      ),
    ),
  )

/** Of the characters so far, `[B, T]`, the scores of what may come after each of them, `[B, T, C]`. */
const network = ({ context, features, heads, blocks }: TransformerOptions, characters: number) =>
  sequential(
    embedding(characters, features),
    learnedPositions(context, features),
    sequential(...Array.from({ length: blocks }, () => block(context, features, heads))),
    each(context, sequential(layerNorm(features), dense(features, characters))),
  )
type Network = ReturnType<typeof network>
type Params = ParamsOf<Network>

/** Characters, and those that follow each of them: all windows of a text that goes round. */
interface Windows {
  readonly before: Codes
  readonly after: Codes
}

const windows = (codes: readonly number[], context: number): Windows => {
  const from = (shift: number): Codes =>
    tensor(
      codes.map((_, start) =>
        Array.from({ length: context }, (_, index) => codes[(start + shift + index) % codes.length]),
      ),
      { dtype: 'int32' },
    )
  return { before: from(0), after: from(1) }
}

/** Goes on from the first characters of a text, each time with the most probable one. */
const written = (net: Network, params: Params, codes: readonly number[], context: number, count: number) => {
  const next = predict({ apply: (given: Params) => (x: Codes) => reshape(net.apply(given)(x), [context, -1]) }, params)
  return Array.from({ length: count }).reduce<readonly number[]>(
    (sofar) => [...sofar, toTypedArray(next(tensor([sofar.slice(-context)], { dtype: 'int32' })))[context - 1]],
    codes.slice(0, context),
  )
}

/** The mean number of nats that the next character is worth to who knows the one before it. */
const pairEntropy = (codes: readonly number[]): number => {
  const count = (keys: readonly string[]): ReadonlyMap<string, number> =>
    keys.reduce((counts, key) => counts.set(key, (counts.get(key) ?? 0) + 1), new Map<string, number>())
  const pairs = codes.map((code, index) => `${code} ${codes[(index + 1) % codes.length]}`)
  const [singles, doubles] = [count(codes.map(String)), count(pairs)]
  const share = ([pair, many]: readonly [string, number]): number =>
    -(many / codes.length) * Math.log(many / (singles.get(pair.split(' ')[0]) as number))
  return [...doubles].map(share).reduce((sum, each) => sum + each, 0)
}

export interface TransformerFigures {
  /** The loss of every batch before the step that it leads to, in nats a character. */
  readonly losses: readonly number[]
  /** What is left to learn for who looks at one character only, in nats a character. */
  readonly pairEntropy: number
  /** What it writes, after the first characters of the text. */
  readonly written: string
}

/** A transformer that learns a text character by character, and goes on writing it. */
export const transformer = (given: Partial<TransformerOptions> = {}): TransformerFigures => {
  const options = { ...defaults, ...given }
  const { seed: start, context, batchSize, epochs, rate } = options
  const { classes, indices } = encodeLabels([...options.text])
  const codes = [...toTypedArray(indices)]
  const net = network(options, classes.length)
  const loss = (params: Params, { before, after }: Windows) => softmaxCrossEntropy(net.apply(params)(before), after)

  const [params] = net.init(seed(start))
  const optimizer = chain(clipByGlobalNorm(1), adamw(rate))
  const batches = epochBatches(windows(codes, context), { batchSize, epochs, key: key(start) })
  const states = [...fit(trainStep(loss, optimizer), { params, opt: optimizer.init(params) }, batches)]
  const trained = states[states.length - 1].params
  return {
    losses: states.map((state) => item(state.loss)),
    pairEntropy: pairEntropy(codes),
    written: written(net, trained, codes, context, 64)
      .map((code) => classes[code])
      .join(''),
  }
}
