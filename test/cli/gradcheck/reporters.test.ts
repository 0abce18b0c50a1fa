import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { annotationsOf } from '../../../src/cli/gradcheck/reporters/github.js'
import { json } from '../../../src/cli/gradcheck/reporters/json.js'
import { junit } from '../../../src/cli/gradcheck/reporters/junit.js'
import { markdown } from '../../../src/cli/gradcheck/reporters/markdown.js'
import { paletteOf, prettyEnd, prettyFile } from '../../../src/cli/gradcheck/reporters/pretty.js'
import {
  type CheckResult,
  type CheckStatus,
  exitCodeOf,
  type FileResult,
  type RunResult,
  tallied,
} from '../../../src/cli/gradcheck/results.js'
import { parsedXml } from './xml.js'

/** Texts of what formats take for their own, among anything. */
const special = [
  '%',
  '%0A',
  '%25',
  '0',
  'A',
  '25',
  '\n',
  '\r',
  '\t',
  ':',
  ',',
  '<',
  '>',
  '&',
  '"',
  '|',
  '`',
  '\\',
  '::',
  'lt;',
]
const odd = ['\u0000', '\u001b', '\u007f', '\ud800', '\udfff', '\ufffe', '\u{1f600}', '\u2028']
const wild = fc.string({
  unit: fc.oneof(fc.constantFrom(...special, ...odd), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })),
  maxLength: 20,
})
const statuses = fc.constantFrom<CheckStatus>('right', 'wrong', 'error', 'skipped')
const lines = fc.record({ file: wild, line: fc.integer({ min: 1, max: 999 }) })
const seconds = fc.constantFrom(0, 0.25, 3)
const checks: fc.Arbitrary<CheckResult> = fc.record(
  { name: wild, status: statuses, at: lines, seconds, text: wild, culprit: lines },
  { requiredKeys: ['name', 'status', 'at', 'seconds', 'text'] },
)
const files: fc.Arbitrary<FileResult> = fc.record(
  { file: wild, checks: fc.array(checks, { maxLength: 3 }), problem: wild, at: lines, seconds },
  { requiredKeys: ['file', 'checks', 'seconds'] },
)
const runs: fc.Arbitrary<RunResult> = fc.record({
  version: fc.constant('1.2.3'),
  seed: fc.nat(),
  files: fc.array(files, { maxLength: 3 }),
  seconds,
})

const written = (text: string): string =>
  text.replace(
    /(?![\t\n\r])\p{Control}|\p{Surrogate}|[\ufffe\uffff]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

describe('exit codes and counts', () => {
  it('what could not be run goes before what is wrong', () =>
    fc.assert(
      fc.property(fc.array(files), (all) => {
        const { error, broken, wrong } = tallied(all)
        expect(exitCodeOf(all)).toBe(error + broken > 0 ? 2 : wrong > 0 ? 1 : 0)
      }),
    ))
})

describe('junit', () => {
  it('is XML, whatever texts it holds, and they come out of it again', () =>
    fc.assert(
      fc.property(runs, (run) => {
        const { attributes, children } = parsedXml(junit(run))
        expect(children.map((suite) => suite.attributes.name)).toEqual(run.files.map(({ file }) => written(file)))
        const { wrong, error, broken, skipped } = tallied(run.files)
        expect(attributes).toMatchObject({ failures: `${wrong}`, errors: `${error + broken}`, skipped: `${skipped}` })
        const cases = children.flatMap((suite) => suite.children)
        expect(attributes.tests).toBe(`${cases.length}`)
        const told = run.files.flatMap(({ checks, problem }) => [
          ...checks.map(({ status, text }) => (status === 'wrong' || status === 'error' ? written(text) : undefined)),
          ...(problem === undefined ? [] : [written(problem)]),
        ])
        expect(cases.map((each) => each.children.at(0)?.text || undefined)).toEqual(
          told.map((text) => text || undefined),
        )
      }),
    ))
})

describe('github', () => {
  const unescaped = (text: string): string =>
    text.replace(/%(25|0D|0A|3A|2C)/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))

  it('is one line for each annotation, from which the texts come out again', () =>
    fc.assert(
      fc.property(fc.array(files, { maxLength: 3 }), (all) => {
        const output = annotationsOf(all, '/repository', '/repository')
        const found = output.split('\n').slice(0, -1)
        const told = all.flatMap(({ checks, problem }) => [
          ...checks.flatMap(({ status, at, culprit, text }) => {
            if (status !== 'wrong' && status !== 'error') return []
            const elsewhere = culprit !== undefined && (culprit.file !== at.file || culprit.line !== at.line)
            return elsewhere ? [text, text] : [text]
          }),
          ...(problem === undefined ? [] : [problem]),
        ])
        const parts = found.map((line) => /^::error file=([^,:]*),line=\d+,title=([^,:]*)::(.*)$/s.exec(line))
        expect(parts.map((part) => unescaped(part?.[3] ?? 'no annotation'))).toEqual(told)
      }),
    ))
})

