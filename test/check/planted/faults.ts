import { type Code, type Environment, evaluate, extended, type Lines } from './code.js'
import { type Mistake, mistakesAt, type Named, type Surroundings } from './mistakes.js'
import { forwardOf, pointOf, type Written } from './written.js'

/** A gradient by hand with one mistake in it. */
export interface Fault {
  readonly name: string
  readonly written: Written
  readonly named: Named | undefined
  readonly also: readonly Named[]
}

/** Every mistake in a formula or in a part of it, as the whole formula with the mistake in it. */
const mistakesIn = (code: Code, surroundings: Surroundings): readonly Mistake[] => {
  const inParts =
    typeof code !== 'object'
      ? []
      : code.args.flatMap((arg, index) => {
          const value = evaluate(arg, surroundings.environment)
          return mistakesIn(arg, { ...surroundings, value, isWholeLine: false }).map((mistake) => ({
            ...mistake,
            kind: `${mistake.kind} in ${code.op}.${index}`,
            code: { ...code, args: code.args.with(index, mistake.code) },
          }))
        })
  return [...mistakesAt(code, surroundings), ...inParts]
}

/** The weights in a loss that is a weighted sum: a cotangent that is given. */
const weightsOf = ({ data = {} }: Written): readonly string[] => Object.keys(data).filter((name) => name === 'c')

/** Every mistake in the lines of one section of a gradient by hand; what the section is written with is known. */
const faultsIn = (written: Written, section: 'backward' | 'gradient', known: Environment): readonly Fault[] => {
  const lines = written[section]
  const cotangents = new Set([...Object.keys(written.backward), ...weightsOf(written)])
  let environment = known
  return Object.entries(lines).flatMap(([line, code]) => {
    const value = evaluate(code, environment)
    const surroundings = { environment, value, isWholeLine: true, cotangents, forward: written.forward }
    const faults = mistakesIn(code, surroundings).map(({ kind, code: wrong, named, also = [] }) => {
      const changed: Lines = { ...lines, [line]: wrong }
      return { name: `${section} ${line}: ${kind}`, written: { ...written, [section]: changed }, named, also }
    })
    if (section === 'backward') environment = { ...environment, [line]: value }
    return faults
  })
}

/** Every mistake in a gradient by hand; some are none, some the same, and some do not even give a gradient. */
export const faultsOf = (written: Written): readonly Fault[] => {
  const known = forwardOf(written)(pointOf(written, 0))
  const backward = faultsIn(written, 'backward', known)
  const environment = extended(known, written.backward)
  return [...backward, ...faultsIn(written, 'gradient', environment)].map((fault) => ({
    ...fault,
    name: `${written.name}, ${fault.name}`,
  }))
}
