import type { Diagnosis, Evidence, Mistake } from './evidence.js'
import { type Fact, factsOf, isSameFact, mistakeOf } from './facts.js'
import { isKnown, knownEntries, type Matter, matterOf, standings as standingsOf } from './matching.js'
import { countsOf, type Meaning } from './numbers.js'
import { searchOf, singleMistakes, trialsFor, twoMistakes } from './replay.js'
import type { Search } from './search.js'
import { either, leavesNamed } from './words.js'

/** More explanations than this say nothing. */
const mostAlternatives = 3

/** Entries may be unknown, NaN, but not infinite. */
const areFinite = (matter: Matter): boolean =>
  [...matter.analytic, ...matter.numeric].every((entries) => entries.every((entry) => Math.abs(entry) !== Infinity))

const keyed = (mistakes: readonly Mistake[]): string =>
  mistakes
    .map(({ cause, factor }) => `${cause} ${factor}`)
    .toSorted()
    .join(', ')

/** The diagnosis by explanations of which each would do: those of one cause count once. */
const diagnosisOf = (
  explanations: readonly (readonly Mistake[])[],
  unexplained: readonly string[] = [],
): Diagnosis | undefined => {
  const seen = new Set<string>()
  const distinct = explanations.filter((mistakes) => !seen.has(keyed(mistakes)) && seen.add(keyed(mistakes)))
  if (distinct.length === 0 || distinct.length > mostAlternatives) return undefined
  const rest = unexplained.length === 0 ? '' : `; what is wrong with ${leavesNamed(unexplained)} is not known`
  const [mistakes, ...alternatives] = distinct
  const { cause, factor } = mistakes[0]
  return { cause, factor, mistakes, alternatives, unexplained, text: `${either(distinct)}${rest}` }
}

/** A diagnosis that says of how many entries it is told, where those are not all. */
const sayingOfHowMany = (diagnosis: Diagnosis, matter: Matter): Diagnosis => {
  const all = matter.analytic.reduce((sum, { length }) => sum + length, 0)
  const known = matter.analytic.reduce((sum, _, leaf) => sum + knownEntries(matter, leaf), 0)
  const told = `; told from ${known.toLocaleString('en')} of ${all.toLocaleString('en')} entries`
  return known === all ? diagnosis : { ...diagnosis, text: `${diagnosis.text}${told}` }
}

/** The leaves that have a fact in common, by its key. */
const byKey = (facts: readonly (readonly Fact[])[]): ReadonlyMap<string, readonly number[]> => {
  const leaves = new Map<string, readonly number[]>()
  facts.forEach((ofLeaf, index) => {
    for (const { key } of ofLeaf) leaves.set(key, [...(leaves.get(key) ?? []), index])
  })
  return leaves
}

/** What explains the gradient of a leaf at the point, and at all others where the leaf's gradients are not both 0. */
const lastingFacts = (
  matter: Matter,
  search: Search | undefined,
  leaf: number,
  counts: readonly Meaning[],
): readonly Fact[] => {
  const facts = factsOf(matter, leaf, counts)
  if (search === undefined || facts.length === 0) return facts
  const others = search
    .elsewhere()
    .filter((other) => standingsOf(other.matter)[leaf] !== 'void')
    .map((other) => factsOf(other.matter, leaf, counts))
  return facts.filter((fact) => others.every((found) => found.some((other) => isSameFact(fact, other))))
}

const isNumber = ({ cause }: Fact): boolean => ['factor', 'sign', 'forgotten'].includes(cause)

/**
 * What is probably wrong with a gradient that differs from the numeric one; undefined where nothing explains the whole
 * difference, or too much does.
 *
 * First the two gradients are held against each other: a factor, a sign, a leaf forgotten, entries out of place. Where the
 * function is a graph, the way back through it is then taken again with one mistake in it, every mistake in every place,
 * and with two where one does not explain all. A mistake counts only if it makes the analytic gradient come out in every
 * entry of every leaf, to nine digits or as many as the evidence has.
 */
export const diagnose = (evidence: Evidence): Diagnosis | undefined => {
  const matter = matterOf(evidence)
  const found = areFinite(matter) ? explanationOf(matter) : undefined
  return found && sayingOfHowMany(found, matter)
}

