import { exportedChecks, type GradientCheck } from 'cotangent'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { exampleNamed, examples } from '../../../../examples/playground/check/examples.js'
import type { Checked, Verdict, Verdicted } from '../../../../examples/playground/check/protocol.js'
import { runModule } from '../../../../examples/playground/check/run.js'

/** What each example is, and what is said of its mistake. */
const known: { readonly [name: string]: readonly [Verdict, ...(readonly RegExp[])] } = {
  sigmoid: ['right'],
  softmax: ['right'],
  jacobian: ['right'],
  float32: ['right'],
  network: [
    'wrong',
    /the derivative of sigmoid \[4, 3\] \(line 21, column 28\) is taken at the activation/,
    /4 times too large: divide by 4, the batch size/,
  ],
  leakyRelu: ['wrong', /the cotangent that comes in is dropped at leakyRelu \[3, 2\], where its condition/],
  tanh: ['wrong', /the cotangent that comes in is dropped at tanh \[3, 2\]/],
  guardedLog: ['wrong'],
  overflow: ['nonFinite', /exp of float64\[3\]\(1000 0 0\) gives float64\[3\]\(Infinity 1 1\)/],
  average: ['wrong', /3 times too large: divide by 3, the batch size/],
  transposed: ['wrong', /the gradient is transposed/],
  sign: ['wrong', /the gradient has the wrong sign/],
  bias: ['wrong', /only the first slice of axis 0 is counted/],
  plain: ['wrong'],
  kink: ['kink'],
  jump: ['discontinuous'],
  random: ['nonDeterministic'],
  hidden: ['illConditioned'],
}

const checksOf = (code: string): readonly Checked[] => {
  const outcome = runModule(code)
  if (outcome.kind === 'failed') throw new Error(outcome.problem.text)
  return outcome.checks
}

const checkOf = (code: string): Verdicted => {
  const [check] = checksOf(code)
  if (check.kind === 'thrown') throw new Error(check.problem.text)
  return check
}

const found = new Map<string, Verdicted>()

/** What an example comes to, found once. */
const ofExample = (name: string): Verdicted => {
  const check = found.get(name) ?? checkOf(exampleNamed(name)?.code ?? '')
  found.set(name, check)
  return check
}

describe('examples', () => {
  it('are all known', () => {
    expect(examples.map(({ name }) => name).sort()).toEqual(Object.keys(known).sort())
  })

  it.each(Object.keys(known))('%s is found what it is, and why', (name) => {
    const { verdict, likely, because, entries, report } = ofExample(name)
    const [as, ...words] = known[name]
    expect(verdict).toBe(as)
    for (const word of words) expect(`${likely} ${because}`).toMatch(word)
    if (words.length === 0) expect([likely, because]).toEqual([undefined, undefined])
    expect(entries.some((entry) => entry.verdict === verdict)).toBe(!verdict.startsWith('non'))
    expect(report).not.toContain('own.grad.ts')
  })

  it.each(Object.keys(known))('%s is found the same where the file itself is loaded', async (name) => {
    const module = await import(`../../../../examples/playground/check/programs/${name}.grad.ts`)
    const [{ check }]: readonly { readonly check: GradientCheck }[] = exportedChecks(module)
    const result = check.run()
    const { verdict, entries } = ofExample(name)
    const right = verdict === 'right' || verdict === 'kink'
    expect(isLeft(result) ? result.left.reason : 'right').toBe(right ? 'right' : verdict)
    if (name === 'random') return
    const own = isLeft(result) ? result.left.entries : result.right.entries
    expect(entries.map(({ analytic, numeric }) => [analytic, numeric])).toEqual(
      own.map(({ analytic, numeric }) => [analytic, numeric]),
    )
  })
})

describe('what is told of a check', () => {
  it('names entries, and the smallest point that fails', () => {
    expect(ofExample('bias')).toMatchObject({
      name: 'byHand',
      found: 'the gradient is wrong in 2 of 6 entries',
      count: 2,
      entries: [
        { name: 'b[1]', analytic: -5, numeric: -12.25, error: 7.25 },
        { name: 'b[0]', verdict: 'wrong' },
      ],
      smallest: { point: '.b = [0. 0.], .w = [[0. 0.] [0. 1.]]', entry: { name: 'b[1]', analytic: 4, numeric: 1 } },
      at: { line: 15, column: 35 },
    })
  })

  it('names the results of a Jacobian too, and lists no more entries than can be looked at', () => {
    const many = `import { gradientCheck, arange, mul, type Tensor } from 'cotangent'
      const at = arange(0, 7) as Tensor<[7], 'float64'>
      export const all = gradientCheck({ derivative: 'jacobian', of: (x: typeof at) => mul(x, 2), at })`
    const check = checkOf(many)
    expect(check).toMatchObject({ verdict: 'right', count: 49 })
    expect(check.entries.map(({ name }) => name).slice(0, 2)).toEqual([
      'result[0] by argument[0]',
      'result[1] by argument[0]',
    ])
    expect(check.entries).toHaveLength(40)
  })

  it('is where a function throws', () => {
    const [check] = checksOf(`import { add, gradientCheck, sum, tensor, type Tensor } from 'cotangent'
export const one = gradientCheck({
  of: (x: Tensor) =>
    sum(add(x, tensor([1, 2, 3]))),
  at: tensor([1, 2]) as Tensor,
})`)
    expect(check).toMatchObject({
      kind: 'thrown',
      name: 'one',
      problem: { kind: 'thrown', at: { line: 4, column: 9 } },
    })
  })
})

describe('a module', () => {
  it('has to export a check', () => {
    expect(runModule('export const a = 1')).toMatchObject({
      kind: 'failed',
      problem: { text: expect.stringContaining('the module exports no check') },
    })
  })

  it('has to be one', () => {
    expect(runModule('export const = 1')).toMatchObject({
      kind: 'failed',
      problem: { kind: 'syntax', at: { line: 1, column: 14 } },
    })
  })
})
