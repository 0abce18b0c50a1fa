import { gradcheck } from 'cotangent'
import { isRight } from 'fp-ts/lib/Either.js'
import { afterAll, describe, expect, it } from 'vitest'
import { exhaustive, patience } from '../../laws/counts.js'
import { agreeing } from './agreeing.js'
import { corpus } from './corpus/index.js'
import { type Fault, faultsOf } from './faults.js'
import { saidAtOnce } from './look.js'
import { type Both, factOf, worth } from './naming.js'
import { areSame, type Digits, digitsOf } from './same.js'
import { makeTally } from './tally.js'
import { handWritten, pointOf, type Written } from './written.js'

/** One fault in so many is tried; all of them where there is time. */
const step = Number(process.env.COTANGENT_FAULTS ?? (exhaustive ? 1 : 150))

const tally = makeTally()

afterAll(() => {
  console.log(['faults in gradients written by hand', ...tally.lines()].join('\n'))
})

/** What the gradients of a fault are at the first point. */
const bothOf = ({ leaves }: Written, wrong: Digits, right: Digits): Both => {
  const names = Object.keys(leaves)
  const atFirst = ({ high }: Digits): readonly (readonly number[])[] =>
    high.slice(0, names.length).map((each) => [...each])
  return {
    paths: names.map((name) => `.${name}`),
    shapes: names.map((name) => leaves[name].shape),
    wrong: atFirst(wrong),
    right: atFirst(right),
  }
}

const keyOf = (fault: Fault, written: Written, seed: number): string | undefined => {
  const { diagnosis } = saidAtOnce(handWritten(fault.written), pointOf(written, seed))
  return diagnosis?.mistakes.map(({ cause, places }) => `${cause} ${places.map(({ operation }) => operation)}`).join()
}

/** Whether a fault is taken for another mistake that gives the same wrong gradient at all points: just as true. */
const isAnotherOfTheSame = (fault: Fault, written: Written): boolean => {
  const [first, ...others] = [0, 1, 2].map((seed) => keyOf(fault, written, seed))
  return first !== undefined && others.every((key) => key === first)
}

/** What is wrong with what is said of a fault. */
const faultsFound = (fault: Fault, written: Written, both: Both): readonly string[] => {
  const said = saidAtOnce(handWritten(fault.written), pointOf(written, 0))
  tally.count(
    'distinct',
    said.reason === 'wrong' ? 'distinct, found at the first point' : 'distinct, not found at once',
  )
  if (said.reason !== 'wrong') {
    // The right gradients are finite at all points.
    const later = [0, 1, 2, 3].some((seed) =>
      ['wrong', 'nonFinite'].includes(saidAtOnce(handWritten(fault.written), pointOf(written, seed), {}, false).reason),
    )
    return later ? [] : [`${fault.name}: ${said.reason}`]
  }
  const name = fault.named ?? factOf(both)
  const allowed = [...(fault.named === undefined ? [] : [fault.named]), ...fault.also]
  const first = worth(said.diagnosis, allowed, both)
  const found =
    first === 'otherwise' && isAnotherOfTheSame(fault, written) ? 'told as another mistake of the same effect' : first
  tally.count(`${name === undefined ? 'without a name' : 'with a name'}, ${found}`)
  if (name !== undefined) tally.count(`    ${name}, ${found}`)
  if (found !== 'otherwise') return []
  return [`${fault.name}: ${said.diagnosis?.text}`]
}

describe('gradients written by hand', () => {
  it.each(corpus.map((written) => [written.name, written] as const))('are right: %s', (_, written) => {
    const found = gradcheck(handWritten(written), pointOf(written, 0))
    expect(isRight(found) ? '' : found.left.message).toBe('')
  })
})

let at = 0

describe('faults in gradients written by hand', () => {
  const same: string[] = []

  it.each(corpus.map((written) => [written.name, written] as const))(
    'are found, and what is said of them is so: %s',
    { timeout: patience },
    (_, written) => {
      const right = digitsOf(written) as Digits
      const seen: Digits[] = []
      const missed: string[] = []
      for (const fault of faultsOf(written)) {
        if (at++ % step !== 0) continue
        tally.count('generated')
        const wrong = digitsOf(fault.written)
        if (wrong === undefined) {
          tally.count('no gradient at all')
        } else if (areSame(right, wrong)) {
          tally.count('equivalent')
          same.push(fault.name)
        } else if (seen.some((other) => areSame(other, wrong))) {
          tally.count('the same as another')
        } else {
          seen.push(wrong)
          missed.push(...faultsFound(fault, written, bothOf(written, wrong, right)))
        }
      }
      expect(missed).toEqual([])
    },
  )

  it('are not told for what they are not, where a mistake gives no number at all', () => {
    const told = ['layer normalization', 'batch normalization'].map((name) => {
      const written = corpus.find((each) => each.name === name) as Written
      const fault = faultsOf(written).find((each) => /d in place of c in mul|x in place of c in mul/.test(each.name))
      return saidAtOnce(handWritten((fault as Fault).written), pointOf(written, 0)).diagnosis?.text
    })
    expect(told).toEqual([undefined, undefined])
  })

  it('are listed where they are none', () => {
    expect(same.filter((name) => !agreeing.includes(name))).toEqual([])
    if (step === 1) expect(agreeing.filter((name) => !same.includes(name))).toEqual([])
  })

  it('are many, and nine in ten of those with a name are named', () => {
    const [named, silent] = ['named', 'silent'].map((found) => tally.of(`with a name, ${found}`))
    if (step === 1) expect(tally.of('distinct')).toBeGreaterThan(2000)
    expect(named).toBeGreaterThanOrEqual(0.9 * (named + silent))
  })
})
