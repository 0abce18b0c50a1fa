import { ArgumentError, type OptionNames } from '../../tensor/index.js'
import { checkCount } from './labelled.js'

/** What `makeClassification` makes: scikit-learn's options under their names in camel case, with their defaults. */
export interface ClassificationOptions<N extends number = number, F extends number = number> {
  /** How many rows: 100. */
  readonly nSamples?: N
  /** How many columns: 20. Those that are none of the next three kinds are noise. */
  readonly nFeatures?: F
  /** Columns in which the clusters stand apart: 2. */
  readonly nInformative?: number
  /** Columns that are random mixtures of the informative ones: 2. */
  readonly nRedundant?: number
  /** Columns that are copies of informative or redundant ones: 0. */
  readonly nRepeated?: number
  /** 2. */
  readonly nClasses?: number
  /** 2; all clusters together must not be more than the corners of a cube, 2^nInformative. */
  readonly nClustersPerClass?: number
  /** The share of each class, or of each but the last, which takes the rest; equal shares where it is null. */
  readonly weights?: readonly number[] | null
  /** The share of rows whose class is drawn anew, and so is right by chance only: 0.01. With a negative one nothing is drawn. */
  readonly flipY?: number
  /** Half the side of the cube: 1. */
  readonly classSep?: number
  /** Whether clusters stand at the corners of the cube (true), or nearer to the middle, at random. */
  readonly hypercube?: boolean
  /** What is added to the features: 0, one number for all or one for each; null draws them from [-classSep, classSep). */
  readonly shift?: number | readonly number[] | null
  /** What the shifted features are multiplied by: 1, one number for all or one for each; null draws them from [1, 101). */
  readonly scale?: number | readonly number[] | null
  /** Whether rows and columns come in a random order (true), or row by row of the clusters, kind by kind of the columns. */
  readonly shuffle?: boolean
}

export const classificationNames: OptionNames<ClassificationOptions> = {
  nSamples: true,
  nFeatures: true,
  nInformative: true,
  nRedundant: true,
  nRepeated: true,
  nClasses: true,
  nClustersPerClass: true,
  weights: true,
  flipY: true,
  classSep: true,
  hypercube: true,
  shift: true,
  scale: true,
  shuffle: true,
}

/** Options that go together, all of them, with what follows from them. */
export interface ClassificationSettings extends Required<ClassificationOptions> {
  readonly nUseless: number
  readonly clusters: number
  /** How many rows each cluster has. */
  readonly sizes: readonly number[]
}

const operation = 'makeClassification'

const refuse = (problem: string, remedy: string): never => {
  throw new ArgumentError({ operation, problem, remedy })
}

const weightsOf = (given: readonly number[] | null, classes: number): readonly number[] => {
  if (given === null) return Array<number>(classes).fill(1 / classes)
  if (given.length !== classes && given.length !== classes - 1)
    refuse(
      `there are ${given.length} weights for ${classes} classes`,
      'Give one for each class, or for each but the last',
    )
  const wrong = given.find((weight) => !(weight >= 0 && weight < Infinity))
  if (wrong !== undefined) refuse(`${wrong} is no weight`, 'A weight is the share of a class, 0 or more')
  return given.length === classes ? given : [...given, 1 - given.reduce((sum, weight) => sum + weight, 0)]
}

/** Whole parts of the shares, then one more each for the first clusters, until all rows are given out, or none is left. */
const sizesOf = (rows: number, weights: readonly number[], perClass: number): readonly number[] => {
  const clusters = weights.length * perClass
  const whole = Array.from({ length: clusters }, (_, k) => Math.trunc((rows * weights[k % weights.length]) / perClass))
  if (whole.some((size) => size < 0)) refuse('the weights add up to more than 1', 'Leave a share for the last class')
  const missing = Math.max(0, rows - whole.reduce((sum, size) => sum + size, 0))
  const wanted = whole.map((size, k) => size + Math.floor(missing / clusters) + (k < missing % clusters ? 1 : 0))
  let left = rows
  return wanted.map((size) => {
    const given = Math.min(size, left)
    left -= given
    return given
  })
}

const checkNumbers = (name: string, given: number | readonly number[] | null, features: number): void => {
  if (given === null) return
  const numbers = typeof given === 'number' ? [given] : given
  if (typeof given !== 'number' && given.length !== features)
    refuse(`${name} has ${given.length} numbers for ${features} features`, 'Give one for each, or one for all')
  if (!numbers.every(Number.isFinite)) refuse(`${name} is [${numbers.join(', ')}]`, 'Give finite numbers, or null')
}

/** Options with their defaults; an ArgumentError where they are out of range or do not go together. */
export const classificationSettings = (options: ClassificationOptions): ClassificationSettings => {
  const nSamples = checkCount(operation, 'nSamples', options.nSamples ?? 100)
  const nFeatures = checkCount(operation, 'nFeatures', options.nFeatures ?? 20)
  const nInformative = checkCount(operation, 'nInformative', options.nInformative ?? 2)
  const nRedundant = checkCount(operation, 'nRedundant', options.nRedundant ?? 2, 0)
  const nRepeated = checkCount(operation, 'nRepeated', options.nRepeated ?? 0, 0)
  const nClasses = checkCount(operation, 'nClasses', options.nClasses ?? 2)
  const nClustersPerClass = checkCount(operation, 'nClustersPerClass', options.nClustersPerClass ?? 2)
  const { weights = null, flipY = 0.01, classSep = 1, hypercube = true, shift = 0, scale = 1, shuffle = true } = options
  const nUseless = nFeatures - nInformative - nRedundant - nRepeated
  if (nUseless < 0)
    refuse(
      `${nInformative} informative, ${nRedundant} redundant and ${nRepeated} repeated features are more than ${nFeatures}`,
      'Ask for fewer of them, or for more features',
    )
  const clusters = nClasses * nClustersPerClass
  if (clusters > 2 ** nInformative)
    refuse(
      `${clusters} clusters are more than the ${2 ** nInformative} corners of a cube of ${nInformative} dimensions`,
      'Ask for fewer classes or clusters, or for more informative features',
    )
  if (!Number.isFinite(classSep)) refuse(`classSep is ${classSep}`, 'Give a finite number')
  if (!Number.isFinite(flipY)) refuse(`flipY is ${flipY}`, 'Give a share from 0 to 1')
  checkNumbers('shift', shift, nFeatures)
  checkNumbers('scale', scale, nFeatures)
  const shares = weightsOf(weights, nClasses)
  return {
    nSamples,
    nFeatures,
    nInformative,
    nRedundant,
    nRepeated,
    nClasses,
    nClustersPerClass,
    weights: shares,
    flipY,
    classSep,
    hypercube,
    shift,
    scale,
    shuffle,
    nUseless,
    clusters,
    sizes: sizesOf(nSamples, shares, nClustersPerClass),
  }
}
