import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ArgumentError } from 'cotangent'
import { type DrawingError, type RedrawOptions, redrawn, saveFigure } from 'cotangent/cli'
import { figure, history, live } from 'cotangent/plot'
import { decode } from 'fast-png'
import { afterAll, describe, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'cotangent-live-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const terminal = (isTTY: boolean, rows?: number) => {
  const written: string[] = []
  return { isTTY, columns: 61, rows, written, write: (text: string) => written.push(text) }
}

const small = { width: 60, height: 40 }
const losses = (every = 1) =>
  live(
    (state: { readonly loss: number }) => state.loss,
    (seen) => history({ loss: seen }, small),
    { every },
  )
const states = [3, 2, 1.5, 1.2, 1].map((loss) => ({ loss }))

const collect = async <S>(all: AsyncIterable<S>): Promise<readonly S[]> => {
  const seen: S[] = []
  for await (const each of all) seen.push(each)
  return seen
}

const run = (every: number, options: RedrawOptions) => collect(redrawn(losses(every), options)(states))

describe('a live figure', () => {
  it('passes every state on, and asks for one at a time', async () => {
    let asked = 0
    const training = function* () {
      for (;;) yield { loss: 1 / ++asked }
    }
    const passed = redrawn(losses(), { stream: terminal(false) })(training())
    expect((await passed.next()).value).toEqual({ loss: 1 })
    expect(asked).toBe(1)
    await passed.return()
    expect(await run(2, { stream: terminal(false) })).toEqual(states)
  })

  it('is drawn in place: each time over the lines before', async () => {
    const stream = terminal(true)
    await run(2, { stream })
    // After two, four, and all five states.
    expect(stream.written).toHaveLength(3)
    const heights = stream.written.map((text) => text.split('\n').length - 1)
    expect(stream.written[0].startsWith('\u001b[')).toBe(stream.written[0].startsWith('\u001b[39m'))
    stream.written.slice(1).forEach((text, at) => {
      expect(text.startsWith(`\u001b[${heights[at]}A\r\u001b[J`)).toBe(true)
    })
    expect(new Set(stream.written).size).toBe(3)
  })

  it('is never higher than the terminal, where it could not be drawn over', async () => {
    for (const [rows, lines] of [
      [8, 7],
      [2, 5],
    ]) {
      const stream = terminal(true, rows)
      await run(5, { stream })
      expect(stream.written.map((text) => text.split('\n').length - 1)).toEqual([lines])
    }
  })

  it('stays quiet where there is no terminal', async () => {
    const stream = terminal(false)
    await run(1, { stream })
    expect(stream.written).toEqual([])
  })

  it('is kept in a file, the latest of it', async () => {
    const file = join(folder, 'live.svg')
    await run(3, { stream: terminal(false), file })
    const svg = readFileSync(file, 'utf8')
    await saveFigure(join(folder, 'last.svg'), history({ loss: states.map(({ loss }) => loss) }, small))()
    expect(svg).toBe(readFileSync(join(folder, 'last.svg'), 'utf8'))
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  it('tells what fails, and goes on', async () => {
    const failures: DrawingError[] = []
    const file = join(folder, 'no such folder', 'live.svg')
    const passed = await run(2, { stream: terminal(false), file, onError: (error) => failures.push(error) })
    expect(passed).toEqual(states)
    expect(failures.map(({ _tag }) => _tag)).toEqual(['SystemError', 'SystemError', 'SystemError'])
    const stream = terminal(true)
    const broken = live(
      (state: number) => state,
      () => figure({}),
    )
    expect(await collect(redrawn(broken, { stream })([1]))).toEqual([1])
    expect(stream.written).toEqual([expect.stringMatching(/^the figure is not understood/)])
  })

  it('is drawn as often as told', () => {
    for (const every of [0, -1, 1.5, Number.NaN]) expect(() => losses(every)).toThrow(ArgumentError)
  })
})

describe('saving', () => {
  const curve = history({ loss: [2, 1] }, small)

  it.each([
    ['figure.svg', (bytes: Buffer) => bytes.toString().startsWith('<svg')],
    ['figure.PNG', (bytes: Buffer) => decode(bytes).width > 60],
    ['figure.html', (bytes: Buffer) => bytes.toString().startsWith('<!doctype html>')],
  ])('%s is what its name says', async (name, isRight) => {
    const path = join(folder, name)
    expect(await saveFigure(path, curve)()).toMatchObject({ _tag: 'Right' })
    expect(isRight(readFileSync(path))).toBe(true)
  })

  it('refuses other names, and says what the system refuses', async () => {
    expect(() => saveFigure(join(folder, 'figure.gif'), curve)).toThrow(ArgumentError)
    expect(await saveFigure(join(folder, 'none', 'x.svg'), curve)()).toMatchObject({
      _tag: 'Left',
      left: { _tag: 'SystemError' },
    })
  })
})
