import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mean, mul, square, sub, type Tensor, tensor, zeros } from 'cotangent'
import { epochBatches, saveCheckpoint } from 'cotangent/data'
import { alone, type Comm, checkpoints, dataParallel, togetherLater } from 'cotangent/distributed'
import { adam, fit, type TrainState, trainStep } from 'cotangent/optim'
import { key, seed, standardNormal } from 'cotangent/random'
import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import { afterAll, describe, expect, it } from 'vitest'
import { ArgumentError } from '../../src/tensor/index.js'
import { elementsOf } from '../optim/support.js'

const workshop = mkdtempSync(join(tmpdir(), 'cotangent-together-'))
afterAll(() => rmSync(workshop, { recursive: true, force: true }))
let folders = 0
const folder = (): string => join(workshop, String(++folders))

const rightOf = <A>(found: E.Either<unknown, A>): A => {
  if (E.isLeft(found)) throw new Error(`a left: ${JSON.stringify(found.left)}`)
  return found.right
}
const someOf = <A>(found: E.Either<unknown, O.Option<A>>): A => {
  const option = rightOf(found)
  if (O.isNone(option)) throw new Error('none')
  return option.value
}

const tree = (x: number) => ({ params: tensor([x, x + 0.5]), step: tensor(x, { dtype: 'int32' }) })
const like = { params: zeros([2]), step: tensor(0, { dtype: 'int32' }) }

describe('checkpoints of many ranks', () => {
  it('are saved by one, and come to all, to the bit', async () => {
    const at = folder()
    const found = await togetherLater(3, async (comm) => {
      const { save, latest } = checkpoints(comm, at, { metadata: { rate: '0.1', 'ü\ud83d\ude00': 'x' } })
      const none = rightOf(await latest(like)())
      // What another rank has is nothing that is saved.
      const path = rightOf(await save(7, tree(comm.rank === 0 ? 3 : 5))())
      return { none, path, ...someOf(await latest(like)()) }
    })
    for (const { path, tree, step, metadata, passedOver } of found) {
      expect(path).toBe(join(at, 'checkpoint-0000000000000007.safetensors'))
      expect(elementsOf(tree)).toEqual([3, 3.5, 3])
      expect([step, passedOver]).toEqual([7, []])
      expect([...metadata]).toEqual([
        ['rate', '0.1'],
        ['ü\ud83d\ude00', 'x'],
      ])
    }
    expect(readdirSync(at)).toEqual(['checkpoint-0000000000000007.safetensors'])
  })

  it('of no folder are none', async () => {
    const found = await togetherLater(2, (comm) => checkpoints(comm, folder()).latest(like)())
    expect(found).toEqual([E.right(O.none), E.right(O.none)])
  })

  it('stay as many as are to be kept', async () => {
    const at = folder()
    const { save } = checkpoints(alone, at, { keep: 3 })
    for (const step of [1, 2, 3, 4, 5]) rightOf(await save(step, tree(step))())
    expect(readdirSync(at).map((name) => Number(/\d+/.exec(name)))).toEqual([3, 4, 5])
  })

  it('that are damaged or cut off are passed by for the one before, and named', async () => {
    const at = folder()
    const { save } = checkpoints(alone, at, { keep: 9 })
    const paths: string[] = []
    for (const step of [1, 2, 3, 4]) paths.push(rightOf(await save(step, tree(step))()))
    const [, , third, fourth] = paths
    writeFileSync(fourth, readFileSync(fourth).subarray(0, 50))
    const bytes = readFileSync(third)
    bytes[bytes.length - 1] ^= 1
    writeFileSync(third, bytes)
    const found = await togetherLater(2, (comm) => checkpoints(comm, at).latest(like)())
    for (const each of found) {
      const { step, tree: loaded, passedOver } = someOf(each)
      expect(step).toBe(2)
      expect(elementsOf(loaded)).toEqual([2, 2.5, 2])
      expect(passedOver.map(({ _tag }) => _tag)).toEqual(['FormatError', 'ChecksumError'])
    }
  })

  it('that are all damaged are no reason to begin anew', async () => {
    const at = folder()
    const path = rightOf(await checkpoints(alone, at).save(1, tree(1))())
    writeFileSync(path, '')
    const [first, second] = await togetherLater(2, (comm) => checkpoints(comm, at).latest(like)())
    expect(first).toMatchObject({ left: { _tag: 'FormatError', path } })
    expect(second).toMatchObject({ left: { _tag: 'RankError', rank: 0, problem: expect.stringContaining(path) } })
  })

  it('of another tree are refused, though older ones may fit', async () => {
    const at = folder()
    rightOf(await saveCheckpoint(at, 1, like)())
    rightOf(await saveCheckpoint(at, 2, { other: tensor(1) })())
    expect(await checkpoints(alone, at).latest(like)()).toMatchObject({ left: { _tag: 'FormatError' } })
    expect(await checkpoints(alone, at, { maxBytes: 10 }).latest(like)()).toMatchObject({ left: { _tag: 'SizeError' } })
  })

  it('that cannot be written are told of on all ranks', async () => {
    const at = folder()
    writeFileSync(at, 'a file')
    const [first, second] = await togetherLater(2, (comm) => checkpoints(comm, at).save(1, like)())
    expect(first).toMatchObject({ left: { _tag: 'SystemError' } })
    expect(second).toMatchObject({ left: { _tag: 'RankError', rank: 0 } })
    const wrong = (comm: Comm) => checkpoints(comm, at).save(-1, like)()
    await expect(wrong(alone)).rejects.toThrow(ArgumentError)
    // The others are not left waiting.
    const both = await togetherLater(2, (comm) =>
      wrong(comm).catch((cause) =>
        comm.rank === 0 && cause instanceof ArgumentError ? 'thrown' : Promise.reject(cause),
      ),
    )
    expect(both[0]).toBe('thrown')
    expect(both[1]).toMatchObject({ left: { _tag: 'RankError', problem: expect.stringContaining('step -1') } })
  })
})

