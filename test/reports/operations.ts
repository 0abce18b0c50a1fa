import fc from 'fast-check'
import { isFloat } from '../../src/tensor/index.js'
import {
  derivativeFaults,
  isPresent,
  isSmooth,
  publicNameOf,
  cases as references,
  valueFaults,
} from '../golden/torch.js'
import { anywhere, operationLaws } from '../laws/operationLaws.js'
import { type OperationCase, operationCases } from '../laws/operations/index.js'
import { readSource, sourcesUnder } from '../support/sources.js'
import { type Row, rowsOf, tableLines } from './markdown.js'

/** Every public operation, in alphabetical order. */
export const operationNames: readonly string[] = [...new Set(operationCases.map(({ name }) => name))].sort()

type Reference = (typeof references)[number]

/** The reference cases of each public operation. */
const referencesOf: ReadonlyMap<string, readonly Reference[]> = references
  .filter(isPresent)
  .reduce((found, reference) => {
    const name = publicNameOf(reference) ?? reference.op
    return found.set(name, [...(found.get(name) ?? []), reference])
  }, new Map<string, readonly Reference[]>())

/** What became of the reference cases of an operation: how many there are, and what is wrong. */
interface Judged {
  readonly count: number
  readonly faults: readonly string[]
}

const judged = (name: string): Judged => {
  const own = referencesOf.get(name) ?? []
  const faults = own.flatMap((reference) => {
    const found = [...valueFaults(reference), ...(isSmooth(reference) ? derivativeFaults(reference) : [])]
    return found.length === 0 ? [] : [`${reference.id}: ${found.join('; ')}`]
  })
  return { count: own.length, faults }
}

/** The reference cases that an operation meets, of all that it has. */
export const referenceCell = (name: string): string => {
  const { count, faults } = judged(name)
  return count === 0 ? '' : `${count - faults.length}/${count}`
}

/** The texts of a folder's files. */
const textsOf = (folder: string, pattern: RegExp): readonly string[] =>
  sourcesUnder(folder)
    .filter(({ path }) => pattern.test(path))
    .map(({ path }) => readSource(path).text)

const mentionedIn = (texts: readonly string[], pattern: (name: string) => RegExp) => (name: string) =>
  texts.some((text) => pattern(name).test(text))

/** Taken from the untyped operations by name, or named in a table. */
const isTested = mentionedIn(
  textsOf('test/graph/operations', /\.test\.ts$/),
  (name) =>
    new RegExp(
      `\\{[^}]*\\b${name}\\b[^}]*\\} =\\s+untyped|(?<![.\\w])${name}\\(|'${name}'|^ +${name}: (\\[|\\(|Math)`,
      'm',
    ),
)

const isUsed = (name: string): RegExp => new RegExp(`\\bo\\.${name}\\b`)
const isClaimed = mentionedIn(textsOf('test/types/fixtures', /(?<!mistakes)\.ts$/i), isUsed)
const isRefused = mentionedIn(textsOf('test/types/fixtures', /mistakes\.ts$/i), isUsed)

const listed = (...parts: readonly (readonly [what: string, holds: boolean])[]): string =>
  parts.flatMap(([what, holds]) => (holds ? [what] : [])).join(', ')

/** Whether any of some cases takes floats and gives some. */
const areDifferentiable = (cases: readonly OperationCase[]): boolean =>
  cases
    .filter(({ domains }) => domains.some(({ type }) => isFloat(type.dtype)))
    .some((one) => {
      const [{ f, inputs }] = fc.sample(anywhere([one]), { seed: 1, numRuns: 1 })
      return f(...inputs).some(({ dtype }) => isFloat(dtype))
    })

const aboutDerivatives: readonly string[] = ['jvp', 'vjp', 'second order']

const lawNames = [...new Set(operationLaws.map(({ name }) => name))]

/** What the cases of an operation obey, law by law: ✓, ✗ with the reason told, or nothing where there is no derivative. */
export const lawCells = (cases: readonly OperationCase[], tell: (fault: string) => void): Row => {
  const smooth = areDifferentiable(cases)
  return lawNames.map((law) => {
    if (!smooth && aboutDerivatives.includes(law)) return ''
    const broken = operationLaws.filter((each) => {
      if (each.name !== law) return false
      try {
        each.hold(cases)
        return false
      } catch (error) {
        tell(`${each.statement}: ${error instanceof Error ? error.message : error}`)
        return true
      }
    })
    return broken.length === 0 ? '✓' : '✗'
  })
}

/** The row of an operation; what is wrong is told as well. */
export const operationRow = (name: string, tell: (fault: string) => void): Row => {
  const cases = operationCases.filter((one) => one.name === name)
  const { count, faults } = judged(name)
  for (const fault of faults) tell(fault)
  return [
    name,
    listed(['reference', count > 0 && faults.length === 0], ['tests', isTested(name)]),
    ...lawCells(cases, tell),
    listed(['claims', isClaimed(name)], ['mistakes', isRefused(name)]),
    referenceCell(name),
  ]
}

/** How many reference cases there are, and which operations of theirs are not here. */
const coverage = (): string => {
  const missing = references.filter((reference) => !isPresent(reference)).map(({ op }) => op)
  const count = `The reference cases are ${references.length}`
  return missing.length === 0 ? `${count}.` : `${count}; not here: ${[...new Set(missing)].sort().join(', ')}.`
}

const head: Row = ['operation', 'value', ...lawNames, 'types', 'reference cases']

/** The document that holds the rows. */
export const operationsDocument = (rows: readonly Row[]): string =>
  [
    '# Operations',
    '',
    'Every public operation on tensors, and what holds of it. Made anew by `npm run operations`, which runs what stands behind',
    `each cell; here with Node ${process.version}. ✓: it holds at all places tried, in float64 and float32. ✗: it does not.`,
    'Empty: there is nothing to hold.',
    '',
    '* value: its reference cases, and tests of its own in `test/graph/operations`, against its definition.',
    '* shapes: tracing tells the shapes and dtypes that evaluation gives.',
    '* jvp: forward and central differences show the derivative that forward mode gives.',
    '* vjp: reverse mode is its adjoint.',
    '* second order: the same of the derivatives themselves, in both modes.',
    '* batch: `vmap` is a loop, to the bit.',
    '* engines: compiled to WebAssembly it gives the bits of the reference kernels.',
    '* types: what `test/types/fixtures` claims of its type, and mistakes that do not compile.',
    '* reference cases: values and derivatives by PyTorch and mpmath (`test/golden/torch_ops.json`), those met of those there are;',
    '  derivatives where no convention at a kink or tie is another.',
    '',
    ...tableLines(head, rows),
    '',
    coverage(),
    '',
  ].join('\n')

/** Names and reference cases that a document tells of. */
export const toldBy = (document: string): readonly (readonly [name: string | undefined, cases: string | undefined])[] =>
  rowsOf(document).map((row) => [row[0], row.at(-1)])
