import { readFileSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gradcheckCommand, type Surroundings } from '../../../src/cli/gradcheck/command.js'
import { installed, write } from '../../support/package.js'
import { files } from './modules.js'
import { type Command, cotangents, type Ran, settled } from './process.js'
import { parsedXml } from './xml.js'

let folder = ''

const words = (line: string): readonly string[] => line.split(' ').filter((each) => each !== '')

const gradcheck = (line: string, environment: { readonly [name: string]: string } = {}): Command => ({
  args: ['gradcheck', ...words(line)],
  environment,
})

const read = (path: string): string => readFileSync(join(folder, path), 'utf8')

const commands = (top: string) => ({
  // As long as loading may take on a machine that is busy.
  endless: gradcheck('endless/*.grad.ts --timeout 8 --jobs 2'),
  // All that loads, on GitHub, told in every way at once.
  all: gradcheck('src/*.grad.ts --seed 7 --output out/deep/junit.xml --output out/r.json --output markdown=out/r.txt', {
    GITHUB_ACTIONS: 'true',
    GITHUB_STEP_SUMMARY: join(top, 'summary.md'),
    GITHUB_WORKSPACE: join(top, '..'),
  }),
  // All that does not.
  broken: gradcheck('bad/*.grad.ts --output out/broken.xml --output out/broken.json --output github=out/broken.txt'),
  some: gradcheck(
    'src/list.grad.ts src/losses.grad.ts src/right.grad.ts --seed 7 --jobs 1 --only (losses.*(automatic|byHand)|each)',
  ),
  bail: gradcheck('bad/throwing.grad.ts src/right.grad.ts --bail --jobs 1'),
  unnamed: gradcheck('src/right.grad.ts --only nothing'),
  unwritable: gradcheck('src/right.grad.ts --seed random --output src/right.grad.ts/x.json', { FORCE_COLOR: '1' }),
  loud: gradcheck('src/loud.grad.ts --seed random --reporter json', { GITHUB_ACTIONS: 'true' }),
  version: { args: ['--version'] },
  other: { args: ['fly'] },
})

/** The command in this process, for what ends before any thread is started. */
const here = async (line: string): Promise<Ran> => {
  const said = { out: '', err: '' }
  const around: Surroundings = {
    out: (text) => {
      said.out += text
    },
    err: (text) => {
      said.err += text
    },
    coloured: false,
    folder,
    environment: {},
    version: 'x.y.z',
  }
  const code = await gradcheckCommand(words(line), around)
  return { code, ...said }
}

let ran: { readonly [name in keyof ReturnType<typeof commands>]: Ran }