const explanationOf = (matter: Matter): Diagnosis | undefined => {
  const standings = standingsOf(matter)
  const wrong = [...standings.keys()].filter((leaf) => standings[leaf] === 'wrong')
  if (wrong.length === 0) return undefined
  const counts = countsOf(matter)
  const search = searchOf(matter)
  const facts = wrong.map((leaf) => lastingFacts(matter, search, leaf, counts))
  const isWhole = !standings.includes('right') && matter.paths.every((_, leaf) => isKnown(matter, leaf))
  const told = (fact: Fact, leaves: readonly number[]): Mistake =>
    mistakeOf(
      fact,
      leaves.map((leaf) => matter.paths[leaf]),
      isWhole && leaves.length === wrong.length,
    )
  const common = facts[0].filter(({ key }) => facts.every((ofLeaf) => ofLeaf.some((fact) => fact.key === key)))
  const numbers = common.filter((fact) => isNumber(fact) && fact.isPlain)
  const places = common.filter((fact) => !isNumber(fact))
  const shared = [...numbers, ...places].map((fact) => [told(fact, wrong)])
  if (numbers.length > 0) return diagnosisOf(shared)
  const trials = search === undefined ? [] : trialsFor(search)
  const found = search === undefined ? [] : singleMistakes(search, trials)
  const apart = leafByLeaf(facts, wrong, told)
  // Of what takes two assumptions, facts are the surer.
  const single = found
    .filter(({ assumptions }) => assumptions < 2 || apart === undefined)
    .map(({ mistakes }) => mistakes)
  if (shared.length + single.length > 0) return diagnosisOf([...shared, ...single])
  if (apart !== undefined) return diagnosisOf([apart])
  const factors = facts.flatMap((ofLeaf) => ofLeaf.filter((fact) => isNumber(fact) && fact.isPlain))
  const meanings = [...new Set(factors.map(({ factor }) => factor as number))].map(
    (value): Meaning => counts.find((count) => count.value === Math.abs(value) && value > 0) ?? plain(value),
  )
  const double = search === undefined ? [] : twoMistakes(search, trials, meanings).map(({ mistakes }) => mistakes)
  if (double.length > 0) return diagnosisOf(double)
  const number = common.find(isNumber)
  if (number !== undefined) return diagnosisOf([[told(number, wrong)]])
  return partly(facts, wrong, told, matter)
}

const plain = (value: number): Meaning => ({ value, name: undefined, isCount: false })

type Tell = (fact: Fact, leaves: readonly number[]) => Mistake

/** At most two facts that between them explain every wrong leaf, each leaf by one that is plain. */
const leafByLeaf = (
  facts: readonly (readonly Fact[])[],
  wrong: readonly number[],
  told: Tell,
): readonly Mistake[] | undefined => {
  const plainly = facts.map((ofLeaf) => ofLeaf.filter(({ isPlain }) => isPlain))
  if (plainly.some((ofLeaf) => new Set(ofLeaf.map(({ cause }) => cause)).size !== 1)) return undefined
  const first = plainly.map(([fact]) => [fact])
  const groups = [...byKey(first)]
  if (groups.length > 2) return undefined
  return groups.map(([, members]) =>
    told(
      first[members[0]][0],
      members.map((index) => wrong[index]),
    ),
  )
}

/** Facts that hold of a leaf for no other reason than their own: signs and zeros may come of anything. */
const isSure = ({ cause, factor, isPlain }: Fact): boolean =>
  isPlain && (cause === 'factor' ? Math.abs(factor ?? 1) !== 1 : cause === 'transposed' || cause === 'exchanged')

/** Facts of some leaves, where those of others are not known. */
const partly = (
  facts: readonly (readonly Fact[])[],
  wrong: readonly number[],
  told: Tell,
  { paths }: Matter,
): Diagnosis | undefined => {
  const known = facts.map((ofLeaf) =>
    new Set(ofLeaf.map(({ cause }) => cause)).size === 1 ? ofLeaf.slice(0, 1).filter(isSure) : [],
  )
  const groups = [...byKey(known)]
  const mistakes = groups.map(([, members]) =>
    told(
      known[members[0]][0],
      members.map((index) => wrong[index]),
    ),
  )
  const unexplained = wrong.filter((_, index) => known[index].length === 0).map((leaf) => paths[leaf])
  return mistakes.length === 0 || mistakes.length > 2 ? undefined : diagnosisOf([mistakes], unexplained)
}
