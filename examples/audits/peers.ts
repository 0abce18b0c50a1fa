import { isLeft } from 'fp-ts/lib/Either.js'
import { table } from '../lessons/printed.js'
import { asKnown, type Finding, showVerdict } from './audit.js'
import { auditJax } from './jax.js'
import { auditTensorFlow } from './tensorflow.js'

/** What was found of both libraries, and a word on what could not be looked at. */
export interface PeersAudit {
  readonly findings: readonly Finding[]
  readonly absent: readonly string[]
}

/** Derivatives of jax-js and TensorFlow.js, each through nothing but its numbers. */
export const auditPeers = async (): Promise<PeersAudit> => {
  const jax = await auditJax()
  return {
    findings: [...(isLeft(jax) ? [] : jax.right), ...(await auditTensorFlow())],
    absent: isLeft(jax) ? [jax.left] : [],
  }
}

/** What is known of the libraries that no check of derivatives can show. */
const elsewhere =
  'Not looked at, as it is no derivative: jax-js: int32 remainder, digits of float64 sin, exp and log, memory; both: shapes in types.'

export const showPeers = ({ findings, absent }: PeersAudit): string =>
  [
    table([
      ['library', 'derivative', 'theirs', 'right', 'verdict'],
      ...findings.map((finding) => [
        finding.library,
        finding.what,
        finding.theirs,
        finding.right,
        showVerdict(finding),
      ]),
    ]),
    ...absent.map((word) => `  ${word}: skipped`),
    `  ${elsewhere}`,
  ].join('\n')

/** The findings that are not what is known. */
export const surprises = ({ findings }: PeersAudit): readonly string[] =>
  findings.flatMap((finding) =>
    asKnown(finding) ? [] : [`${finding.library}, ${finding.what}: ${showVerdict(finding)}`],
  )
