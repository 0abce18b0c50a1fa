import type { Gradient } from './evidence.js'
import { agrees, coincide, fitted, type Matter, moved, type Standing, uncertainty } from './matching.js'
import { batchSize, type Meaning, meaningOf } from './numbers.js'
import { type Detour, type Program, sweep } from './sweep.js'
import type { Trial } from './trials.js'

/** What a trial comes to with the best number of times: the gradient that it predicts. */
export interface Outcome {
  readonly trial: Trial
  /** How many times the detour is taken; undefined for once. */
  readonly gain: Meaning | undefined
  /** What the whole gradient is multiplied by besides; undefined for 1. */
  readonly scale: Meaning | undefined
  readonly gradient: Gradient
}

/** Mistakes already found, under which others are looked for. */
export interface Ground {
  readonly detours: readonly Detour[]
  readonly scale: number
}

export const solidGround: Ground = { detours: [], scale: 1 }

/** The search's matter: the evidence, the program, and how much may still be spent. */
export interface Search {
  readonly matter: Matter
  readonly program: Program
  readonly standings: readonly Standing[]
  readonly counts: readonly Meaning[]
  /** What has been found of trials so far. */
  readonly parts: Map<Trial, Parts>
}

const once: Meaning = { value: 1, name: undefined, isCount: false }

/** How many entries a prediction must get right that are not what they should be. */
const fewest = 2

/** How many more where a number was fitted that means nothing by itself. */
const fewestFitted = 4

/** How many entries of the wrong leaves are predicted to be something else than they should be. */
export const changedEntries = ({ matter, standings }: Search, gradient: Gradient): number =>
  standings.reduce((count, standing, leaf) => {
    if (standing !== 'wrong') return count
    const right = matter.numeric[leaf]
    const size = Math.max(...[...right, ...gradient[leaf]].map(Math.abs))
    const differs = (entry: number, index: number): boolean =>
      Math.abs(entry - right[index]) > matter.tolerance[leaf][index] + matter.floor + 2 ** -30 * size
    return count + gradient[leaf].filter(differs).length
  }, 0)

export const wrongLeaves = ({ standings }: Search): readonly number[] =>
  [...standings.keys()].filter((leaf) => standings[leaf] === 'wrong')

/** The leaves that a prediction explains, of those given. */
export const explained = (
  { matter }: Search,
  gradient: Gradient,
  leaves: readonly number[],
  gain = 1,
): readonly number[] => leaves.filter((leaf) => agrees(matter, leaf, gradient[leaf], gain))

const isEnough = (search: Search, gradient: Gradient, isFree: boolean): boolean =>
  changedEntries(search, gradient) >= (isFree ? fewestFitted : fewest)

/** A gradient with a detour taken once, and without any way back there. */
interface Parts {
  readonly once: () => Gradient
  readonly without: () => Gradient
}

const lazily = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

const partsUnder = ({ program }: Search, { detours, cause }: Trial, ground: Ground): Parts => {
  const of = (gain: number): Gradient => {
    const found = sweep(program, [...ground.detours, ...detours], { gain, of: detours })
    return ground.scale === 1 ? found : moved(found, ground.scale)
  }
  const isRight = cause === 'number' && ground === solidGround
  return { once: lazily(() => (isRight ? program.right : of(1))), without: lazily(() => of(0)) }
}

/** The parts of a trial, computed once where nothing else is wrong. */
const partsOf = (search: Search, trial: Trial, ground: Ground): Parts => {
  if (ground !== solidGround) return partsUnder(search, trial, ground)
  const parts = search.parts.get(trial) ?? partsUnder(search, trial, ground)
  search.parts.set(trial, parts)
  return parts
}

const minus = (a: Gradient, b: Gradient): Gradient =>
  a.map((entries, leaf) => entries.map((entry, index) => entry - b[leaf][index]))

/** Numbers that are tried where several places are wrong at once, so that no number can be fitted. */
const numbersTried = (counts: readonly Meaning[]): readonly Meaning[] => [
  { value: -1, name: undefined, isCount: false },
  { value: 2, name: undefined, isCount: false },
  { value: 0.5, name: undefined, isCount: false },
  ...counts
    .filter(({ name }) => name?.startsWith(batchSize))
    .flatMap((count) => [count, { ...count, value: 1 / count.value }]),
]

/**
 * The outcomes of a trial that get some leaves right that are wrong: all of `leaves`, whose numbers are fitted to them.
 */
export const outcomesOf = (
  search: Search,
  trial: Trial,
  leaves: readonly number[],
  ground: Ground = solidGround,
): readonly Outcome[] => {
  const { matter, program, counts } = search
  const accept = (gradient: Gradient, gain: Meaning | undefined, scale: Meaning | undefined, isFree = false) => {
    const size = Math.abs((gain?.value ?? 1) * (scale?.value ?? 1))
    const all = explained(search, gradient, leaves, size).length === leaves.length
    return all && isEnough(search, gradient, isFree) ? [{ trial, gain, scale, gradient }] : []
  }
  if (trial.cause === 'number' && trial.extent !== 'one')
    return numbersTried(counts).flatMap((gain) =>
      accept(
        sweep(program, [...ground.detours, ...trial.detours], { gain: gain.value, of: trial.detours }),
        gain,
        undefined,
      ),
    )
  const parts = partsOf(search, trial, ground)
  const plain = trial.cause === 'number' ? [] : accept(parts.once(), undefined, undefined)
  if (plain.length > 0) return plain
  const direction = minus(parts.once(), parts.without())
  const gain = fitted(matter, leaves, direction, parts.without())
  if (gain !== undefined && !leaves.every((leaf) => direction[leaf].every((entry) => entry === 0))) {
    const gradient = moved(direction, gain, parts.without())
    const relative = uncertainty(matter, leaves, direction)
    const meaning = Math.abs(gain) <= relative ? { ...once, value: 0 } : meaningOf(counts, gain, relative)
    const isFree = meaning === undefined
    if (trial.cause === 'droppedCotangent' || !isFree) {
      const found = accept(gradient, meaning ?? { ...once, value: gain }, undefined, isFree)
      const isNothing = meaning?.value === 0 && trial.cause !== 'number'
      if (found.length > 0 && !isNothing) return found
    }
  }
  if (trial.cause === 'number' || ground !== solidGround) return []
  const scale = fitted(matter, leaves, parts.once())
  const meaning = scale === undefined ? undefined : meaningOf(counts, scale, uncertainty(matter, leaves, parts.once()))
  return meaning === undefined ? [] : accept(moved(parts.once(), meaning.value), undefined, meaning)
}

/** Whether what comes back along some edge is wrong by a number that means nothing: then no fitted number tells anything. */
export const isProportional = (search: Search, trial: Trial, leaves: readonly number[]): boolean => {
  if (trial.cause !== 'number' || trial.extent !== 'one') return false
  const parts = partsOf(search, trial, solidGround)
  const direction = minus(parts.once(), parts.without())
  const gain = fitted(search.matter, leaves, direction, parts.without())
  if (gain === undefined) return false
  return explained(search, moved(direction, gain, parts.without()), leaves, gain).length === leaves.length
}

export const areAlike = ({ matter }: Search, a: Outcome, b: Outcome): boolean =>
  coincide(matter, a.gradient, b.gradient)
