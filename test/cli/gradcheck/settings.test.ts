import { isLeft, left, right } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { settingsOf } from '../../../src/cli/gradcheck/settings.js'

const asked = (line: string, onGitHub = false) =>
  settingsOf(
    line.split(' ').filter((each) => each !== ''),
    onGitHub,
  )

const toldBy = (line: string, onGitHub = false): unknown => {
  const request = asked(line, onGitHub)
  if (isLeft(request)) return request.left
  if (request.right.ask !== 'run') return request.right.ask
  return request.right.tellings.map(({ reporter, file }) => (file === undefined ? reporter : `${reporter}=${file}`))
}

describe('settings', () => {
  it('have defaults', () => {
    expect(asked('a.ts')).toEqual(
      right({
        ask: 'run',
        patterns: ['a.ts'],
        tellings: [{ reporter: 'pretty', file: undefined }],
        seed: undefined,
        options: {},
        only: undefined,
        bail: false,
        jobs: expect.any(Number),
        timeout: 120,
      }),
    )
  })

  it('are what is given', () => {
    expect(asked('a.ts b.ts --seed 3 --runs 5 --order 2 --engine wasm --only x+ --bail --jobs 4 --timeout 9')).toEqual(
      right({
        ask: 'run',
        patterns: ['a.ts', 'b.ts'],
        tellings: [{ reporter: 'pretty', file: undefined }],
        seed: 3,
        options: { runs: 5, order: 2, engine: 'wasm' },
        only: /x+/,
        bail: true,
        jobs: 4,
        timeout: 9,
      }),
    )
    expect(asked('a.ts --seed random')).toMatchObject(right({ seed: 'random' }))
    expect(asked('--help')).toEqual(right({ ask: 'help' }))
    expect(asked('a.ts --version')).toEqual(right({ ask: 'version' }))
  })

  it.each([
    ['', "there is no file to check: give a pattern such as 'src/**/*.grad.ts'"],
    ['a.ts --seed -1', undefined],
    ['a.ts --seed=1.5', '--seed takes a whole number from 0 to 2147483647, not "1.5"'],
    ['a.ts --seed=2147483648', '--seed takes a whole number from 0 to 2147483647, not "2147483648"'],
    ['a.ts --runs 0', '--runs takes a whole number from 1 to 2147483647, not "0"'],
    ['a.ts --jobs none', '--jobs takes a whole number from 1 to 1024, not "none"'],
    ['a.ts --timeout 0', '--timeout takes a whole number from 1 to 2147483, not "0"'],
    ['a.ts --order 3', '--order takes 1, 2, not "3"'],
    ['a.ts --engine fast', '--engine takes precise, wasm, reference, not "fast"'],
    ['a.ts --only (', undefined],
    ['a.ts --runs', undefined],
  ])('that cannot be followed are on the left: %s', (line, problem) => {
    expect(asked(line)).toEqual(problem === undefined ? left(expect.any(String)) : left(problem))
  })
})

describe('reporters', () => {
  it.each([
    ['a.ts --reporter json', ['json']],
    ['a.ts --reporter pretty,github --reporter github', ['pretty', 'github']],
    ['a.ts --output r.json', ['pretty', 'json=r.json']],
    ['a.ts --output R.XML --output out/r.md', ['pretty', 'junit=R.XML', 'markdown=out/r.md']],
    ['a.ts --reporter junit --output junit=r', ['pretty', 'junit=r']],
    ['a.ts --reporter json --output r.xml', ['json', 'junit=r.xml']],
    ['a.ts --output pretty=log.txt --reporter json', ['json', 'pretty=log.txt']],
    ['a.ts --reporter xml', '--reporter takes pretty, json, junit, github, markdown, not "xml"'],
    [
      'a.ts --reporter json,junit',
      'json and junit cannot share standard output: give json a file with --output json=FILE',
    ],
    [
      'a.ts --output report',
      '--output report does not tell which report it is for: let it end in .json, .xml, .md, or write --output NAME=FILE',
    ],
  ])('%s', (line, told) => expect(toldBy(line)).toEqual(told))

  it.each([
    ['a.ts', ['pretty', 'github']],
    ['a.ts --reporter github', ['github']],
    ['a.ts --reporter json', ['json']],
    ['a.ts --output r.xml', ['pretty', 'github', 'junit=r.xml']],
  ])('on GitHub: %s', (line, told) => expect(toldBy(line, true)).toEqual(told))
})
