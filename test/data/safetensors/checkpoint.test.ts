import { fork } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  watch,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ArgumentError, all, equal, item, tensor, toArray, toTypedArray } from 'cotangent'
import { checkpointsIn, latestCheckpoint, loadCheckpoint, saveCheckpoint, writeTree } from 'cotangent/data'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkpointOf, checkpointParts } from '../../../src/data/safetensors/checkpoint.js'
import { fuzz } from '../../support/damage.js'
import { right } from '../../support/data.js'
import { treeOf } from './saver.js'

const workshop = realpathSync(mkdtempSync(join(tmpdir(), 'cotangent-checkpoint-')))
afterAll(() => rmSync(workshop, { recursive: true }))

const folder = (name: string): string => join(workshop, name)
const nameOf = (step: number): string => `checkpoint-${String(step).padStart(16, '0')}.safetensors`

describe('checkpoints', () => {
  it('are saved, the latest is found, the older ones go', async () => {
    const run = folder('run/deep')
    expect(await latestCheckpoint(run)()).toEqual({ _tag: 'Right', right: { _tag: 'None' } })
    for (const step of [5, 10, 9, 100])
      right(await saveCheckpoint(run, step, { x: tensor(step) }, { metadata: { step: `${step}` }, keep: 3 })())
    expect(readdirSync(run).sort()).toEqual([9, 10, 100].map(nameOf))
    expect(await latestCheckpoint(run)()).toEqual({
      _tag: 'Right',
      right: { _tag: 'Some', value: join(run, nameOf(100)) },
    })
    const found = right(await loadCheckpoint(run, { like: { x: tensor(0) } })())
    expect([found.step, toArray(found.tree.x), [...found.metadata]]).toEqual([100, 100, [['step', '100']]])
    expect(right(await loadCheckpoint(join(run, nameOf(9)))()).step).toBe(9)
  })

  it('are kept when they are saved, though there are others of more steps', async () => {
    const run = folder('back')
    for (const step of [100, 200, 300]) right(await saveCheckpoint(run, step, [], { keep: 3 })())
    const path = right(await saveCheckpoint(run, 101, [])())
    expect(path).toBe(join(run, nameOf(101)))
    expect(readdirSync(run).sort()).toEqual([101, 300].map(nameOf))
    right(await saveCheckpoint(run, 102, [], { keep: 1 })())
    expect(readdirSync(run)).toEqual([nameOf(102)])
  })

  it('are listed, the latest first, so that the one before a damaged one is found', async () => {
    const run = folder('listed')
    expect(right(await checkpointsIn(run)())).toEqual([])
    for (const step of [9, 10]) right(await saveCheckpoint(run, step, [])())
    const paths = right(await checkpointsIn(run)())
    expect(paths).toEqual([10, 9].map((step) => join(run, nameOf(step))))
    writeFileSync(paths[0], '')
    expect(await loadCheckpoint(run)()).toMatchObject({ left: { _tag: 'FormatError', path: paths[0] } })
    expect(right(await loadCheckpoint(paths[1])()).step).toBe(9)
    expect(await checkpointsIn(paths[1])()).toMatchObject({ left: { _tag: 'SystemError' } })
  })

  it('leave what is not theirs alone', async () => {
    const run = folder('mixed')
    mkdirSync(run)
    const others = ['notes.txt', 'checkpoint-1.safetensors', `${nameOf(7)}.bak`]
    for (const name of others) writeFileSync(join(run, name), '')
    for (const step of [1, 2]) right(await saveCheckpoint(run, step, [], { keep: 1 })())
    expect(readdirSync(run).sort()).toEqual([...others, nameOf(2)].sort())
  })

  it('are refused where there are none, or none of the kind expected', async () => {
    mkdirSync(folder('empty'))
    expect(await loadCheckpoint(folder('empty'))()).toMatchObject({ left: { _tag: 'SystemError' } })
    expect(await loadCheckpoint(folder('none'))()).toMatchObject({ left: { _tag: 'SystemError', code: 'ENOENT' } })
    const tree = folder('tree.safetensors')
    right(await writeTree(tree, [tensor(1)])())
    expect(await loadCheckpoint(tree)()).toMatchObject({ left: { _tag: 'FormatError', path: tree } })
    const saved = right(await saveCheckpoint(folder('typed'), 0, [tensor(1)])())
    expect(await loadCheckpoint(saved, { like: tensor(1) })()).toMatchObject({ left: { _tag: 'FormatError' } })
    writeFileSync(folder('file'), '')
    expect(await saveCheckpoint(folder('file'), 0, [])()).toMatchObject({ left: { _tag: 'SystemError' } })
  })

  it.each([-1, 0.5, Number.NaN, 2 ** 53])('are of no step %s', (step) =>
    expect(() => saveCheckpoint(workshop, step, [])).toThrow(ArgumentError),
  )

  it('that are damaged, in any bit, are refused', async () => {
    const path = right(await saveCheckpoint(folder('bits'), 3, { x: tensor([1, 2]) }, { metadata: { a: 'b' } })())
    const bytes = readFileSync(path)
    for (let bit = 0; bit < 8 * bytes.length; bit += 5) {
      const copy = Uint8Array.from(bytes)
      copy[bit >> 3] ^= 1 << (bit & 7)
      expect(checkpointOf(path, copy)._tag, `bit ${bit}`).toBe('Left')
    }
    for (let length = 0; length < bytes.length; length += 7)
      expect(checkpointOf(path, bytes.subarray(0, length))._tag, `${length} bytes`).toBe('Left')
    const last = Uint8Array.from(bytes)
    last[last.length - 1] ^= 1
    expect(checkpointOf(path, last)).toMatchObject({ left: { _tag: 'ChecksumError', path } })
    expect(checkpointOf(path, bytes)._tag).toBe('Right')
  })

  const sample = new Uint8Array(Buffer.concat(checkpointParts(3, { x: [tensor([1, 2]), tensor(true)] }, { a: 'b' })))
  fuzz('checkpoints', (bytes) => checkpointOf('file', bytes, { maxBytes: 2 ** 20 }), [sample], 10_000)
})

