import { type Row, tableLines } from '../reports/markdown.js'
import { passes, type Torch, type Verdict } from './compare.js'
import type { Case } from './expression.js'

/** What the checkers say of some cases, in their order. */
export interface Verdicts {
  readonly gradcheck: readonly Verdict[]
  readonly opaque: readonly Verdict[]
  readonly torch: readonly Verdict[]
}

type Checker = keyof Verdicts

const checkers: readonly Checker[] = ['gradcheck', 'opaque', 'torch']

const head: Row = ['gradcheck', 'gradcheckOpaque', 'PyTorch']

/** What is due: that a fault fails, and a right gradient passes. */
const isRight = (kind: 'faults' | 'delicate', verdict: Verdict): boolean =>
  (verdict === passes) === (kind === 'delicate')

const caseRows = (kind: 'faults' | 'delicate', cases: readonly Case[], verdicts: Verdicts): readonly Row[] =>
  cases.map(({ group, name }, at) => [
    group,
    name,
    ...checkers.map((checker) => {
      const verdict = verdicts[checker][at]
      if (isRight(kind, verdict)) return kind === 'faults' ? 'found' : passes
      return kind === 'faults' ? '**missed**' : checker === 'torch' ? '**alarm**' : `**${verdict}**`
    }),
  ])

/** How many errors each checker makes. */
export const errorsOf = (kind: 'faults' | 'delicate', verdicts: Verdicts): readonly number[] =>
  checkers.map((checker) => verdicts[checker].filter((verdict) => !isRight(kind, verdict)).length)

/** The document that holds the comparison. */
export const sideDocument = (
  faults: readonly Case[],
  ofFaults: Verdicts,
  delicate: readonly Case[],
  ofDelicate: Verdicts,
  { version }: Pick<Torch, 'version'>,
): string =>
  [
    "# Beside PyTorch's gradcheck",
    '',
    'The same functions, with the same gradients, at the same points, put to three checkers: `gradcheck`, in the precise',
    'engine; `gradcheckOpaque`, of plain JavaScript that computes in the dtype of the case; and',
    `\`torch.autograd.gradcheck\` of PyTorch ${version}, with its own defaults (central differences with a step of 1e-6, an`,
    'absolute tolerance of 1e-5 and a relative one of 1e-3). The gradients are what the `backward` of a',
    '`torch.autograd.Function` gives there. The cases are data (`test/side/cases`) that each side reads alike.',
    '',
    'Made anew by `npm run side`, where `/usr/bin/python3` has PyTorch. The tests hold our columns to this table.',
    '',
    ...tableLines(
      ['', ...head],
      [
        [`faults missed, of ${faults.length}`, ...errorsOf('faults', ofFaults).map(String)],
        [`false alarms, of ${delicate.length}`, ...errorsOf('delicate', ofDelicate).map(String)],
      ],
    ),
    '',
    '## Faults',
    '',
    'A checker misses a fault that it lets pass.',
    '',
    ...tableLines(['group', 'fault', ...head], caseRows('faults', faults, ofFaults)),
    '',
    '`gradcheck` lets 2^-34 of an entry pass, 5.8e-11, and 2^-21 in float32 (`closeAgreement` and `constantsInTerm` in',
    '`src/check/judgements.ts`), `gradcheckOpaque` what the noise of the values hides, up to its `resolution`. Where PyTorch',
    'finds a fault by noise, it finds the right gradient wrong as well: beside 1e10, in float32, and near kinks.',
    '',
    '## Right gradients',
    '',
    'Not letting one pass is a false alarm; ours says which kind, and `illConditioned` says that nothing can be told.',
    '',
    ...tableLines(['group', 'function', ...head], caseRows('delicate', delicate, ofDelicate)),
    '',
  ].join('\n')
