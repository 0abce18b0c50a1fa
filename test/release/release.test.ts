import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseDocument } from 'yaml'
import { type Release, releaseFaults } from './release.js'

const right: Release = {
  tag: 'v1.2.3',
  manifest: { version: '1.2.3', repository: { type: 'git', url: 'git+https://example.org/it.git' } },
  changelog: '# Changelog\n\n## 1.2.3 - 2026-12-24\n\n## 1.2.2 - 2026-12-01\n',
}

describe('a release', () => {
  it('may be published where tag, version and changelog agree', () => expect(releaseFaults(right)).toEqual([]))

  it.each<[Partial<Release>, RegExp]>([
    [{ tag: 'v1.2.4' }, /the tag v1\.2\.4/],
    [{ changelog: '# Changelog\n\n## 1.2.2 - 2026-12-01\n' }, /not with 1\.2\.3/],
    [{ changelog: '# Changelog\n' }, /not with 1\.2\.3/],
    [{ changelog: '## 1.2.3 - unreleased\n' }, /no date/],
    [{ manifest: { version: '1.2.3' } }, /repository/],
  ])('and not with %j', (change, problem) =>
    expect(releaseFaults({ ...right, ...change })).toContainEqual(expect.stringMatching(problem)),
  )

  it('is described by a changelog that begins with the version of package.json', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8'))
    const changelog = readFileSync('CHANGELOG.md', 'utf8')
    const faults = releaseFaults({ tag: `v${manifest.version}`, manifest, changelog })
    expect(faults.filter((fault) => /the tag|not with/.test(fault))).toEqual([])
  })
})

interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly { readonly uses?: string; readonly run?: string }[] }>
  >
}

const workflows = readdirSync('.github/workflows').map((name) => `.github/workflows/${name}`)

/** What a file of YAML says, without a complaint of the parser. */
const parsed = <A>(path: string): A => {
  const document = parseDocument(readFileSync(path, 'utf8'), { strict: true, uniqueKeys: true })
  expect([...document.errors, ...document.warnings]).toEqual([])
  return document.toJS()
}

describe.each(workflows)('%s', (path) => {
  const { jobs, permissions } = parsed<Workflow>(path)
  const steps = Object.values(jobs).flatMap((job) => job.steps)

  it('takes actions in one version each, and may do nothing to the repository', () => {
    expect(steps.length).toBeGreaterThan(0)
    for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/^actions\/[\w-]+@v\d+\.\d+\.\d+$/)
    expect(permissions).toEqual({ contents: 'read' })
  })

  it('runs what there is', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'))
    for (const { run = '' } of steps)
      for (const [, name] of run.matchAll(/npm run (?:--silent )?([\w:]+)/g))
        expect(Object.keys(scripts)).toContain(name)
  })
})

it('updates are asked for of packages and of actions', () => {
  const { version, updates } = parsed<{ version: number; updates: readonly Record<string, string>[] }>(
    '.github/dependabot.yml',
  )
  expect(version).toBe(2)
  expect(updates.map((each) => each['package-ecosystem'])).toEqual(['npm', 'github-actions'])
})
