import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installed, write } from '../../support/package.js'
import { cotangent, type Ran, settled } from './process.js'
import { parsedXml } from './xml.js'

let folder = ''

const losses = `import { gradientCheck, mul, sigmoid, sub, sum, type Tensor, tensor } from 'cotangent'
import { type Slope, slope } from '@models/slope'

const at = tensor([-1, 0, 2])
const value = (x: Tensor<[3], 'float64'>) => sum(sigmoid(x))

export const automatic = gradientCheck({ of: value, at })

export const byHand = gradientCheck({ of: { value, gradient: slope satisfies Slope }, at })
export const twice = gradientCheck({ of: { value, gradient: (x) => mul(slope(x), 2) }, at })
`

const slope = `import { mul, sigmoid, sub, type Tensor } from 'cotangent'
export type Slope = (x: Tensor<[3], 'float64'>) => Tensor<[3], 'float64'>
export const slope: Slope = (x) => mul(sigmoid(x), sub(1, sigmoid(x)))
`

const head = `import { gradientCheck, sum, tensor, type Tensor } from 'cotangent'\nconst at = tensor([1, 2])\n`
const right = 'export const right = gradientCheck({ of: (x) => sum(x), at })\n'

const files = {
  'tsconfig.json': JSON.stringify({ compilerOptions: { paths: { '@models/*': ['./models/*'] } } }),
  'models/slope.ts': slope,
  'src/losses.grad.ts': losses,
  'src/loud.grad.ts': `${head}console.log('hello from the module')\n${right}`,
  'src/right.grad.ts': `${head}${right}`,
  'src/list.grad.ts': `${head}export const each = [
  { of: (x: Tensor<[2], 'float64'>) => sum(x), at },
  gradientCheck({ of: (x) => sum(x), at }),
]\nexport const helper = 3\n`,
  'src/odd [name], 1%.grad.ts': `${head}export const wrong = gradientCheck({
  of: { value: (x: typeof at) => sum(x), gradient: (x) => x }, at })\n`,
  'bad/syntax.grad.ts': 'export const right = = 1\n',
  'bad/missing.grad.ts': `import { x } from './nowhere.js'\n\nexport const right = x\n`,
  'bad/none.grad.ts': 'export const helper = 3\n',
  'bad/loading.grad.ts': `${head}throw new RangeError('no data: \\u001b[31m<here>')\n`,
  'bad/throwing.grad.ts': `${head}
const explode = (): never => {
  throw new Error('not today')
}
export const throws = gradientCheck({ of: explode, at })
${right}`,
  'bad/exits.grad.ts': `${head}
export const exits = gradientCheck({ of: () => process.exit(0), at })
${right}`,
  'endless/hangs.grad.ts': `${head}export const hangs = gradientCheck({
  of: () => {
    for (;;);
  },
  at,
})
${right}`,
  'endless/waits.grad.ts': 'setInterval(() => {}, 1000)\nawait new Promise(() => {})\nexport const right = 1\n',
}

const run = (args: string, environment: { readonly [name: string]: string } = {}): Ran =>
  cotangent(folder, ['gradcheck', ...args.split(' ').filter((each) => each !== '')], environment)

const read = (path: string): string => readFileSync(join(folder, path), 'utf8')

/** A run on GitHub of all that loads, told in every way at once; one of all that does not; one of what never ends. */
let all: Ran
let broken: Ran
let endless: Ran

