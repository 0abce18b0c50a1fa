import {
  activationNames,
  type DataName,
  dataNames,
  defaultsOf,
  type Layer,
  most,
  type OwnPoint,
  optimizerNames,
  ownPoint,
  ranges,
  type Settings,
} from './settings.js'

/** What the address says of the view: the training, how far it has come, and how it is looked at. */
export interface TrainAddress {
  readonly settings: Settings
  /** How many steps were taken, up to a million: as many are taken when the address is opened, so that it shows the same. */
  readonly steps: number
  /** How many steps to draw a picture after, 1 to 1000. */
  readonly speed: number
  /** Whether the points for the test are shown. */
  readonly showTest: boolean
  /** Whether places show their likeliest class only, rather than how likely it is. */
  readonly sharp: boolean
  /** Whether the loss is drawn on a logarithmic axis. */
  readonly logarithmic: boolean
}

const stepRange = [0, 1_000_000] as const
const speedRange = [1, 1000] as const

type Range = readonly [from: number, to: number]

const clamped = (value: number, [from, to]: Range): number => Math.min(to, Math.max(from, value)) + 0

/** A number of a range; `otherwise` for what is none. */
const real = (text: string | null, range: Range, otherwise: number): number => {
  const value = text === null || text.trim() === '' ? Number.NaN : Number(text)
  return Number.isNaN(value) ? otherwise : clamped(value, range)
}

const whole = (text: string | null, range: Range, otherwise: number): number => Math.round(real(text, range, otherwise))

const named = <Name extends string>(text: string | null, names: readonly Name[], otherwise: Name): Name =>
  names.find((name) => name === text) ?? otherwise

const flag = (text: string | null, otherwise: boolean): boolean =>
  text === '1' ? true : text === '0' ? false : otherwise

/** `tanh.8`; undefined for what is no layer. */
const layerOf = (text: string): Layer | undefined => {
  const [, name, digits] = /^([a-z]+)\.(\d+)$/.exec(text) ?? []
  const activation = activationNames.find((each) => each === name)
  return activation === undefined ? undefined : { units: clamped(Number(digits), ranges.units), activation }
}

/** `tanh.8-relu.4`; nothing for no hidden layer. */
const layersOf = (text: string | null, otherwise: readonly Layer[]): readonly Layer[] => {
  if (text === null) return otherwise
  const layers = text === '' ? [] : text.split('-').map(layerOf)
  return layers.every((layer) => layer !== undefined) ? layers.slice(0, most.layers) : otherwise
}

const writeLayers = (layers: readonly Layer[]): string =>
  layers.map(({ activation, units }) => `${activation}.${units}`).join('-')

/** A coordinate as two digits to base 36: the number of its step of 0.01. */
const writePlace = (place: number): string =>
  Math.round(100 * place + 100)
    .toString(36)
    .padStart(2, '0')

const placeOf = (digits: string): number => (Number.parseInt(digits, 36) - 100) / 100

/** Five characters a point: two for each coordinate and the class. */
const writeOwn = (own: readonly OwnPoint[]): string =>
  own.map(({ x, y, label }) => `${writePlace(x)}${writePlace(y)}${label}`).join('')

const ownOf = (text: string | null): readonly OwnPoint[] =>
  (text?.match(/[0-9a-z]{4}\d/gy) ?? [])
    .slice(0, most.own)
    .map((point) => ownPoint(placeOf(point.slice(0, 2)), placeOf(point.slice(2, 4)), Number(point[4])))

const settingsOf = (state: URLSearchParams, data: DataName): Settings => {
  const otherwise = defaultsOf(data)
  return {
    data,
    samples: whole(state.get('samples'), ranges.samples, otherwise.samples),
    noise: real(state.get('noise'), ranges.noise, otherwise.noise),
    testShare: real(state.get('test'), ranges.testShare, otherwise.testShare),
    own: ownOf(state.get('own')),
    layers: layersOf(state.get('layers'), otherwise.layers),
    optimizer: named(state.get('optimizer'), optimizerNames, otherwise.optimizer),
    learningRate: real(state.get('rate'), ranges.learningRate, otherwise.learningRate),
    batchSize: whole(state.get('batch'), ranges.batchSize, otherwise.batchSize),
    decay: real(state.get('decay'), ranges.decay, otherwise.decay),
    seed: whole(state.get('seed'), ranges.seed, otherwise.seed),
  }
}

/** Reads the view's part of the address: any text reads, what is missing or nonsense is what the data set begins with. */
export const readTrain = (state: URLSearchParams): TrainAddress => ({
  settings: settingsOf(state, named(state.get('data'), dataNames, dataNames[0])),
  steps: whole(state.get('steps'), stepRange, 0),
  speed: whole(state.get('speed'), speedRange, 1),
  showTest: flag(state.get('show'), true),
  sharp: flag(state.get('sharp'), false),
  logarithmic: flag(state.get('log'), false),
})

/**
 * What {@link readTrain} reads. All settings are written, so that a link shows the same when a data set begins with others;
 * of how it is looked at only what is not usual.
 */
export const writeTrain = ({ settings, steps, speed, showTest, sharp, logarithmic }: TrainAddress): URLSearchParams =>
  new URLSearchParams({
    data: settings.data,
    samples: String(settings.samples),
    noise: String(settings.noise),
    test: String(settings.testShare),
    ...(settings.own.length > 0 && { own: writeOwn(settings.own) }),
    layers: writeLayers(settings.layers),
    optimizer: settings.optimizer,
    rate: String(settings.learningRate),
    batch: String(settings.batchSize),
    decay: String(settings.decay),
    seed: String(settings.seed),
    ...(steps > 0 && { steps: String(steps) }),
    ...(speed !== 1 && { speed: String(speed) }),
    ...(!showTest && { show: '0' }),
    ...(sharp && { sharp: '1' }),
    ...(logarithmic && { log: '1' }),
  })
