import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { main } from '../../examples/command.js'
import { backprop, defaults } from '../../examples/lessons/backprop/lesson.js'
import { neurons } from '../../examples/lessons/neurons/lesson.js'
import { jsonOf } from '../../examples/saving.js'

const folder = mkdtempSync(join(tmpdir(), 'lesson-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Runs the command line as `npm run lesson --` does. */
const lesson = async (...args: readonly string[]) => {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await main(args, { out: (text) => out.push(text), err: (text) => err.push(text), watched: false })
  return { code, out: out.join(''), err: err.join('') }
}

const quick = {
  backprop: ['--iterations', '20', '--linear-iterations', '10'],
  neurons: ['--iterations', '20', '--epochs', '30'],
} as const

describe('a lesson as a command', () => {
  it.each(['backprop', 'neurons'] as const)(
    '%s prints what it printed beside what comes out, and nothing else',
    async (name) => {
      const { code, out, err } = await lesson(name)
      expect([code, err]).toEqual([0, ''])
      expect(out).toMatch(/lesson +here/)
      expect(out).not.toMatch(/DIFFERENT|undefined|NaN(?!,)/)
      for (const line of out.split('\n')) expect(line).toBe(line.trimEnd())
    },
  )

  it('says where the lessons are wrong', async () => {
    const { out } = await lesson('backprop')
    expect(out.match(/WRONG in the lesson/g)).toHaveLength(2)
    expect(out).toMatch(/chaotic/)
    expect((await lesson('neurons')).out.replace(/\s+/g, ' ')).toMatch(
      /0\.25, not 0\.5.*to another run.*should give 1.*all four records/,
    )
  })

  it.each(['backprop', 'neurons'] as const)(
    '%s runs on the reference engine too, with the same numbers',
    async (name) => {
      const options = [name, ...quick[name], '--seed', '4', '--hidden', '3', '--lr', '0.5']
      expect(await lesson(...options, '--engine', 'reference')).toEqual(await lesson(...options, '--engine', 'wasm'))
    },
  )

  it('passes its options on, and writes all numbers', async () => {
    const file = join(folder, 'deep', 'neurons.json')
    const args = ['neurons', '--seed', '9', '--hidden', '2', '--lr', '0.3', '--iterations', '12', '--epochs', '5']
    expect((await lesson(...args, '--json', file)).code).toBe(0)
    const expected = neurons({ seed: 9, hidden: 2, rate: 0.3, iterations: 12, epochs: 5 })
    const { lesson: name, options, figures } = JSON.parse(readFileSync(file, 'utf8'))
    expect(name).toBe('neurons')
    expect(options).toMatchObject({ seed: 9, hidden: 2, rate: 0.3, iterations: 12, epochs: 5, engine: 'wasm' })
    expect(figures).toEqual(expected)
  })

  it('keeps numbers that JSON does not know by their names', async () => {
    const figures = backprop({ iterations: 30, linearRate: 1e200, linearIterations: 5 })
    expect(figures.regression.handWritten.train.some(Number.isNaN)).toBe(true)
    expect(jsonOf(figures)).toMatch(/"NaN"/)
    const { code } = await lesson(
      'backprop',
      ...quick.backprop,
      '--linear-lr',
      '1e200',
      '--json',
      join(folder, 'wild.json'),
    )
    expect(code).toBe(0)
  })
})

describe('a command that is not understood', () => {
  it.each<[string, readonly string[], RegExp]>([
    ['no lesson', [], /Usage: lesson/],
    ['an unknown lesson', ['calculus'], /unknown command 'calculus'/],
    ['an unknown option', ['backprop', '--layers', '3'], /unknown option '--layers'/],
    ['a misspelled option', ['backprop', '--iteration', '3'], /Did you mean --iterations/],
    ['an option without its value', ['backprop', '--seed'], /argument missing/],
    ['a fractional seed', ['backprop', '--seed', '1.5'], /seed.*whole number from 0 to 4294967295/],
    ['a seed that is too large', ['neurons', '--seed', '4294967296'], /whole number from 0 to 4294967295/],
    ['no hidden node', ['neurons', '--hidden', '0'], /whole number from 1/],
    ['a word for a number', ['backprop', '--iterations', 'many'], /whole number from 1/],
    ['a negative rate', ['backprop', '--lr', '-0.1'], /must be a positive number/],
    ['an infinite rate', ['neurons', '--lr', 'Infinity'], /must be a positive number/],
    ['an empty rate', ['neurons', '--lr', ''], /must be a positive number/],
    ['an unknown engine', ['neurons', '--engine', 'gpu'], /Allowed choices are wasm, reference/],
    ['an argument too many', ['neurons', 'now'], /too many arguments/],
  ])('%s: exit code 2 and a sentence, no stack', async (_, args, message) => {
    const { code, out, err } = await lesson(...args)
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(message)
    expect(err).not.toMatch(/\n +at /)
  })

  it('a file that cannot be written', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    const { code, err } = await lesson('neurons', ...quick.neurons, '--json', join(file, 'inside.json'))
    expect(code).toBe(2)
    expect(err).toMatch(/^error: cannot write .*inside\.json/)
    expect(err).not.toMatch(/\n +at /)
    expect(existsSync(join(file, 'inside.json'))).toBe(false)
  })

  it('asks for help, and gets it', async () => {
    const { code, out } = await lesson('backprop', '--help')
    expect(code).toBe(0)
    expect(out).toMatch(/--linear-lr <number>[^-]*0\.03/)
    expect(out).toContain(String(defaults.seed))
  })
})