beforeAll(async () => {
  folder = await installed('gradcheck')
  write(folder, { ...files, 'summary.md': 'before\n' })
  all = run('src/*.grad.ts --seed 7 --output out/deep/junit.xml --output out/r.json --output markdown=out/r.txt', {
    GITHUB_ACTIONS: 'true',
    GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
    GITHUB_WORKSPACE: join(folder, '..'),
  })
  broken = run('bad/*.grad.ts --output out/broken.xml --output out/broken.json')
  // As long as loading may take on a machine that is busy.
  endless = run('endless/*.grad.ts --timeout 8 --jobs 2')
}, 120_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('exit codes', () => {
  it('0 where all is right', () => {
    const { code, out, err } = run('src/right.grad.ts src/list.grad.ts')
    expect(err).toBe('')
    expect(out).toContain('✓ each[0]')
    expect(out).toContain('✓ each[1]')
    expect(out).toMatch(/^3 right {2}\(seed 0, /m)
    expect(code).toBe(0)
  })

  it('1 where a gradient is wrong, with its text and line; paths of a tsconfig are resolved', () => {
    expect(all.out).toContain('src/losses.grad.ts\n  ✓ automatic')
    expect(all.out).toContain('  ✗ twice  src/losses.grad.ts:10\n      the gradient is wrong in 3 entries\n')
    expect(all.out).toContain('6 right, 2 wrong  (seed 7, ')
    expect(all.code).toBe(1)
  })

  it.each([
    ['syntax', '  bad/syntax.grad.ts:1', 'Unexpected token'],
    ['missing', '  bad/missing.grad.ts:1', "Cannot find module './nowhere.js'"],
    ['none', '', 'it exports no check'],
    ['loading', '  bad/loading.grad.ts:3', 'RangeError: no data'],
  ])('2 for a file that does not load: %s', (name, place, problem) => {
    expect(broken.code).toBe(2)
    expect(broken.out).toContain(`bad/${name}.grad.ts\n  ! could not be run${place}\n      `)
    expect(broken.out).toContain(problem)
  })

  it.each([
    ['throws', 7, 'Error: not today'],
    ['exits', 4, 'it ended its thread, with exit code 0'],
  ])('2 for a check that does not run: %s; the others of its file do', (name, line, problem) => {
    const file = name === 'throws' ? 'bad/throwing.grad.ts' : 'bad/exits.grad.ts'
    expect(broken.out).toContain(`${file}\n  ! ${name}  ${file}:${line}\n      ${problem}\n  ✓ right`)
    expect(broken.out).toContain('2 right, 2 could not be run, 4 files could not be run')
  })

  it('2 for what never ends, once the time is over; the others run', () => {
    expect(endless.code).toBe(2)
    const late = 'it did not end within 8 seconds (--timeout) and was stopped\n'
    expect(endless.out).toContain(`  ! hangs  endless/hangs.grad.ts:3\n      ${late}  ✓ right`)
    expect(endless.out).toContain(`endless/waits.grad.ts\n  ! could not be run\n      ${late}`)
  })

  it.each([
    ['', 'there is no file to check'],
    ['src/right.grad.ts nowhere/*.ts', 'no file matches "nowhere/*.ts"'],
    ['src/right.grad.ts --only nothing', 'no check is named like /nothing/'],
    ['src/right.grad.ts --unknown', "Unknown option '--unknown'"],
    ['src/right.grad.ts --output src/right.grad.ts/x.json', 'a report could not be written: '],
  ])('2 for a command line that cannot be followed: %s', (args, problem) => {
    const { code, err } = run(args)
    expect(err).toContain(`error: ${problem}`)
    expect(code).toBe(2)
  })

  it('0 for help and version, 2 for no command or another', () => {
    const { version } = JSON.parse(read('node_modules/cotangent/package.json'))
    expect(cotangent(folder, ['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' })
    expect(run('--help').out).toMatch(/^Usage: cotangent gradcheck /)
    expect(cotangent(folder, []).code).toBe(2)
    expect(cotangent(folder, ['fly']).err).toContain('there is no command fly')
  })
})

describe('options', () => {
  it('--only runs the checks that it names; --jobs changes nothing but the time', () => {
    const [one, two] = [1, 2].map((jobs) =>
      run(`src/*.grad.ts --jobs ${jobs} --only (losses.*(automatic|byHand)|each)`),
    )
    expect(one.out).toContain('4 right')
    expect(one.out).not.toContain('src/right.grad.ts')
    expect(settled(two.out)).toBe(settled(one.out))
  })

  it('--bail ends at the first that is not right', () => {
    const { code, out } = run('bad/throwing.grad.ts src/right.grad.ts --bail --jobs 1')
    expect(out).toContain('  - right  not run\n')
    expect(out).toContain('src/right.grad.ts  not run\n')
    expect(out).toContain('0 right, 1 could not be run, 2 not run')
    expect(code).toBe(2)
  })

  it('--seed random prints the seed that it drew; colours come where they are asked for', () => {
    const [first, second] = ['0', '1'].map(
      (colours) => run('src/right.grad.ts --seed random', { FORCE_COLOR: colours }).out,
    )
    const [one, two] = [first, second].map((out) => /\(seed (\d+),/.exec(out)?.[1])
    expect(one).toMatch(/^\d+$/)
    expect(two).not.toBe(one)
    expect(first).not.toContain('\u001b')
    expect(second).toContain('\u001b[32m✓\u001b[39m')
  })

  it('what modules print does not come into reports on standard output, and neither do annotations', () => {
    const { code, out, err } = run('src/loud.grad.ts --reporter json', { GITHUB_ACTIONS: 'true' })
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
    expect(JSON.parse(read('out/broken.json')).files[4]).toEqual({
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
    expect(sick.attributes).toMatchObject({ tests: '8', failures: '0', errors: '6', skipped: '0' })
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
    const top = folder.split('/').at(-1)
    const commands = all.out.split('\n').filter((line) => line.startsWith('::'))
    expect(commands.map((line) => line.slice(0, line.indexOf('::', 2)))).toEqual([
      `::error file=${top}/src/losses.grad.ts,line=10,title=twice%3A wrong gradient`,
      `::error file=${top}/src/odd [name]%2C 1%25.grad.ts,line=3,title=wrong%3A wrong gradient`,
    ])
    expect(commands[0]).toContain('::the gradient is wrong in 3 entries%0Aat ')
    const { out } = run('bad/syntax.grad.ts --reporter github')
    expect(out).toMatch(/^::error file=bad\/syntax\.grad\.ts,line=1,title=gradient check could not be run::.*\n$/)
  })
})
