import { describe, expect, it } from 'vitest'
import { readSource } from '../support/sources.js'
import { bench } from './bench.js'
import { benchmarksDocument, withBenchmarks } from './markdown.js'
import { isWhole, optionsOf } from './options.js'
import { here } from './probes/index.js'
import { disagreements, type Report } from './report.js'

describe('the options', () => {
  it('are everything at full size where nothing is said', () => {
    expect(optionsOf([])).toEqual({ only: [], node: [], quick: false })
    expect(isWhole(optionsOf([]))).toBe(true)
    expect(isWhole(optionsOf(['--json', 'out.json']))).toBe(true)
  })

  it.each([['--only', 'xor'], ['--node', '20'], ['--quick']])('are not everything with %s', (...args) =>
    expect(isWhole(optionsOf(args))).toBe(false),
  )

  it('are read from the command line', () =>
    expect(
      optionsOf(['--only', 'xor', '--only', 'matmul', '--node', '24', '--quick', '--json', 'out.json']),
    ).toMatchObject({ only: ['xor', 'matmul'], node: ['24'], quick: true, json: 'out.json' }))

  it.each([
    ['an unknown section', ['--only', 'nor'], 'there is no section nor; there are xor, iris'],
    ['an unknown option', ['--slow'], `Unknown option '--slow'`],
  ])('refuse %s', (_, args, message) => expect(() => optionsOf(args)).toThrow(message))
})

describe('a quick run of two sections', { timeout: 120_000 }, () => {
  const told: string[] = []
  const run = (): Promise<Report> =>
    bench(optionsOf(['--only', 'xor', '--only', 'compile', '--quick', '--python', 'no-such-python']), here, (text) =>
      told.push(text),
    )
  const reported = run()

  it('gives data that JSON keeps', async () => {
    const report = await reported
    expect(JSON.parse(JSON.stringify(report))).toEqual(report)
    expect(report).toMatchObject({
      machine: {
        node: process.versions.node,
        date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        cores: expect.any(Number),
      },
      quick: true,
      findings: [{ name: 'xor' }, { name: 'compile' }],
    })
  })

  it('has the times of all contestants, ours first, and what they mean', async () => {
    const [{ results = [], claims, tables }] = (await reported).findings
    expect(results[0]).toEqual({
      _tag: 'Timed',
      name: 'cotangent, one scan',
      dtype: 'float64',
      steps: expect.any(Number),
      step: { min: expect.any(Number), median: expect.any(Number), count: expect.any(Number) },
      deviation: 0,
      agrees: true,
    })
    expect(claims.map(({ what, bound, of }) => [what, bound, of])).toContainEqual([
      'xor: times as fast as JavaScript loops',
      'at least',
      0.9,
    ])
    expect(tables[0].rows).toHaveLength(results.length)
    expect(disagreements(await reported)).toEqual([])
  })

  it('tells what it does', async () => {
    await reported
    expect(told[0]).toContain(`Node ${process.versions.node}`)
    expect(told[1]).toContain('No Python with NumPy was found')
    expect(told[2]).toMatch(/== xor.*\n.*us a step, median/)
    expect(told[3]).toMatch(/== From a function to its program/)
  })

  it('is written between the markers of a text, and nowhere else', async () => {
    const [report] = [await reported]
    const { text } = readSource('README.md')
    const once = withBenchmarks(text, [report])
    expect(once).toContain(`Node ${process.versions.node}`)
    expect(once).toMatch(/^\| training .* \| in fast arithmetic \| /m)
    expect(once).toMatch(/^\| xor: .* \| float64 \| .* \| absent \| /m)
    expect(withBenchmarks(once, [report])).toBe(once)
    expect(withBenchmarks(once, [])).toBe(withBenchmarks(text, []))
    expect(() => withBenchmarks('no markers', [report])).toThrow('markers')
  })

  it('makes a document of everything', async () => {
    const document = benchmarksDocument([await reported])
    expect(document).toMatch(/^## .*Node/m)
    expect(document).toMatch(/^### xor: /m)
    expect(document).toMatch(/^\| xor: times as fast as JavaScript loops \| at least 0.900 \| /m)
  })
})
