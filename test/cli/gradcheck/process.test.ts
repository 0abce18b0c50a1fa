import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installed, write } from '../../support/package.js'
import { cotangent, settled } from './process.js'
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
  'bad/hangs.grad.ts': `${head}export const hangs = gradientCheck({
  of: () => {
    for (;;);
  },
  at,
})
${right}`,
  'bad/waits.grad.ts': 'setInterval(() => {}, 1000)\nawait new Promise(() => {})\nexport const right = 1\n',
}

beforeAll(async () => {
  folder = await installed('gradcheck')
  write(folder, files)
}, 60_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (args: string, environment: { readonly [name: string]: string } = {}) =>
  cotangent(folder, ['gradcheck', ...args.split(' ')], environment)

describe('exit codes', () => {
  it('0 where all is right, modules and paths of a tsconfig resolved', () => {
    const { code, out, err } = run('src/right.grad.ts src/list.grad.ts')
    expect(err).toBe('')
    expect(out).toContain('✓ each[0]')
    expect(out).toContain('✓ each[1]')
    expect(out).toMatch(/^3 right {2}\(seed 0, /m)
    expect(code).toBe(0)
  })

  it('1 where a gradient is wrong, with its text and line', () => {
    const { code, out } = run('src/losses.grad.ts --reporter pretty')
    expect(out).toContain('src/losses.grad.ts\n  ✓ automatic')
    expect(out).toContain('  ✗ twice  src/losses.grad.ts:10\n      the gradient is wrong in 3 entries\n')
    expect(out).toContain('2 right, 1 wrong')
    expect(code).toBe(1)
  })

  it.each([
    ['bad/syntax.grad.ts', 'bad/syntax.grad.ts:1', /Unexpected token/],
    ['bad/missing.grad.ts', 'bad/missing.grad.ts:1', /nowhere\.js/],
    ['bad/none.grad.ts', '', /exports no check/],
    ['bad/loading.grad.ts', 'bad/loading.grad.ts:3', /RangeError: no data/],
    ['bad/waits.grad.ts --timeout 2', '', /did not end within 2 seconds/],
  ])('2 for %s, which does not load', (args, place, problem) => {
    const { code, out } = run(args)
    expect(out).toContain(`! could not be run${place === '' ? '' : `  ${place}`}\n`)
    expect(out).toMatch(problem)
    expect(code).toBe(2)
  })

  it.each([
    ['bad/throwing.grad.ts', '! throws  bad/throwing.grad.ts:7\n      Error: not today\n'],
    ['bad/exits.grad.ts', '! exits  bad/exits.grad.ts:4\n      it ended its thread, with exit code 0\n'],
    ['bad/hangs.grad.ts --timeout 2', '! hangs  bad/hangs.grad.ts:3\n      it did not end within 2 seconds'],
  ])('2 for %s, whose other checks go on', (args, told) => {
    const { code, out } = run(args)
    expect(out).toContain(told)
    expect(out).toContain('✓ right')
    expect(out).toContain('1 right, 1 could not be run')
    expect(code).toBe(2)
  })

  it('2 where one file is broken and another wrong, and all are run', () => {
    const { code, out } = run('bad/syntax.grad.ts src/*.grad.ts')
    expect(out).toContain('5 right, 2 wrong, 1 file could not be run')
    expect(code).toBe(2)
  })

  it.each([
    ['', /there is no file to check/],
    ['nowhere/*.ts', /no file matches "nowhere\/\*\.ts"/],
    ['src/right.grad.ts nowhere.ts', /no file matches "nowhere.ts"/],
    ['src/right.grad.ts --only nothing', /no check is named like \/nothing\//],
    ['src/right.grad.ts --only (', /--only: Invalid regular expression/],
    ['src/right.grad.ts --order 3', /--order takes 1, 2, not "3"/],
    ['src/right.grad.ts --engine fast', /--engine takes precise, wasm, reference/],
    ['src/right.grad.ts --seed -1', /--seed/],
    ['src/right.grad.ts --seed x', /--seed takes a whole number/],
    ['src/right.grad.ts --runs 0', /--runs takes a whole number/],
    ['src/right.grad.ts --unknown', /Unknown option '--unknown'/],
    ['src/right.grad.ts --reporter xml', /--reporter takes pretty, json/],
    ['src/right.grad.ts --reporter json,junit', /cannot share standard output/],
    ['src/right.grad.ts --output report', /--output report does not tell/],
    ['src/right.grad.ts --output src/right.grad.ts/x.json', /a report could not be written/],
  ])('2 for a command line that cannot be followed: %s', (args, problem) => {
    const { code, err } = cotangent(folder, ['gradcheck', ...args.split(' ').filter((each) => each !== '')])
    expect(err).toMatch(problem)
    expect(err).toMatch(/^error: /)
    expect(code).toBe(2)
  })

  it('0 for help and version, 2 for no command or another', () => {
    const version = `${JSON.parse(readFileSync(join(folder, 'node_modules/cotangent/package.json'), 'utf8')).version}\n`
    expect(run('--version')).toEqual({ code: 0, out: version, err: '' })
    expect(cotangent(folder, ['--version'])).toEqual({ code: 0, out: version, err: '' })
    expect(run('--help').out).toMatch(/^Usage: cotangent gradcheck /)
    expect(cotangent(folder, ['--help']).out).toMatch(/^Usage: cotangent <command>/)
    expect(cotangent(folder, []).code).toBe(2)
    expect(cotangent(folder, ['fly']).err).toContain('there is no command fly')
  })
})

describe('options', () => {
  it('--only runs the checks that it names', () => {
    const { code, out } = run('src/*.grad.ts --only losses.*(automatic|byHand)')
    expect(out).toContain('2 right')
    expect(out).not.toContain('src/right.grad.ts')
    expect(code).toBe(0)
  })

  it('--bail ends at the first that is not right', () => {
    const { code, out } = run('bad/throwing.grad.ts src/right.grad.ts --bail --jobs 1')
    expect(out).toContain('  - right  not run\n')
    expect(out).toContain('src/right.grad.ts  not run\n')
    expect(out).toContain('0 right, 1 could not be run, 2 not run')
    expect(code).toBe(2)
  })

  it('--jobs changes nothing but the time', () => {
    const one = run('src/*.grad.ts --jobs 1')
    const two = run('src/*.grad.ts --jobs 2')
    expect(settled(two.out)).toBe(settled(one.out))
  })

  it('--seed random prints the seed that it drew', () => {
    const [first, second] = [0, 1].map(() => /\(seed (\d+),/.exec(run('src/right.grad.ts --seed random').out)?.[1])
    expect(first).toMatch(/^\d+$/)
    expect(second).not.toBe(first)
  })

  it('colours where it is told to', () => {
    expect(run('src/right.grad.ts', { FORCE_COLOR: '1' }).out).toContain('\u001b[32m✓\u001b[39m')
    expect(run('src/right.grad.ts').out).not.toContain('\u001b')
  })

  it('what modules print does not come into reports', () => {
    write(folder, { 'src/loud.grad.ts': `${head}console.log('hello from the module')\n${right}` })
    const { out, err } = run('src/loud.grad.ts --reporter json')
    rmSync(join(folder, 'src/loud.grad.ts'))
    expect(err).toBe('hello from the module\n')
    expect(JSON.parse(out)).toMatchObject({ exitCode: 0 })
  })
})

describe('reporters', () => {
  it('json: documented fields', () => {
    const { code, out } = run('src/losses.grad.ts bad/syntax.grad.ts --reporter json --seed 7')
    expect(JSON.parse(out)).toEqual({
      format: 1,
      cotangent: expect.stringMatching(/^\d+\.\d+\.\d+/),
      seed: 7,
      exitCode: 2,
      tally: { right: 2, wrong: 1, error: 0, skipped: 0, broken: 1 },
      seconds: expect.any(Number),
      files: [
        {
          file: 'bad/syntax.grad.ts',
          checks: [],
          problem: expect.stringContaining('Unexpected token'),
          at: { file: 'bad/syntax.grad.ts', line: 1 },
          seconds: expect.any(Number),
        },
        {
          file: 'src/losses.grad.ts',
          seconds: expect.any(Number),
          checks: [
            expect.objectContaining({
              name: 'automatic',
              status: 'right',
              at: { file: 'src/losses.grad.ts', line: 7 },
            }),
            expect.objectContaining({ name: 'byHand', status: 'right', at: { file: 'src/losses.grad.ts', line: 9 } }),
            {
              name: 'twice',
              status: 'wrong',
              at: { file: 'src/losses.grad.ts', line: 10 },
              seconds: expect.any(Number),
              text: expect.stringContaining('the gradient is wrong'),
              details: expect.objectContaining({ _tag: 'GradientFailure', reason: 'wrong', checked: 3 }),
            },
          ],
        },
      ],
    })
    expect(code).toBe(2)
  })

  it('junit: XML that a parser reads, control characters written out', () => {
    const { code } = run('src/*.grad.ts bad/loading.grad.ts --output reports/deep/junit.xml')
    const xml = readFileSync(join(folder, 'reports/deep/junit.xml'), 'utf8')
    const suites = parsedXml(xml)
    expect(suites.name).toBe('testsuites')
    expect(suites.attributes).toMatchObject({ tests: '8', failures: '2', errors: '1', skipped: '0' })
    expect(suites.children.map(({ attributes }) => attributes.name)).toEqual([
      'bad/loading.grad.ts',
      'src/list.grad.ts',
      'src/losses.grad.ts',
      'src/odd [name], 1%.grad.ts',
      'src/right.grad.ts',
    ])
    const [broken, , wrong] = suites.children
    expect(broken.children[0].children[0]).toMatchObject({
      name: 'error',
      text: 'RangeError: no data: \\u001b[31m<here>',
    })
    const failure = wrong.children[2].children[0]
    expect(failure).toMatchObject({ name: 'failure', attributes: { type: 'wrong' } })
    expect(failure.text).toContain('the gradient is wrong in 3 entries\nat ')
    expect(code).toBe(2)
  })

  it('markdown: a table and the texts', () => {
    const { out } = run('src/losses.grad.ts --reporter markdown')
    expect(out).toContain('2 right, 1 wrong (seed 0)')
    expect(out).toContain('| automatic | right | src/losses.grad.ts:7 |')
    expect(out).toContain('| twice | **wrong** | src/losses.grad.ts:10 | the gradient is wrong in 3 entries |')
    expect(out).toContain('### twice, src/losses.grad.ts:10\n\n```text\nthe gradient is wrong')
  })

  it('several at once, each to its own place', () => {
    const { out } = run('src/right.grad.ts --reporter pretty,json --output r.json --output markdown=r.txt')
    expect(out).toContain('✓ right')
    expect(JSON.parse(readFileSync(join(folder, 'r.json'), 'utf8'))).toMatchObject({ exitCode: 0 })
    expect(readFileSync(join(folder, 'r.txt'), 'utf8')).toMatch(/^## Gradient checks\n/)
  })

  it('on GitHub: annotations of the lines beside the output for people, and the table in the summary', () => {
    const summary = join(folder, 'summary.md')
    writeFileSync(summary, 'before\n')
    const { out } = run('src/*.grad.ts bad/syntax.grad.ts', {
      GITHUB_ACTIONS: 'true',
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_WORKSPACE: join(folder, '..'),
    })
    const top = folder.split('/').at(-1)
    const commands = out.split('\n').filter((line) => line.startsWith('::'))
    expect(commands.map((line) => line.slice(0, line.indexOf('::', 2)))).toEqual([
      `::error file=${top}/bad/syntax.grad.ts,line=1,title=gradient check could not be run`,
      `::error file=${top}/src/losses.grad.ts,line=10,title=twice%3A wrong gradient`,
      `::error file=${top}/src/odd [name]%2C 1%25.grad.ts,line=3,title=wrong%3A wrong gradient`,
    ])
    expect(commands[1]).toContain('::the gradient is wrong in 3 entries%0Aat ')
    expect(out).toContain('✗ twice')
    expect(readFileSync(summary, 'utf8')).toMatch(/^before\n## Gradient checks\n/)
  })

  it('on GitHub, a report on standard output stays whole', () => {
    const { out } = run('src/losses.grad.ts --reporter json', { GITHUB_ACTIONS: 'true' })
    expect(JSON.parse(out)).toMatchObject({ exitCode: 1 })
    expect(existsSync(join(folder, 'undefined'))).toBe(false)
  })
})
