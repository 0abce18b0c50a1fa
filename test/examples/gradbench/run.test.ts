import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { play } from './driver.js'
import { built, type Program } from './tools.js'

let program: Program

beforeAll(async () => {
  program = await built()
}, 120_000)

afterAll(() => program.remove())

const well = { code: 0, rest: [], complaints: '' }

const message = (id: number, input: unknown, name = 'primal'): string =>
  JSON.stringify({ id, kind: 'evaluate', module: 'lse', function: name, input })

describe('the program', () => {
  it('plays a session, on as many threads as it is told, and ends with its input', async () => {
    const tool = program.start('--threads', '1')
    const workloads = [
      { function: 'primal', input: { x: [0] }, expected: 0 },
      { function: 'gradient', input: { x: [1, 1, 1, 1] }, expected: [0.25, 0.25, 0.25, 0.25] },
    ]
    expect(await play(tool, 'lse', workloads, 1e-15)).toMatchObject([{ _tag: 'Success' }, { _tag: 'Success' }])
    expect(await tool.end()).toEqual(well)
  })

  it('answers what is no message, and goes on', async () => {
    const tool = program.start()
    for (const line of ['', 'no JSON', '[]', '{"id":1}']) expect(JSON.parse(await tool.ask(line)).success).toBe(false)
    tool.write(Uint8Array.of(0xff, 0xfe, 10))
    expect(JSON.parse((await tool.next()) as string)).toMatchObject({ id: null, success: false })
    // Ends of lines to some, but not to JSON.
    expect(JSON.parse(await tool.ask('{"id":2,"kind":"define","module":"\u2028\u2029\u0085"}'))).toMatchObject({
      id: 2,
    })
    expect(JSON.parse(await tool.ask('{"id":3,"kind":"define","module":"lse"}\r'))).toEqual({ id: 3, success: true })
    expect(await tool.end()).toEqual(well)
  })

  it('reads a line that comes in pieces, and one without an end', async () => {
    const tool = program.start()
    const bytes = new TextEncoder().encode(`${message(1, { x: [0, 0], note: 'ü' })}\n`)
    for (let at = 0; at < bytes.length; at += 7) {
      tool.write(bytes.subarray(at, at + 7))
      if (at % 35 === 0) await new Promise((resolve) => setTimeout(resolve, 1))
    }
    expect(JSON.parse((await tool.next()) as string)).toMatchObject({ id: 1, success: true, output: Math.LN2 })
    tool.write('{"id":2,"kind":"start"}')
    const { code, rest } = await tool.end()
    expect([code, rest]).toEqual([0, ['{"id":2,"tool":"cotangent"}']])
  })

  it('reads and writes lines of 25 MB', { timeout: 60_000 }, async () => {
    const count = 1_500_000
    const x = Array.from({ length: count }, (_, at) => 0.1 + ((at % 1000) + 1) / 3e5)
    const tool = program.start()
    const line = message(1, { x }, 'gradient')
    expect(line.length).toBeGreaterThan(25e6)
    const { success, output } = JSON.parse(await tool.ask(line))
    expect([success, output.length]).toEqual([true, count])
    // Its sum is 1, of which each term is rounded by half a unit in its last place, and by a few where it is made.
    expect(Math.abs(output.reduce((sum: number, each: number) => sum + each, 0) - 1)).toBeLessThan(count * 2 ** -53)
    expect(await tool.end()).toEqual(well)
  })

  it.each([
    [['--threads', 'many'], 'error: "many" is no number of threads\n'],
    [['--threads', '0'], 'error: "0" is no number of threads\n'],
    [['--fast'], `error: Unknown option '--fast'`],
  ])('refuses %j', async (args, complaint) => {
    const { code, rest, complaints } = await program.start(...args).end()
    expect([code, rest]).toEqual([2, []])
    expect(complaints).toContain(complaint)
  })
})
