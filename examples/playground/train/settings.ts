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

/** A point that the reader put down: its place in the plane, -1 to 1, and its class. */
export interface OwnPoint {
  readonly x: number
  readonly y: number
  readonly label: number
}

/** All that a training depends on: equal settings give equal numbers, to the bit. */
export interface Settings {
  readonly data: DataName
  /** How many points are drawn, 20 to 1000; iris, XOR and one's own points have as many as they have. */
  readonly samples: number
  /** How far points are moved, as the data set's own `noise`, 0 to 0.5. */
  readonly noise: number
  /** The share of points that are kept for the test, 0 to 0.5. */
  readonly testShare: number
  readonly own: readonly OwnPoint[]
  /** None to six hidden layers. */
  readonly layers: readonly Layer[]
  readonly optimizer: OptimizerName
  /** 0.0001 to 10. */
  readonly learningRate: number
  /** Points in a step; 0 for all. */
  readonly batchSize: number
  /** The weight of the parameters' squares in the loss, 0 to 0.1. */
  readonly decay: number
  readonly seed: number
}