describe('a process that is killed', () => {
  const script = join(workshop, 'saver.js')

  // Once, since it is started twenty times.
  beforeAll(async () => {
    const root = fileURLToPath(new URL('../../../', import.meta.url))
    symlinkSync(join(root, 'node_modules'), join(workshop, 'node_modules'))
    writeFileSync(join(workshop, 'package.json'), JSON.stringify({ type: 'module' }))
    const inRoot = (path: string): string => join(root, path)
    await build({
      configFile: false,
      logLevel: 'error',
      resolve: {
        alias: [
          { find: /^cotangent$/, replacement: inRoot('src/index.ts') },
          { find: /^cotangent\/data$/, replacement: inRoot('src/data/index.ts') },
        ],
      },
      build: {
        ssr: inRoot('test/data/safetensors/saver.ts'),
        outDir: dirname(script),
        emptyOutDir: false,
        minify: false,
      },
    })
  }, 120_000)

  /**
   * Kills a saver that has saved once more: some milliseconds later, or as soon as it begins to write the next file.
   * Gives the last step it told of.
   */
  const killed = (run: string, when: number | 'writing'): Promise<number> =>
    new Promise((resolve, reject) => {
      let last = -1
      mkdirSync(run, { recursive: true })
      const child = fork(script, [run], { execArgv: [], stdio: 'inherit' })
      const watcher = watch(run, () => {
        if (when === 'writing' && last >= 0) child.kill('SIGKILL')
      })
      child.on('message', (step) => {
        if (when !== 'writing' && last < 0) setTimeout(() => child.kill('SIGKILL'), when)
        last = Number(step)
      })
      child.on('exit', (code, signal) => {
        watcher.close()
        if (signal === 'SIGKILL') resolve(last)
        else reject(new Error(`the saver ended with ${code}`))
      })
    })

  it('leaves the last checkpoint, or the next one, whole', { timeout: 180_000 }, async () => {
    const run = folder('killed')
    let interrupted = 0
    for (let time = 0; time < 20; time++) {
      // A checkpoint takes some ten milliseconds, over which the kills are spread.
      const last = await killed(run, time % 2 === 0 ? 'writing' : 5 * time)
      const { step, tree, metadata } = right(await loadCheckpoint(run, { like: treeOf(0) })())
      expect([last, last + 1]).toContain(step)
      expect(metadata.get('step')).toBe(String(step))
      expect(item(tree.state.step)).toBe(step)
      expect(item(all(equal(tree.params[0], step)))).toBe(true)
      expect(toTypedArray(tree.params[0]).length).toBe(2 ** 19)
      interrupted += readdirSync(run).filter((name) => name.endsWith('.partial')).length
    }
    // Some were killed while they wrote. What they left is gone after the next checkpoint, of whatever step.
    expect(interrupted).toBeGreaterThan(0)
    right(await saveCheckpoint(run, 2 ** 40, [])())
    expect(readdirSync(run).filter((name) => name.endsWith('.partial'))).toEqual([])
  })
})
