import { sum, type Tensor, tensor } from 'cotangent'
import { batches, epochBatches } from 'cotangent/data'
import {
  alone,
  type Comm,
  dataParallel,
  shard,
  showDistributedError,
  together,
  togetherLater,
} from 'cotangent/distributed'
import { check, parallel } from 'cotangent/laws'
import { sgd, trainStep } from 'cotangent/optim'
import { key } from 'cotangent/random'
import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { arange, grad, jit, mul, reshape, vmap } from '../../src/index.js'
import { ArgumentError, DTypeError, NotConcrete, ShapeError, TreeError } from '../../src/tensor/index.js'
import { elementsOf } from '../optim/support.js'

const ints = (...elements: readonly number[]) => tensor([...elements], { dtype: 'int32' })

describe('calls that ranks make together', () => {
  const of = <R>(program: (comm: Comm) => R) => together(3, program)

  it('reduce element by element, to the same on all ranks', () => {
    const tree = ({ rank }: Comm) => ({ a: tensor([rank + 1, -rank - 1]), b: [ints(rank, 5)] })
    const found = (op: 'sum' | 'max' | 'min') => of((comm) => elementsOf(comm.allReduce(tree(comm), { op })))
    expect(of((comm) => elementsOf(comm.allReduce(tree(comm))))).toEqual(Array(3).fill([6, -6, 3, 15]))
    expect(found('sum')).toEqual(Array(3).fill([6, -6, 3, 15]))
    expect(found('max')).toEqual(Array(3).fill([3, -1, 2, 5]))
    expect(found('min')).toEqual(Array(3).fill([1, -3, 0, 5]))
    expect(of(({ rank, allReduce }) => elementsOf(allReduce(tensor(rank * 2), { op: 'mean' })))).toEqual([
      [2],
      [2],
      [2],
    ])
  })

  it('keep dtypes, wrap int32 around, and take bool as any and all', () => {
    const wrapped = of((comm) => comm.allReduce(ints(2 ** 30)))
    expect(wrapped.map(({ dtype }) => dtype)).toEqual(['int32', 'int32', 'int32'])
    expect(elementsOf(wrapped[0])).toEqual([3 * 2 ** 30 - 2 ** 32])
    const truths = (op: 'max' | 'min') =>
      of(({ rank, allReduce }) => allReduce(tensor([rank === 1, true, false]), { op }))[2]
    expect(elementsOf(truths('max'))).toEqual([1, 1, 0])
    expect(elementsOf(truths('min'))).toEqual([0, 1, 0])
    expect(truths('max').dtype).toBe('bool')
    const narrow = of(({ rank, allReduce }) => allReduce(tensor(rank, { dtype: 'float32' })))[0]
    expectTypeOf(narrow).toEqualTypeOf<Tensor<[], 'float32'>>()
    expect(narrow.dtype).toBe('float32')
  })

  it('give all what the root has', () => {
    expect(of(({ rank, broadcast }) => elementsOf(broadcast([tensor(rank)])))).toEqual([[0], [0], [0]])
    expect(of(({ rank, broadcast }) => elementsOf(broadcast([tensor(rank)], { root: 2 })))).toEqual([[2], [2], [2]])
  })

  it('gather along a new first axis', () => {
    const found = of(({ rank, gather }) => gather({ x: tensor([rank, 10 * rank]) }))
    expectTypeOf(found[0].x).toEqualTypeOf<Tensor<[number, 2], 'float64'>>()
    for (const { x } of found) {
      expect(x.shape).toEqual([3, 2])
      expect(elementsOf(x)).toEqual([0, 0, 1, 10, 2, 20])
    }
  })

  it('follow one another, as each rank goes on with what it was given', () => {
    const program = (comm: Comm) => {
      comm.barrier()
      const first = comm.allReduce(tensor(comm.rank))
      comm.barrier()
      return elementsOf(comm.gather(mul(first, comm.rank)))
    }
    expect(of(program)).toEqual(Array(3).fill([0, 3, 6]))
  })

  it('may be those of programs that take their time', async () => {
    const order: number[] = []
    const found = await togetherLater(2, async (comm) => {
      order.push(comm.rank)
      const first = comm.allReduce(tensor(comm.rank + 1))
      await Promise.resolve()
      return elementsOf(comm.allReduce(first, { op: 'max' }))
    })
    expect(found).toEqual([[3], [3]])
    expect(order).toEqual([0, 1, 0, 1, 0, 1])
    await expect(togetherLater(2, async () => Promise.reject(new Error('mine')))).rejects.toThrow('mine')
  })
})

