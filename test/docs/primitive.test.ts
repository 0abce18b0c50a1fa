import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Edit, edited, editsOf } from '../support/edits.js'
import { readSource, root } from '../support/sources.js'

// What the page does to the library is done to a copy of it, and the laws are run there.

const edits = editsOf(readSource('docs/add-a-primitive.md').text)

/** The record and its name among the others: what comes before any row of an engine. */
const isRecord = ({ path }: Edit): boolean => path.startsWith('src/graph/primitives/')

const fields = ['name', 'infer', 'evaluate', 'jvp', 'vjp', 'batch', 'domain']

/** Records that lack a field each, on lines of their own. */
const lacking = [
  `import { type Primitive, primitives } from '../src/graph/index.js'`,
  ...fields.map(
    (field) => `export const without_${field} = (({ ${field}, ...rest }) => rest)(primitives.cube) satisfies Primitive`,
  ),
].join('\n')

const driver = `
import fc from 'fast-check'
import { batchSamplesOf, check, functionPlaces, onnx, precise, primitive, primitives, samplesOf } from './laws/index.js'
import { equivalences, equivalentNames, examination, mutantsOf } from './laws/mutants/index.js'
import { operationLaws } from './test/laws/operationLaws.js'
import { operationCases } from './test/laws/operations/index.js'

const record = primitives.cube
const runs = { numRuns: 20, seed: 1 }
const samples = (where) => fc.tuple(fc.oneof(...record.domain().map((each) => samplesOf(record, each, where))))
for (const law of ['inference', 'adjoint', 'homogeneity']) check(primitive[law](record), samples('anywhere'), runs)
for (const law of ['forwardDifference', 'centralDifference', 'secondOrder'])
  check(primitive[law](record), samples('clear of kinks'), runs)
check(primitive.batching(record), fc.tuple(fc.oneof(...record.domain().map(batchSamplesOf))), runs)

const cases = operationCases.filter(({ name }) => name === 'cube')
for (const { hold } of operationLaws) hold(cases)

const map = (inputs) => inputs.map((x) => primitive.applied(record, {})([x])[0])
const domain = { type: { shape: [3], dtype: 'float64' }, low: -3, high: 3, wild: false }
for (const { primals, tangents, weights } of fc.sample(functionPlaces((x) => map([x]), [domain]), runs))
  for (const found of [
    ...precise.agreement(map).violations(primals, tangents, weights),
    ...precise.adjoint(map).violations(primals, tangents, weights),
    ...onnx.roundTrip(map).violations(primals),
  ])
    throw new Error(JSON.stringify(found))

// Faults in its rules are found, but for those that change nothing.
const equivalent = equivalences.flatMap(equivalentNames)
const examine = examination(record, { seed: 1, count: 10 })
const mutants = mutantsOf(record).filter((mutant) => !mutant.isOverlooked() && !equivalent.includes(mutant.name))
const survivors = mutants.filter((mutant) => examine(mutant).length === 0).map(({ name }) => name)
console.log(JSON.stringify({ cases: cases.length > 0, mutants: mutants.length > 20, survivors }))
`

const loader = (folder: string, file: string): string =>
  `import('vite').then((vite) => vite.runnerImport(${JSON.stringify(join(folder, file))}, { root: ${JSON.stringify(folder)}, configFile: false, logLevel: 'error' })).catch((fault) => { console.error(fault); process.exitCode = 1 })`

let folder = ''

const at = (path: string): string => join(folder, path)

const apply = (some: readonly Edit[]): void => {
  for (const edit of some) writeFileSync(at(edit.path), edited(readFileSync(at(edit.path), 'utf8'), edit))
}

/** The files that do not compile, and how often. */
const faults = (): Readonly<Record<string, number>> => {
  const compiler = join(root, 'node_modules/@typescript/native/bin/tsc')
  const { stdout } = spawnSync(process.execPath, [compiler, '--noEmit', '--pretty', 'false', '-p', folder], {
    cwd: folder,
    encoding: 'utf8',
  })
  const paths = [...stdout.matchAll(/^(\S+)\(\d+,\d+\): error/gm)].map(([, path]) => path)
  return Object.fromEntries(
    [...new Set(paths)].sort().map((path) => [path, paths.filter((each) => each === path).length]),
  )
}

beforeAll(() => {
  mkdirSync(join(root, 'node_modules/.cache'), { recursive: true })
  folder = mkdtempSync(join(root, 'node_modules/.cache/primitive-'))
  for (const path of ['src', 'laws', 'test/laws', 'package.json'])
    cpSync(join(root, path), at(path), { recursive: true })
  // The tables, and what they import; the rest of the library knows no primitive by name, and is run below.
  const include = ['src/engine/index.ts', 'src/engine/onnx/index.ts', 'laws/roundings.ts', 'laws/lacking.ts']
  const compilerOptions = { rootDir: folder, noUnusedLocals: false }
  writeFileSync(at('tsconfig.json'), JSON.stringify({ extends: join(root, 'tsconfig.json'), compilerOptions, include }))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the page that adds a primitive', () => {
  it('refuses an edit that fits nowhere, or at several places', () => {
    const edit = { path: 'x', before: 'b\n', after: 'c\n' }
    expect(edited('a\nb\nd\n', edit)).toBe('a\nc\nd\n')
    expect(() => edited('a\n', edit)).toThrow('nothing like')
    expect(() => edited('b\na\nb\n', edit)).toThrow('more than one place')
  })

  it('adds a record, of which no field can be left out, and then no row of a table', { timeout: 120_000 }, () => {
    apply(edits.filter(isRecord))
    writeFileSync(at('laws/lacking.ts'), lacking)
    expect(faults()).toEqual({
      'laws/lacking.ts': fields.length,
      'laws/roundings.ts': 1,
      'src/compile/lowering.ts': 1,
      'src/engine/onnx/lowering/table.ts': 1,
      'src/engine/precise/scalar/functions.ts': 1,
      // Which goes over those functions.
      'src/engine/precise/scalar/loops.ts': 1,
      'src/engine/precise/table.ts': 1,
    })
    rmSync(at('laws/lacking.ts'))
  })

  it('has a row for each, and the laws hold', { timeout: 120_000 }, () => {
    apply(edits.filter((edit) => !isRecord(edit)))
    expect(faults()).toEqual({})
    writeFileSync(at('driver.js'), driver)
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', loader(folder, 'driver.js')], {
      cwd: root,
      encoding: 'utf8',
    })
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toEqual({ cases: true, mutants: true, survivors: [] })
  })

  it('names the tests that go over all records', () => {
    const { text } = readSource('docs/add-a-primitive.md')
    const [, table] = /## 3\.[\s\S]*?(\|[\s\S]*?)\n\n/.exec(text) ?? []
    const named = [...(table ?? '').matchAll(/^\| `(\S+\.test\.ts)`/gm)].map(([, path]) => path)
    expect(named.length).toBeGreaterThan(4)
    for (const path of named) expect(readSource(path).text, path).toMatch(/Object\.values\(primitives\)/)
  })
})