beforeAll(async () => {
  folder = await installed('gradcheck')
  write(folder, { ...files, 'summary.md': 'before\n' })
  ran = await cotangents(folder, commands(folder), 2)
}, 240_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('exit codes', () => {
  it('0 where all that is asked for is right', () => {
    const { code, out, err } = ran.some
    expect(err).toBe('')
    expect(out).toMatch(/^4 right {2}\(seed 7, /m)
    expect(code).toBe(0)
  })

  it('1 where a gradient is wrong, with its text and line; paths of a tsconfig are resolved', () => {
    expect(ran.all.out).toContain('src/losses.grad.ts\n  ✓ automatic')
    expect(ran.all.out).toContain('  ✗ twice  src/losses.grad.ts:10\n      the gradient is wrong in 3 entries\n')
    expect(ran.all.out).toContain('6 right, 2 wrong  (seed 7, ')
    expect(ran.all.code).toBe(1)
  })

  it.each([
    ['syntax', '  bad/syntax.grad.ts:1', 'Unexpected token'],
    ['missing', '  bad/missing.grad.ts:1', "Cannot find module './nowhere.js'"],
    ['none', '', 'it exports no check'],
    ['loading', '  bad/loading.grad.ts:3', 'RangeError: no data'],
  ])('2 for a file that does not load: %s', (name, place, problem) => {
    expect(ran.broken.code).toBe(2)
    expect(ran.broken.out).toContain(`bad/${name}.grad.ts\n  ! could not be run${place}\n      `)
    expect(ran.broken.out).toContain(problem)
  })

  it.each([
    ['throws', 7, 'Error: not today\n          in your code at bad/throwing.grad.ts:5'],
    ['exits', 4, 'it ended its thread, with exit code 0'],
  ])('2 for a check that does not run: %s; the others of its file do', (name, line, problem) => {
    const file = name === 'throws' ? 'bad/throwing.grad.ts' : 'bad/exits.grad.ts'
    expect(ran.broken.out).toContain(`${file}\n  ! ${name}  ${file}:${line}\n      ${problem}\n  ✓ right`)
    expect(ran.broken.out).toContain('3 right, 1 wrong, 6 could not be run, 4 files could not be run')
  })

  it('the user’s line where an operation fails, by its path from the folder; what was made of it has other columns', () => {
    expect(ran.broken.out).toContain('in your code at bad/throwing.grad.ts:11\n')
    expect(ran.broken.out).not.toContain(`in your code at ${folder}`)
  })

  it('2 for what never ends, once the time is over; the others run', () => {
    expect(ran.endless.code).toBe(2)
    const late = 'it did not end within 8 seconds (--timeout) and was stopped\n'
    expect(ran.endless.out).toContain(`  ! hangs  endless/hangs.grad.ts:3\n      ${late}  ✓ right`)
    expect(ran.endless.out).toContain(`endless/waits.grad.ts\n  ! could not be run\n      ${late}`)
  })

  it('2 for one of several checks that answers or is written as none does, told apart from what is wrong', () => {
    expect(ran.broken.out).toContain('  ✗ wrong  bad/opaque.grad.ts:3\n      the gradient is wrong in the one entry\n')
    expect(ran.broken.out).toContain('  ! throws  bad/opaque.grad.ts:4\n      gradient throws: Error: no rule\n')
    expect(ran.broken.out).toContain(
      '  ! unknown  bad/plain.grad.ts:4\n      ArgumentError: gradientCheck: there is no option',
    )
    expect(ran.broken.out).toContain(
      '  ! late  bad/plain.grad.ts:5\n      its thread failed: Error: too late\n  ✓ right',
    )
  })

  it('2 for a report that cannot be written', () => {
    expect(ran.unwritable.err).toContain('error: a report could not be written: ')
    expect(ran.unwritable.code).toBe(2)
  })

  it('2 where no check is named so', () => {
    expect(ran.unnamed).toEqual({ code: 2, out: '', err: 'error: no check is named like /nothing/\n' })
  })

  it.each([
    ['', 'there is no file to check'],
    ['src/right.grad.ts nowhere/*.ts', 'no file matches "nowhere/*.ts"'],
    ['src/', 'no file matches "src/", which is a folder: its files are \'src/**/*.grad.ts\''],
    ['src/right.grad.ts --unknown', "Unknown option '--unknown'"],
  ])('2 for a command line that cannot be followed: %s', async (line, problem) => {
    const { code, out, err } = await here(line)
    expect(err).toContain(`error: ${problem}`)
    expect(out).toBe('')
    expect(code).toBe(2)
  })

  it('0 for help and version, 2 for another command', async () => {
    const { version } = JSON.parse(read('node_modules/cotangent/package.json'))
    expect(ran.version).toEqual({ code: 0, out: `${version}\n`, err: '' })
    expect(await here('--version')).toEqual({ code: 0, out: 'x.y.z\n', err: '' })
    expect((await here('--help')).out).toMatch(/^Usage: cotangent gradcheck /)
    expect(ran.other.err).toContain('there is no command fly')
    expect(ran.other.code).toBe(2)
  })
})

describe('options', () => {
  it('--only runs the checks that it names; --jobs changes nothing but the time', () => {
    const [one, two] = [ran.some, ran.all].map(({ out }) => settled(out).split('\n'))
    expect(one.filter((line) => line.startsWith('  '))).toEqual(
      two.filter((line) => /^ {2}✓ (automatic|byHand|each)/.test(line)),
    )
    expect(one).toContain('4 right  (seed 7, … ms)')
    expect(one).not.toContain('src/right.grad.ts')
  })

  it('--bail ends at the first that is not right', () => {
    const { code, out } = ran.bail
    expect(out).toContain('  - right  not run\n')
    expect(out).toContain('src/right.grad.ts  not run\n')
    expect(out).toContain('0 right, 1 could not be run, 3 not run')
    expect(code).toBe(2)
  })

  it('--seed random draws a seed and prints it; colours come where they are asked for', () => {
    const [, seed] = /\(seed (\d+),/.exec(ran.unwritable.out) ?? []
    expect(seed).toMatch(/^\d+$/)
    expect(Number(seed)).not.toBe(JSON.parse(ran.loud.out).seed)
    expect(ran.some.out).not.toContain('\u001b')
    expect(ran.unwritable.out).toContain('\u001b[32m✓\u001b[39m')
  })

  it('what modules print does not come into reports on standard output, and neither do annotations', () => {
    const { code, out, err } = ran.loud
    expect(err).toBe('hello from the module\n')
    expect(JSON.parse(out)).toMatchObject({ exitCode: 0 })
    expect(code).toBe(0)
  })
})

describe('reporters', () => {
  it('json: documented fields', () => {
    const report = JSON.parse(read('out/r.json'))
    expect({ ...report, files: report.files.map(({ file }: { readonly file: string }) => file) }).toEqual({
      format: 1,
      cotangent: expect.stringMatching(/^\d+\.\d+\.\d+/),
      seed: 7,
      exitCode: 1,
      tally: { right: 6, wrong: 2, error: 0, skipped: 0, broken: 0 },
      seconds: expect.any(Number),
      files: [
        'src/list.grad.ts',
        'src/losses.grad.ts',
        'src/loud.grad.ts',
        'src/odd [name], 1%.grad.ts',
        'src/right.grad.ts',
      ],
    })
    const at = (line: number) => ({ file: 'src/losses.grad.ts', line })
    const seconds = expect.any(Number)
    const details = { _tag: 'GradientReport', checked: 3 }
    expect(report.files[1]).toEqual({
      file: 'src/losses.grad.ts',
      seconds,
      checks: [
        {
          name: 'automatic',
          status: 'right',
          at: at(7),
          seconds,
          text: expect.any(String),
          details: expect.objectContaining(details),
        },
        {
          name: 'byHand',
          status: 'right',
          at: at(9),
          seconds,
          text: expect.any(String),
          details: expect.objectContaining(details),
        },
        {
          name: 'twice',
          status: 'wrong',
          at: at(10),
          seconds,
          text: expect.stringContaining('the gradient is wrong'),
          likely: expect.stringContaining('2 times too large'),
          details: expect.objectContaining({ _tag: 'GradientFailure', reason: 'wrong', checked: 3 }),
        },
      ],
    })
    expect(JSON.parse(read('out/broken.json')).files[6]).toEqual({
      file: 'bad/syntax.grad.ts',
      checks: [],
      problem: expect.stringContaining('Unexpected token'),
      at: { file: 'bad/syntax.grad.ts', line: 1 },
      seconds,
    })
  })

  it('junit: XML that a parser reads, control characters written out', () => {
    const suites = parsedXml(read('out/deep/junit.xml'))
    expect(suites.name).toBe('testsuites')
    expect(suites.attributes).toMatchObject({ tests: '8', failures: '2', errors: '0', skipped: '0' })
    expect(suites.children.map(({ attributes }) => attributes.name)).toContain('src/odd [name], 1%.grad.ts')
    const failure = suites.children[1].children[2].children[0]
    expect(failure).toMatchObject({ name: 'failure', attributes: { type: 'wrong' } })
    expect(failure.text).toContain('the gradient is wrong in 3 entries\nat ')
    const sick = parsedXml(read('out/broken.xml'))
    expect(sick.attributes).toMatchObject({ tests: '14', failures: '1', errors: '10', skipped: '0' })
    const texts = sick.children.flatMap(({ children }) =>
      children.flatMap((each) => each.children.map(({ text }) => text)),
    )
    expect(texts).toContain('RangeError: no data: \\u001b[31m<here>')
  })

  it('markdown: a table and the texts', () => {
    const page = read('out/r.txt')
    expect(page).toContain('6 right, 2 wrong (seed 7)')
    expect(page).toContain('| automatic | right | src/losses.grad.ts:7 |')
    expect(page).toContain('| twice | **wrong** | src/losses.grad.ts:10 | the gradient is 2 times too large: ')
    expect(page).toContain('### twice, src/losses.grad.ts:10\n\n```text\nthe gradient is wrong')
    expect(read('summary.md')).toBe(`before\n${page}`)
  })

  it('github: annotations of the lines, by their paths from the top of the repository', () => {
    const top = basename(folder)
    const commands = ran.all.out.split('\n').filter((line) => line.startsWith('::'))
    expect(commands.map((line) => line.slice(0, line.indexOf('::', 2)))).toEqual([
      `::error file=${top}/src/losses.grad.ts,line=10,title=twice%3A wrong gradient`,
      `::error file=${top}/src/odd [name]%2C 1%25.grad.ts,line=3,title=wrong%3A wrong gradient`,
    ])
    expect(commands[0]).toContain('::the gradient is wrong in 3 entries%0Aat ')
    expect(read('out/broken.txt')).toMatch(
      /^::error file=bad\/syntax\.grad\.ts,line=1,title=gradient check could not be run::.*$/m,
    )
  })
})