describe('one process', () => {
  it('gives what it is given', () => {
    const tree = { a: tensor([1, 2]), b: [ints(3)] }
    for (const op of ['sum', 'max', 'min'] as const)
      expect(elementsOf(alone.allReduce(tree, { op }))).toEqual([1, 2, 3])
    expect(elementsOf(alone.allReduce(tree.a, { op: 'mean' }))).toEqual([1, 2])
    expect(elementsOf(alone.broadcast(tree))).toEqual([1, 2, 3])
    expect(alone.gather(tree).a.shape).toEqual([1, 2])
    expect([alone.rank, alone.size, alone.barrier()]).toEqual([0, 1, undefined])
  })

  it.each([
    ['alone', (program: (comm: Comm) => unknown) => program(alone)],
    ['one of one', (program: (comm: Comm) => unknown) => together(1, program)],
    ['one of two', (program: (comm: Comm) => unknown) => together(2, program)],
  ])('refuses the same, %s', (_, run) => {
    const refused = (program: (comm: Comm) => unknown) => () => run(program)
    expect(refused(({ allReduce }) => allReduce(ints(1), { op: 'mean' }))).toThrow(DTypeError)
    expect(refused(({ allReduce }) => allReduce(tensor(true)))).toThrow(DTypeError)
    expect(refused(({ allReduce }) => allReduce(tensor(1), { op: 'product' as never }))).toThrow(ArgumentError)
    expect(refused(({ allReduce }) => allReduce([1] as never))).toThrow(TreeError)
    expect(refused(({ broadcast }) => broadcast(tensor(1), { root: 2 }))).toThrow(ArgumentError)
    expect(refused(({ broadcast }) => broadcast(tensor(1), { root: 0.5 }))).toThrow(ArgumentError)
    const inside = (comm: Comm) => (x: Tensor<[number], 'float64'>) => sum(comm.allReduce(x))
    expect(refused((comm) => jit(inside(comm))(tensor([1, 2])))).toThrow(NotConcrete)
    expect(refused((comm) => vmap(comm.allReduce)(tensor([1, 2])))).toThrow(NotConcrete)
    // Under `grad` there is a value, but what is reduced would have no derivative, and no place in the graph.
    expect(refused((comm) => jit(grad(inside(comm)))(tensor([1, 2])))).toThrow(NotConcrete)
  })
})

describe('what would be a deadlock is told of', () => {
  it.each([
    [
      'other calls',
      (comm: Comm) => (comm.rank === 1 ? comm.barrier() : comm.gather(tensor(1))),
      /rank 1 calls barrier where rank 0 calls gather/,
    ],
    [
      'other options',
      ({ rank, allReduce }: Comm) => allReduce(tensor(1), { op: rank === 0 ? 'sum' : 'max' }),
      /rank 1 calls allReduce of the max/,
    ],
    [
      'other roots',
      ({ rank, broadcast }: Comm) => broadcast(tensor(1), { root: rank }),
      /rank 1 calls broadcast from 1/,
    ],
    ['an early end', (comm: Comm) => comm.rank === 0 || comm.barrier(), /rank 0 has ended where rank 1 calls barrier/],
  ])('%s', (_, program, message) => expect(() => together<unknown>(2, program)).toThrow(message))

  it.each([
    ['structures', (rank: number) => (rank === 0 ? [tensor(1)] : tensor(1))],
    ['shapes', (rank: number) => (rank === 0 ? tensor([1]) : tensor([1, 2]))],
    ['dtypes', (rank: number) => tensor(1, { dtype: rank === 0 ? 'float32' : 'float64' })],
  ])('other %s', (_, tree) => {
    for (const program of [
      ({ rank, allReduce }: Comm) => allReduce(tree(rank)),
      ({ rank, gather }: Comm) => gather(tree(rank)),
      ({ rank, broadcast }: Comm) => broadcast(tree(rank)),
    ])
      expect(() => together<unknown>(2, program)).toThrow(TreeError)
  })

  it('and what does another thing when it is run again', () => {
    let runs = 0
    const changing = (comm: Comm) => (runs++ < 2 ? comm.barrier() : comm.gather(tensor(1)))
    expect(() => together<unknown>(2, changing)).toThrow(/calls gather where it called barrier before/)
  })

  it('and no ranks at all', async () => {
    expect(() => together(0, () => 1)).toThrow(ArgumentError)
    expect(() => together(2.5, () => 1)).toThrow(ArgumentError)
    await expect(togetherLater(-1, async () => 1)).rejects.toThrow(ArgumentError)
  })
})

