import { CotangentError, lazily, type TensorType } from '../../tensor/index.js'
import type { Cause, Mistake, Sight } from './evidence.js'
import { agrees, type Matter, matterOf, sizeIn, standings as standingsOf } from './matching.js'
import { countsOf, type Meaning } from './numbers.js'
import { sayMistake } from './saying.js'
import { explained, type Ground, type Outcome, outcomesOf, type Scene, type Search, wrongLeaves } from './search.js'
import { type Detour, type Program, programOf } from './sweep.js'
import { scaled } from './tensors.js'
import { type Trial, trialsOf } from './trials.js'
import { unfolded } from './unfolded.js'
import { factorText } from './words.js'

/** Mistakes that together explain all that is wrong, and how many things are assumed. */
export interface Explanation {
  readonly mistakes: readonly Mistake[]
  readonly assumptions: number
}

/** How much a replay may cost, in elements worked on. */
const budget = 2 ** 27

const isLike = (a: TensorType, b: TensorType): boolean => a.dtype === b.dtype && String(a.shape) === String(b.shape)

/** Whether our own derivative is the numeric one: else there is nothing right to deviate from. */
const isRight = (matter: Matter, { right }: Program): boolean => {
  const ours = { ...matter, analytic: right }
  return right.every((_, leaf) => agrees(ours, leaf, matter.numeric[leaf]))
}

/** What cannot be done comes to nothing: a mistake may make what cannot be, and then it is not the one that was made. */
const attempt = <T>(body: () => readonly T[]): readonly T[] => {
  try {
    return body()
  } catch (error) {
    if (error instanceof CotangentError) return []
    throw error
  }
}

/**
 * The two gradients elsewhere, of which our own derivative is the right one, as it is at the point. They are known as well
 * there as at the point.
 */
const seenFrom = (matter: Matter, { leaves, analytic }: Sight, program: Program): Scene => {
  const numeric = program.right
  const tolerance = numeric.map((entries, leaf) => {
    const known = sizeIn(matter.tolerance[leaf]) / (sizeIn(matter.analytic[leaf], matter.numeric[leaf]) || 1)
    return new Float64Array(entries.length).fill(known * sizeIn(entries, analytic[leaf]))
  })
  return { matter: matterOf({ ...matter, leaves, analytic, numeric, tolerance }), program }
}

const isNumbered = ({ matter: { analytic, numeric } }: Scene): boolean =>
  [...analytic, ...numeric].every((entries) => entries.every(Number.isFinite))

/** What is needed to go back through the function; undefined where there is no graph, or it does not give what it should. */
export const searchOf = (matter: Matter): Search | undefined => {
  const { leaves } = matter
  const { graph } = matter
  const isOfLeaves =
    graph?.inputs.length === leaves.length && graph.inputs.every((input, index) => isLike(input, leaves[index]))
  if (graph === undefined || !isOfLeaves) return undefined
  // Functions in which a loop has no end that is known beforehand have no way back.
  const [plain] = attempt(() => [programOf(unfolded(graph), leaves, 'own')])
  if (plain === undefined) return undefined
  const isPlain = isRight(matter, plain)
  const program = isPlain ? plain : programOf(plain.graph, leaves, 'many')
  if (!isRight(matter, program)) return undefined
  return {
    matter,
    program,
    elsewhere: lazily(() =>
      (matter.elsewhere?.() ?? [])
        .flatMap((sight) =>
          attempt(() => [seenFrom(matter, sight, programOf(plain.graph, sight.leaves, isPlain ? 'own' : 'many'))]),
        )
        .filter(isNumbered),
    ),
    standings: standingsOf(matter),
    counts: countsOf({ ...matter, graph: program.graph }),
    parts: new Map(),
  }
}

const causeOf = ({ trial, gain }: Outcome): Cause =>
  trial.cause !== 'number' ? trial.cause : gain?.value === -1 ? 'sign' : gain?.value === 0 ? 'missingTerm' : 'factor'

/** What a dropped cotangent is replaced with need not be 1: what is dropped may have been a share of it. */
const assumptionsOf = ({ trial, gain, scale }: Outcome): number =>
  1 +
  (gain !== undefined && trial.cause !== 'number' ? (trial.cause === 'droppedCotangent' ? 0.5 : 1) : 0) +
  (scale === undefined ? 0 : 1)

const keyOf = (outcome: Outcome): string =>
  `${causeOf(outcome)} ${outcome.trial.detail} ${outcome.trial.extent} ${outcome.gain?.value.toPrecision(6)} ${outcome.scale?.value}`

const changedPaths = ({ matter, program: { right } }: Search, { gradient }: Outcome): readonly string[] =>
  matter.paths.filter((_, leaf) => !agrees({ ...matter, analytic: gradient }, leaf, right[leaf]))

const wholeFactor = (search: Search, scale: Meaning): Mistake => ({
  cause: scale.value === -1 ? 'sign' : 'factor',
  paths: search.matter.paths,
  factor: scale.value,
  places: [],
  text: factorText('the gradient', false, scale),
})

