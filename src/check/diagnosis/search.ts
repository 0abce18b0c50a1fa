import { lazily } from '../../tensor/index.js'
import type { Gradient } from './evidence.js'
import { agrees, fitted, type Matter, moved, type Standing, sizeIn, uncertainty } from './matching.js'
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

/** A point with the two gradients there, and the way back through the function. */
export interface Scene {
  readonly matter: Matter
  readonly program: Program
}

/** The search's matter: the evidence, the program, and what has been found. */
export interface Search extends Scene {
  /** The same at other points, where an explanation must hold too. */
  readonly elsewhere: () => readonly Scene[]
  readonly standings: readonly Standing[]
  readonly counts: readonly Meaning[]
  /** What has been found of trials so far. */
  readonly parts: Map<Trial, Parts>
}

const once: Meaning = { value: 1, name: undefined, isCount: false }

/** How many entries, of different sizes, a prediction must get right that are not what they should be. */
const fewest = 2

/** How many where a number was fitted besides. */
const fewestFitted = 4

/** Entries are of one size where no more digits than these tell them apart. */
const digits = 6

/**
 * How many entries of the wrong leaves are predicted to be something else than they should be: those of one size count
 * once, since what explains one of them explains them all.
 */
export const changedEntries = ({ matter, standings }: Search, gradient: Gradient): number => {
  const sizes = standings.flatMap((standing, leaf) => {
    if (standing !== 'wrong') return []
    const right = matter.numeric[leaf]
    const size = sizeIn(right, gradient[leaf])
    const differs = (entry: number, index: number): boolean =>
      Math.abs(entry - right[index]) > matter.tolerance[leaf][index] + matter.floor + 2 ** -30 * size
    return Array.from(gradient[leaf].filter(differs), (entry) => Math.abs(entry).toPrecision(digits))
  })
  return new Set(sizes).size
}

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

/** Whether an outcome is one at other points too, of the leaves given: at this one it may be a coincidence. */
const holdsElsewhere = (
  { elsewhere }: Search,
  { trial: { detours }, gain, scale }: Omit<Outcome, 'gradient'>,
  ground: Ground,
  leaves: readonly number[],
): boolean =>
  elsewhere().every(({ matter, program }) => {
    const times = gain === undefined ? undefined : { gain: gain.value, of: detours }
    const whole = ground.scale * (scale?.value ?? 1)
    const gradient = moved(sweep(program, [...ground.detours, ...detours], times), whole)
    const size = Math.abs((gain?.value ?? 1) * whole)
    return leaves.every((leaf) => agrees(matter, leaf, gradient[leaf], size))
  })

/** A gradient with a detour taken once, and without any way back there. */
interface Parts {
  readonly once: () => Gradient
  readonly without: () => Gradient
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

/**
 * Numbers that are apt to be wrong together with something else: what averages are over. With signs, halves and doubles
 * besides, one mistake comes too easily to what another is: where all residuals are negative, their squares are theirs
 * times their sizes.
 */
const isCommon = ({ value, isCount }: Meaning, ordinary: number): boolean =>
  isCount && value > 0 && Math.max(value, 1 / value) > ordinary

/**
 * Numbers up to these are in many a formula, of whatever there are as many: no count is told beside a slip, or beside one
 * for the whole gradient, by those alone.
 */
const ordinaryBeside = { slip: 4, whole: 2 } as const

/** How often a detour may be taken: an edge any number of times that means something, a slip one that is common. */
const gainOf = ({ counts }: Search, { cause }: Trial, gain: number, relative: number): Meaning | undefined => {
  if (cause === 'number' && Math.abs(gain) <= relative) return { ...once, value: 0 }
  const meaning = meaningOf(counts, gain, relative)
  // What is put in the place of a cotangent is not told of, and may be any share of it.
  const ordinary = cause === 'droppedCotangent' ? 1 : ordinaryBeside.slip
  return cause === 'number' || (meaning !== undefined && isCommon(meaning, ordinary)) ? meaning : undefined
}

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
 * The outcomes of a trial that explain wrong leaves, all of `leaves`, to which its numbers are fitted, and leave those that
 * are not wrong as they are.
 */
export const outcomesOf = (
  search: Search,
  trial: Trial,
  leaves: readonly number[],
  ground: Ground = solidGround,
): readonly Outcome[] => {
  const { matter, program, counts, standings } = search
  const due = [...standings.keys()].filter((leaf) => standings[leaf] !== 'wrong' || leaves.includes(leaf))
  const accept = (gradient: Gradient, gain: Meaning | undefined, scale: Meaning | undefined, isFree = false) => {
    const size = Math.abs((gain?.value ?? 1) * (scale?.value ?? 1))
    const all = explained(search, gradient, due, size).length === due.length
    return all && isEnough(search, gradient, isFree) && holdsElsewhere(search, { trial, gain, scale }, ground, due)
      ? [{ trial, gain, scale, gradient }]
      : []
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
  const relative = uncertainty(matter, leaves, direction)
  const meaning = gain === undefined ? undefined : gainOf(search, trial, gain, relative)
  const found =
    meaning === undefined
      ? []
      : accept(moved(direction, meaning.value, parts.without()), meaning, undefined, trial.cause !== 'number')
  if (found.length > 0) return found
  if (trial.cause === 'number' || ground !== solidGround) return []
  const scale = fitted(matter, leaves, parts.once())
  const whole = scale === undefined ? undefined : meaningOf(counts, scale, uncertainty(matter, leaves, parts.once()))
  return whole === undefined || !isCommon(whole, ordinaryBeside.whole)
    ? []
    : accept(moved(parts.once(), whole.value), undefined, whole, true)
}
