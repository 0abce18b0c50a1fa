/** The data sets, by the word that stands for each in the address. */
export const dataNames = ['lesson', 'moons', 'circles', 'spirals', 'iris', 'xor', 'own'] as const
export type DataName = (typeof dataNames)[number]

export const activationNames = ['tanh', 'relu', 'sigmoid', 'gelu', 'silu', 'elu', 'linear'] as const
export type ActivationName = (typeof activationNames)[number]

export const optimizerNames = ['sgd', 'momentum', 'rmsprop', 'adam', 'adamw', 'lion'] as const
export type OptimizerName = (typeof optimizerNames)[number]

/** A hidden layer: how many units it has, 1 to 32, and what they do with their sum. */
export interface Layer {
  readonly units: number
  readonly activation: ActivationName
}

/** A point that the reader put down: its place in the plane, -1 to 1 in steps of 0.01, and its class, 0 to 2. */
export interface OwnPoint {
  readonly x: number
  readonly y: number
  readonly label: number
}

/** All that a training depends on: equal settings give equal numbers, to the bit. */
export interface Settings {
  readonly data: DataName
  /** How many points are drawn, 20 to 1000; iris and one's own points have as many as they have. */
  readonly samples: number
  /**
   * 0 to 0.5: by how much points are moved, the standard deviation of both coordinates, or for the lesson's data the share
   * of points whose class is drawn anew. Iris and one's own points stay as they are.
   */
  readonly noise: number
  /** The share of points that are kept for the test, 0 to 0.5. */
  readonly testShare: number
  readonly own: readonly OwnPoint[]
  /** None to six hidden layers. */
  readonly layers: readonly Layer[]
  readonly optimizer: OptimizerName
  /** 0.0001 to 10. */
  readonly learningRate: number
  /** Points in a step; 0, or more than there are, for all. What is too little for a whole batch waits for another epoch. */
  readonly batchSize: number
  /** 0 to 0.1: of half the parameters' squares in the loss, or for adamw and lion of their own decay, apart from the loss. */
  readonly decay: number
  readonly seed: number
}

/** Whether an optimizer draws parameters to zero itself, apart from the loss. */
export const decaysItself = (optimizer: OptimizerName): boolean => optimizer === 'adamw' || optimizer === 'lion'

/** From where to where the numbers of the settings go. */
export const ranges = {
  samples: [20, 1000],
  noise: [0, 0.5],
  testShare: [0, 0.5],
  units: [1, 32],
  learningRate: [0.0001, 10],
  batchSize: [0, 1000],
  decay: [0, 0.1],
  seed: [0, 999_999],
} as const satisfies Readonly<Record<string, readonly [from: number, to: number]>>

/** The most hidden layers, points and classes of the reader's own. */
export const most = { layers: 6, own: 1000, classes: 3 } as const

/** A place that the reader points at, on the grid that the address can hold. */
export const ownPoint = (x: number, y: number, label: number): OwnPoint => {
  const placed = (place: number): number => Math.round(Math.min(1, Math.max(-1, place)) * 100) / 100 + 0
  return { x: placed(x), y: placed(y), label: Math.min(most.classes - 1, Math.max(0, Math.round(label))) }
}

const units = (...counts: readonly number[]): readonly Layer[] => counts.map((units) => ({ units, activation: 'tanh' }))

const common: Omit<Settings, 'data'> = {
  samples: 200,
  noise: 0.1,
  testShare: 0.2,
  own: [],
  layers: units(8),
  optimizer: 'adam',
  learningRate: 0.03,
  batchSize: 10,
  decay: 0,
  seed: 0,
}

/** What a data set begins with: a training that comes to its best within some seconds. */
const special: { readonly [Data in DataName]: Partial<Settings> } = {
  lesson: { samples: 100, noise: 0.2, batchSize: 4, optimizer: 'sgd', learningRate: 0.1, layers: units(10) },
  moons: {},
  circles: {},
  spirals: { samples: 300, noise: 0.02, layers: units(16, 16) },
  iris: {},
  xor: { noise: 0.2 },
  own: {},
}

/** The settings that a data set begins with. */
export const defaultsOf = (data: DataName): Settings => ({ ...common, ...special[data], data })

/** Whether one's own point of this number is kept for the test: as even a share of them as there can be, whatever follows. */
const isHeld = (index: number, share: number): boolean => Math.floor((index + 1) * share) > Math.floor(index * share)

/** One's own points, those to train on and those for the test. A point stays where it is when others are put down after it. */
export const ownParts = ({
  own,
  testShare,
}: Settings): { readonly train: readonly OwnPoint[]; readonly test: readonly OwnPoint[] } => ({
  train: own.filter((_, index) => !isHeld(index, testShare)),
  test: own.filter((_, index) => isHeld(index, testShare)),
})

/** How many points there are to train on and for the test. */
export const countsOf = (settings: Settings): { readonly train: number; readonly test: number } => {
  if (settings.data === 'own') {
    const { train, test } = ownParts(settings)
    return { train: train.length, test: test.length }
  }
  const all = settings.data === 'iris' ? 150 : settings.samples
  const test = Math.ceil(settings.testShare * all)
  return { train: all - test, test }
}

/** How many points a step takes, where it does not take all. */
export const batchOf = (settings: Settings): number | undefined => {
  const { batchSize } = settings
  return batchSize > 0 && batchSize < countsOf(settings).train ? batchSize : undefined
}

/** How many classes there are. */
export const classesOf = ({ data, own }: Settings): number =>
  data === 'iris' ? 3 : data === 'own' ? Math.max(2, ...own.map(({ label }) => label + 1)) : 2