/** The mistakes that an outcome stands for; others that come to the same show other places. */
const mistakesOf = (search: Search, alike: readonly Outcome[]): readonly Mistake[] => {
  const [best] = alike.toSorted((a, b) => b.trial.clarity - a.trial.clarity)
  const clearest = alike.filter(({ trial }) => trial.clarity === best.trial.clarity)
  const places = clearest.map(({ trial }) => trial.place)
  const isTold = best.trial.cause !== 'droppedCotangent'
  const mistake: Mistake = {
    cause: causeOf(best),
    paths: changedPaths(search, best),
    factor: isTold ? best.gain?.value : undefined,
    places,
    text: sayMistake(best.trial, places, isTold ? best.gain : undefined),
  }
  return best.scale === undefined ? [mistake] : [mistake, wholeFactor(search, best.scale)]
}

const gathered = (outcomes: readonly Outcome[]): readonly (readonly Outcome[])[] => {
  const groups = new Map<string, readonly Outcome[]>()
  for (const outcome of outcomes) groups.set(keyOf(outcome), [...(groups.get(keyOf(outcome)) ?? []), outcome])
  return [...groups.values()]
}

/** A mistake in one place says as much as one in all places alike, where those are the same. */
const simplest = (outcomes: readonly Outcome[]): readonly Outcome[] => {
  const least = Math.min(...outcomes.map(assumptionsOf))
  const few = outcomes.filter((outcome) => assumptionsOf(outcome) === least)
  const single = few.filter(({ trial }) => trial.extent === 'one')
  const causes = new Set(single.map(causeOf))
  return [...single, ...few.filter((outcome) => outcome.trial.extent !== 'one' && !causes.has(causeOf(outcome)))]
}

const affordable = ({ program }: Search, trials: readonly Trial[], share: number): readonly Trial[] =>
  // Two sweeps each: once with the mistake, once without any way there.
  trials.slice(0, Math.floor((share * budget) / (2 * program.work)))

/** Whatever single mistake explains the evidence, by itself or with a factor of the whole. */
export const singleMistakes = (search: Search, trials: readonly Trial[]): readonly Explanation[] => {
  const wrong = wrongLeaves(search)
  const tried = affordable(search, trials, 1 / 2)
  const outcomes = tried.flatMap((trial) => attempt(() => outcomesOf(search, trial, wrong)))
  if (outcomes.length === 0) return []
  return gathered(simplest(outcomes)).map((alike) => ({
    mistakes: mistakesOf(search, alike),
    assumptions: assumptionsOf(alike[0]),
  }))
}

const weighted = (detour: Detour, gain: number): Detour => ({
  ...detour,
  pull: (context) => {
    const found = gain === 0 ? undefined : detour.pull(context)
    return found && scaled(found, gain)
  },
})

/** How many first mistakes are followed up. */
const mostFirst = 8

/** What explains some of the wrong leaves and spoils no right one. */
const firstMistakes = (search: Search, trials: readonly Trial[]): readonly Outcome[] => {
  const wrong = wrongLeaves(search)
  const outcomes = trials.flatMap((trial) => wrong.flatMap((leaf) => attempt(() => outcomesOf(search, trial, [leaf]))))
  const worth = (outcome: Outcome): number =>
    explained(search, outcome.gradient, wrong).length - assumptionsOf(outcome) / 4
  const known = new Set<string>()
  const distinct = outcomes
    .toSorted((a, b) => worth(b) - worth(a) || b.trial.clarity - a.trial.clarity)
    .filter((outcome) => {
      const key = keyOf(outcome) + outcome.gradient.map((entries) => entries.slice(0, 3).join()).join()
      return !known.has(key) && known.add(key)
    })
  return distinct.slice(0, mostFirst)
}

const overlap = (a: Trial, b: Trial): boolean => a.detours.some(({ at }) => b.detours.some((other) => other.at === at))

/** Two mistakes that together explain the evidence; `factors` are numbers that some leaves are wrong by. */
export const twoMistakes = (
  search: Search,
  trials: readonly Trial[],
  factors: readonly Meaning[],
): readonly Explanation[] => {
  const wrong = wrongLeaves(search)
  const tried = affordable(search, trials, 1 / (1 + mostFirst + factors.length))
  const firsts = firstMistakes(search, tried)
  const grounds: readonly (readonly [ground: Ground, mistakes: readonly Mistake[], trial: Trial | undefined])[] = [
    ...factors.map(
      (factor) => [{ detours: [], scale: factor.value }, [wholeFactor(search, factor)], undefined] as const,
    ),
    ...firsts.map((first) => {
      const detours = first.trial.detours.map((detour) => weighted(detour, first.gain?.value ?? 1))
      return [{ detours, scale: first.scale?.value ?? 1 }, mistakesOf(search, [first]), first.trial] as const
    }),
  ]
  const found = grounds.flatMap(([ground, before, first]) => {
    const outcomes = tried
      .filter((trial) => first === undefined || !overlap(trial, first))
      .flatMap((trial) => attempt(() => outcomesOf(search, trial, wrong, ground)))
    return outcomes.length === 0
      ? []
      : gathered(simplest(outcomes)).map((alike) => ({
          mistakes: [...before, ...mistakesOf(search, alike)],
          assumptions: before.length + assumptionsOf(alike[0]),
        }))
  })
  const least = Math.min(...found.map(({ assumptions }) => assumptions))
  return found.filter(({ assumptions }) => assumptions === least)
}

export const trialsFor = (search: Search): readonly Trial[] => trialsOf(search.program)