describe('markdown', () => {
  it('has one row of four cells for each check and each file that could not be run', () =>
    fc.assert(
      fc.property(runs, (run) => {
        const page = markdown(run)
        const table = page
          .split('\n\n')[2]
          .trimEnd()
          .split(/\r\n|\r|\n/)
        const rows = run.files.flatMap(({ checks, problem }) => [
          ...checks,
          ...(problem === undefined ? [] : [problem]),
        ])
        expect(table).toHaveLength(rows.length + 2)
        for (const row of table) expect(row.replaceAll('\\|', '').split('|')).toHaveLength(6)
      }),
    ))

  it('fences texts that hold fences', () => {
    const text = 'before\n```\nafter'
    const check: CheckResult = { name: 'a', status: 'wrong', at: { file: 'a.ts', line: 1 }, seconds: 0, text }
    const page = markdown({ version: '1', seed: 0, seconds: 0, files: [{ file: 'a.ts', checks: [check], seconds: 0 }] })
    expect(page).toContain(`\`\`\`\`text\n${text}\n\`\`\`\`\n`)
  })
})

describe('json', () => {
  it('is the run', () =>
    fc.assert(
      fc.property(runs, (run) => {
        const report = JSON.parse(json(run))
        expect(report).toMatchObject({ format: 1, cotangent: '1.2.3', seed: run.seed, exitCode: exitCodeOf(run.files) })
        expect(report.files).toEqual(JSON.parse(JSON.stringify(run.files)))
      }),
    ))
})

describe('pretty', () => {
  const at = { file: 'a.ts', line: 3 }
  const text = 'the gradient is wrong\n    analytic     1\n    numeric      2'
  const all: readonly CheckResult[] = [
    { name: 'one', status: 'right', at, seconds: 0.0123, text: 'it is right' },
    { name: 'two', status: 'wrong', at, seconds: 2, text },
    { name: 'three', status: 'error', at, seconds: 0, text: 'Error: no' },
    { name: 'four', status: 'skipped', at, seconds: 0, text: 'not run' },
  ]

  it('shows each check under its file', () => {
    const file = { file: 'a.ts', checks: all, problem: 'it broke\nin two', seconds: 3 }
    expect(
      prettyFile(file, paletteOf(false)) +
        prettyEnd({ version: '1', seed: 7, files: [file], seconds: 3 }, paletteOf(false)),
    ).toBe(`a.ts
  ✓ one  it is right, 12 ms
  ✗ two  a.ts:3
      the gradient is wrong
          analytic     1
          numeric      2
  ! three  a.ts:3
      Error: no
  - four  not run
  ! could not be run
      it broke
      in two

1 right, 1 wrong, 1 could not be run, 1 file could not be run, 1 not run  (seed 7, 3.0 s)
`)
  })

  it('colours the two values', () => {
    const shown = prettyFile({ file: 'a.ts', checks: all, seconds: 3 }, paletteOf(true))
    expect(shown).toContain('analytic     \u001b[31m1\u001b[39m')
    expect(shown).toContain('numeric      \u001b[32m2\u001b[39m')
  })
})