describe('a training by many', () => {
  type Rows = { readonly x: Tensor<[number], 'float64'>; readonly y: Tensor<[number], 'float64'> }
  type Scalar = Tensor<[], 'float64'>
  const data: Rows = { x: standardNormal([12])(seed(1))[0] as never, y: standardNormal([12])(seed(2))[0] as never }
  const optimizer = adam(0.1)
  const step = trainStep((w: Scalar, { x, y }: Rows) => mean(square(sub(mul(w, x), y))), optimizer)
  const start: TrainState<Scalar> = { params: tensor(0.5), opt: optimizer.init(tensor(0.5)) }

  /** Trains up to so many steps from the latest checkpoint, saving one after every step. */
  const train = (at: string, steps: number) => async (comm: Comm) => {
    const { save, latest } = checkpoints(comm, at)
    const found = rightOf(await latest(start)())
    let [state, done] = O.isSome(found) ? [found.value.tree, found.value.step] : [start, 0]
    const given = epochBatches(data, { batchSize: 5, epochs: Number.POSITIVE_INFINITY, key: key(1), from: done })
    if (done < steps)
      for (const { params, opt } of fit(dataParallel(comm)(step), state, given)) {
        state = { params, opt }
        rightOf(await save(++done, state)())
        if (done === steps) break
      }
    return state
  }

  it('that goes on with another number of ranks ends where one would have', async () => {
    const [wanted] = await togetherLater(1, train(folder(), 6))
    const at = folder()
    await togetherLater(3, train(at, 2))
    await togetherLater(2, train(at, 4))
    const found = await togetherLater(4, train(at, 6))
    for (const each of found)
      elementsOf(each).forEach((x, index) => {
        expect(Math.abs(x - elementsOf(wanted)[index])).toBeLessThan(1e-12)
      })
    // On one number of ranks it is the same to the bit.
    const [twice] = await togetherLater(2, train(folder(), 4))
    const again = folder()
    await togetherLater(2, train(again, 1))
    const [resumed] = await togetherLater(2, train(again, 4))
    expect(elementsOf(resumed)).toEqual(elementsOf(twice))
  })
})