describe('shares', () => {
  it('are the batch, in its order', () =>
    check(
      parallel.sharing,
      fc.tuple(
        fc.integer({ min: 0, max: 20 }).map((rows) => reshape(arange(2 * rows), [rows, 2]) as Tensor),
        fc.integer({ min: 1, max: 6 }),
      ),
    ))

  it('of batches drawn from one key on all ranks are all rows of an epoch, each once', () => {
    const data = { x: reshape(arange(46), [23, 2]), y: arange(23) }
    const seen = together(3, (comm) =>
      [...epochBatches(data, { batchSize: 5, epochs: 2, key: key(4) })].map((batch) => shard(comm)(batch)),
    )
    const one = [...epochBatches(data, { batchSize: 5, epochs: 2, key: key(4) })]
    one.forEach((batch, at) => {
      expect(seen.flatMap((ofRank) => elementsOf(ofRank[at].y))).toEqual(elementsOf(batch.y))
      expect(seen.flatMap((ofRank) => elementsOf(ofRank[at].x))).toEqual(elementsOf(batch.x))
    })
    const rows = seen.flatMap((ofRank) => ofRank.slice(0, 5).flatMap(({ y }) => elementsOf(y)))
    expect(rows.toSorted((a, b) => a - b)).toEqual(elementsOf(data.y))
  })

  it('share the memory of the batch', () => {
    const [batch] = batches(arange(10), { batchSize: 10 })
    expect((shard({ rank: 1, size: 2 })(batch) as unknown as { data: unknown }).data).toBe(
      (batch as unknown as { data: unknown }).data,
    )
  })

  it('refuse what has no rows', () => {
    expect(() => shard(alone)(tensor(1))).toThrow(ShapeError)
    expect(() => shard(alone)({ x: arange(2), y: arange(3) })).toThrow(ShapeError)
  })
})

describe('laws that can fail', () => {
  it('tell of a step that is no mean over rows', () => {
    const step = trainStep((w: Tensor<[], 'float64'>, x: Tensor<[number], 'float64'>) => sum(mul(w, x)), sgd(0.1))
    const start = { params: tensor(1), opt: sgd(0.1).init(tensor(1)) }
    expect(parallel.parallelism(step).holds(start, tensor([1, 2, 3]), 2)).toBe(false)
    expect(dataParallel(alone)(step)(start, tensor([1, 2, 3])).loss).toBeDefined()
  })
})

describe('errors', () => {
  it.each([
    [
      { _tag: 'MissingError', what: 'koffi', problem: 'it is not installed', remedy: 'Run npm install koffi' },
      'koffi: it is not installed. Run npm install koffi',
    ],
    [{ _tag: 'MissingError', what: 'libmpi', problem: 'none found' }, 'libmpi: none found'],
    [
      { _tag: 'RefusalError', what: 'MPI_Init', problem: 'refused\nat once', code: 3 },
      'MPI_Init: refused\\u000aat once (code 3)',
    ],
    [{ _tag: 'RefusalError', what: 'MPI_Init', problem: 'refused' }, 'MPI_Init: refused'],
    [{ _tag: 'RankError', rank: 3, problem: 'no space is left' }, 'rank 3: no space is left'],
    [{ _tag: 'SystemError', path: 'run', problem: 'no space is left' }, 'run: no space is left'],
  ] as const)('are a line %#', (error, line) => expect(showDistributedError(error)).toBe(line))
})
