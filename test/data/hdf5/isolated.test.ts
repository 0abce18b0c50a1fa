import * as processes from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toArray, toTypedArray } from 'cotangent'
import { type DataError, hdf5Tensor, readHdf5 } from 'cotangent/data'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { pieceLength } from '../../../src/data/hdf5/child.js'
import { decodeHdf5, type Hdf5File } from '../../../src/data/hdf5/read.js'
import { children, isRunning } from '../../support/children.js'
import { damaged } from '../../support/damage.js'
import { bytesOf, chunks, images, long, others } from './samples.js'

const right = <A>(either: E.Either<unknown, A>): A => {
  if (E.isLeft(either)) throw new Error(JSON.stringify(either.left))
  return either.right
}

/** One that sends the library round for ever. */
const endless = async (): Promise<Uint8Array> => damaged(await others('v108'), 1122)

/** A damaged file, after which another process is started. */
const partWithIt = (): Promise<unknown> => readHdf5(Uint8Array.of(1, 2, 3))()

const limit = { maxBytes: 2 ** 20 }

/** What a reader makes of a file that has never read one, with other ways to start processes. */
const readAnew = async (
  bytes: Uint8Array,
  spawn: (path: string, args: readonly string[], options: processes.SpawnOptions) => unknown = processes.spawn,
  times = 1,
): Promise<readonly E.Either<DataError, Hdf5File>[]> => {
  vi.resetModules()
  vi.doMock('node:child_process', () => ({ ...processes, spawn }))
  try {
    const { decodeHdf5: anew } = await import('../../../src/data/hdf5/read.js')
    const found: E.Either<DataError, Hdf5File>[] = []
    while (found.length < times) found.push(await anew(bytes)())
    return found
  } finally {
    vi.doUnmock('node:child_process')
  }
}

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

