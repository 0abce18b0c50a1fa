import { isRight } from 'fp-ts/lib/Either.js'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { asKnown, verdictOf } from '../../../examples/audits/audit.js'
import { auditJax } from '../../../examples/audits/jax.js'
import { showPeers, surprises } from '../../../examples/audits/peers.js'
import { auditTensorFlow } from '../../../examples/audits/tensorflow.js'

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('the audit of the peers', { timeout: 240_000 }, () => {
  it('finds in TensorFlow.js what is wrong or missing, and nothing else', async () => {
    const findings = await auditTensorFlow()
    expect(surprises({ findings, absent: [] })).toEqual([])
    const verdicts = findings.map(verdictOf)
    expect(verdicts.filter((verdict) => verdict === 'threw')).toHaveLength(9)
    expect(
      findings.flatMap((each) => (['wrong', 'nonFinite', 'malformed'].includes(verdictOf(each)) ? [each.what] : [])),
    ).toEqual(['max of a tie', 'norm at 0', 'grad of a vector-valued square'])
    expect(verdicts.filter((verdict) => verdict === 'right').length).toBeGreaterThan(12)
  })

  it('finds in jax-js what is wrong or missing, and nothing else', async () => {
    // What Node 20 lacks, and jax-js needs to start.
    if (globalThis.navigator === undefined) vi.stubGlobal('navigator', {})
    const audit = await auditJax()
    if (!isRight(audit)) throw new Error(audit.left)
    const findings = audit.right
    expect(surprises({ findings, absent: [] })).toEqual([])
    expect(findings.flatMap((each) => (['right', 'kink'].includes(verdictOf(each)) ? [] : [each.what]))).toEqual([
      'prod with a zero',
      'x^3 at 0',
      'jacfwd of (a b, b)',
      'jacrev of a slice, 3 to 2',
      'jacrev of a concatenation, 2 to 3',
      'grad with argnums -1',
      'sum of eigenvalues, by eigh',
      'sum of singular values, by svd',
    ])
    const transposed = findings.find(({ what }) => what === 'jacfwd of (a b, b)')
    expect(String(transposed?.result._tag === 'Left' && transposed.result.left)).toMatch(
      /likely +the \w+ is transposed/,
    )
    expect(showPeers({ findings, absent: [] })).toMatch(
      /jax-js +prod with a zero +\[NaN, 0, 0\] +\[6, 0, 0\] +nonFinite\n/,
    )
  })

  it('says where jax-js does not start, and what is not as it is known', async () => {
    vi.stubGlobal('navigator', undefined)
    const audit = await auditJax()
    expect(audit).toMatchObject({ _tag: 'Left', left: expect.stringMatching(/does not start/) })
    expect(showPeers({ findings: [], absent: ['jax-js does not start'] })).toMatch(
      /jax-js does not start: skipped\n +Not looked at, as it is no derivative: .*int32 remainder/,
    )
    const [first] = await auditTensorFlow()
    const other = { ...first, known: 'right' }
    expect(asKnown(other)).toBe(false)
    expect(surprises({ findings: [other], absent: [] })).toEqual([
      'TensorFlow.js, second derivative of tanh: threw (should be right)',
    ])
  })
})