describe('the process', () => {
  it('says nothing, and is another one after a damaged file', async () => {
    const out = vi.spyOn(process.stdout, 'write')
    const error = vi.spyOn(process.stderr, 'write')
    const sound = await images('latest')
    const started: (number | undefined)[] = []
    const stop = children(({ pid }) => started.push(pid))
    const broken = sound.map((byte, at) => (at > 100 && at < 300 ? 255 : byte))
    expect(await readHdf5(broken)()).toMatchObject({ left: { _tag: 'FormatError', format: 'hdf5' } })
    const before = started.length
    for (let time = 0; time < 3; time++) expect(right(await readHdf5(sound)()).datasets.size).toBe(3)
    expect(started.length - before).toBe(1)
    stop()
    expect([...out.mock.calls, ...error.mock.calls]).toEqual([])
  })

  it('is given up where nothing comes of it', async () => {
    await partWithIt()
    const stuck: number[] = []
    const stop = children(({ pid }) => stuck.push(pid ?? 0))
    expect(await decodeHdf5(await endless(), limit, { patience: 300, forgiving: false })()).toMatchObject({
      left: {
        _tag: 'FormatError',
        problem: expect.stringContaining('broke down over it: nothing came of it in 0.3 s'),
      },
    })
    stop()
    expect(right(await readHdf5(await images('latest'))()).datasets.size).toBe(3)
    expect(stuck).toHaveLength(1)
    await vi.waitFor(() => expect(isRunning(stuck[0])).toBe(false), 10_000)
  })

  it('is missed where it is killed', async () => {
    await partWithIt()
    const stop = children((child) => child.once('message', () => child.kill('SIGKILL')))
    expect(await decodeHdf5(await endless(), limit)()).toMatchObject({
      left: { _tag: 'FormatError', problem: expect.stringContaining('the process ended with SIGKILL') },
    })
    stop()
    expect(right(await readHdf5(await images('latest'))()).datasets.size).toBe(3)
  })

  it('is missed where there may be none, or where it or the library is not there', async () => {
    const problems = {
      'not allowed': () => {
        throw Object.assign(new Error('not allowed'), { code: 'ERR_ACCESS_DENIED' })
      },
      ENOENT: (_: string, args: readonly string[], options: processes.SpawnOptions) =>
        processes.spawn('/no/such/node', args, options),
      EMFILE: () => {
        // As Node leaves one for which there were no handles left: without a channel.
        const child = Object.assign(new EventEmitter(), { ref: () => {}, unref: () => {}, kill: () => false })
        setImmediate(() => child.emit('error', new Error('EMFILE')))
        return child
      },
      'Cannot find package': (path: string, [option, source]: readonly string[], options: processes.SpawnOptions) =>
        processes.spawn(path, [option, source.replace(/\("file:[^"]*"\)$/, '("no-such-library")')], options),
    }
    const bytes = await images('latest')
    for (const [problem, spawn] of Object.entries(problems))
      for (const found of await readAnew(bytes, spawn, 2))
        expect(found).toMatchObject({
          left: {
            _tag: 'UnsupportedError',
            problem: expect.stringMatching(RegExp(`cannot be started here: .*${problem}`)),
          },
        })
  })

  it('is not started by one that was started in place of it', async () => {
    vi.stubEnv('COTANGENT_HDF5', '1')
    expect(await readAnew(await images('latest'))).toMatchObject([{ left: { _tag: 'UnsupportedError' } }])
  })

  it('does not do what the environment tells Node to', async () => {
    vi.stubEnv('NODE_OPTIONS', '--require=/no/such/module.cjs')
    vi.stubEnv('NODE_V8_COVERAGE', '/no/such/folder')
    const told: NodeJS.ProcessEnv[] = []
    const spawn = (path: string, args: readonly string[], options: processes.SpawnOptions): unknown => {
      told.push(options.env ?? process.env)
      return processes.spawn(path, args, options)
    }
    expect(right((await readAnew(await images('latest'), spawn))[0]).datasets.size).toBe(3)
    expect(told.map(({ NODE_OPTIONS, NODE_V8_COVERAGE }) => [NODE_OPTIONS, NODE_V8_COVERAGE])).toEqual([
      [undefined, undefined],
    ])
  })

  it('reads one file after another, whoever asks', async () => {
    const sources = await Promise.all([images('latest'), chunks('latest'), others('latest'), images('v108')])
    const files = await Promise.all(sources.map((bytes) => readHdf5(bytes)()))
    expect(files.map((file) => right(file).datasets.size)).toEqual([3, 3, 6, 3])
  })

  it('gets and gives bytes in pieces, however many there are', async () => {
    for (const count of [2 ** 16, 2 ** 16 + 1, pieceLength - 1, pieceLength, pieceLength + 1, 3 * pieceLength + 5]) {
      const file = right(await readHdf5(await bytesOf(count))())
      const found = toTypedArray(right(hdf5Tensor(file, 'bytes')))
      expect([found.length, found.findIndex((byte: number, at) => byte !== (at * 7) % 251)], `${count}`).toEqual([
        count,
        -1,
      ])
    }
    const file = right(await readHdf5(await long())())
    const values = [...file.datasets].map(([path, { value, attributes }]) => {
      const held = [value, attributes.get('also')]
      return [path, held.map((each) => (each?._tag === 'Numbers' ? toArray(each.tensor) : each))]
    })
    const numbers = (from: number): number[] => Array.from({ length: 20_000 }, (_, at) => from + at)
    expect(Object.fromEntries(values)).toEqual({ a: [numbers(0), numbers(1)], b: [numbers(2), numbers(3)] })
  })
})

describe('a script that has read a file', () => {
  const script = "import('vite').then((vite) => vite.runnerImport('./test/data/hdf5/isolated.run.ts'))"
  const folder = mkdtempSync(join(tmpdir(), 'cotangent-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  const run = async (bytes: Uint8Array): Promise<{ readonly child: processes.ChildProcess; readonly pid: number }> => {
    const path = join(folder, 'it.h5')
    writeFileSync(path, bytes)
    const child = processes.spawn(process.execPath, ['-e', script, path], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [data] = await once(child.stdout, 'data')
    return { child, pid: Number(data) }
  }

  it('exits by itself, and the process with it', { timeout: 60_000 }, async () => {
    const { child, pid } = await run(await others('v108'))
    expect(pid).toBeGreaterThan(0)
    expect(await once(child, 'exit')).toEqual([0, null])
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), 10_000)
  })

  it('is killed, and the process ends in the middle of a loop without end', { timeout: 60_000 }, async () => {
    const { child, pid } = await run(await endless())
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(isRunning(pid)).toBe(true)
    child.kill('SIGKILL')
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), 20_000)
  })
})
