import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Arena, type Block } from '../../src/compile/arena.js'
import { MemoryError } from '../../src/tensor/index.js'

const overlap = (a: Block, b: Block): boolean =>
  a.address < b.address + b.bytes && b.address < a.address + a.bytes && a.bytes > 0 && b.bytes > 0

describe('an arena', () => {
  it('never gives out what is still held, and gives fresh blocks that nothing used before', () => {
    const requests = fc.array(
      fc.record({ bytes: fc.nat({ max: 300 }), fresh: fc.boolean(), release: fc.option(fc.nat()) }),
      { maxLength: 200 },
    )
    fc.assert(
      fc.property(requests, (sequence) => {
        const arena = new Arena()
        const live: Block[] = []
        for (const { bytes, fresh, release } of sequence) {
          const before = arena.extent
          const block = fresh ? arena.fresh(bytes) : arena.allocate(bytes)
          expect(block.bytes).toBeGreaterThanOrEqual(bytes)
          expect(block.address % 16).toBe(0)
          expect(block.address + block.bytes).toBeLessThanOrEqual(arena.extent)
          if (fresh) expect(block.address).toBe(before)
          expect(live.some((other) => overlap(block, other))).toBe(false)
          live.push(block)
          if (release !== null) arena.release(live.splice(release % live.length, 1)[0])
        }
      }),
    )
  })

  it('uses the same bytes again and again', () => {
    const arena = new Arena()
    for (let times = 0; times < 1000; times++) {
      const [a, b, c] = [100, 7, 3000].map((bytes) => arena.allocate(bytes))
      for (const block of times % 2 === 0 ? [a, b, c] : [c, a, b]) arena.release(block)
    }
    expect(arena.extent).toBe(112 + 16 + 3008)
  })

  it('tells how many bytes are held in passing', () => {
    const arena = new Arena()
    const before = arena.allocate(160)
    const inner = (): Block => {
      const [kept, passing] = [arena.allocate(32), arena.fresh(64)]
      arena.release(passing)
      return kept
    }
    const outer = arena.watch(() => {
      const own = arena.allocate(320)
      const within = arena.watch(inner)
      arena.release(own)
      return within
    })
    expect(outer.result.passing).toBe(64)
    expect(outer.passing).toBe(320 + 64)
    const later = arena.watch(() => {
      for (const block of [before, outer.result.result]) arena.release(block)
    })
    expect(later.passing).toBe(160 + 32)
    expect(arena.watch(inner).passing).toBe(64)
  })

  it('joins neighbours, so that a large block fits where small ones were', () => {
    const arena = new Arena()
    const small = Array.from({ length: 64 }, () => arena.allocate(16))
    for (const block of [...small.filter((_, at) => at % 2 === 0), ...small.filter((_, at) => at % 2 === 1)])
      arena.release(block)
    expect(arena.allocate(1024)).toMatchObject({ address: 0, bytes: 1024 })
  })

  it('takes constant time for a request, however many gaps there are', () => {
    const arena = new Arena()
    const count = 200_000
    const blocks = Array.from({ length: 2 * count }, () => arena.allocate(16))
    for (let at = 0; at < blocks.length; at += 2) arena.release(blocks[at])
    const { extent } = arena
    for (let at = 0; at < count; at++) arena.allocate(16)
    expect(arena.extent).toBe(extent)
  }, 5000)

  it('keeps a block until nothing holds it', () => {
    const arena = new Arena()
    const block = arena.allocate(64)
    arena.hold(block)
    arena.release(block)
    expect(arena.allocate(64).address).toBe(64)
    arena.release(block)
    expect(arena.allocate(64).address).toBe(0)
  })

  it('takes no room for nothing', () => {
    const arena = new Arena()
    arena.release(arena.allocate(0))
    expect(arena.extent).toBe(0)
  })

  it('ends at 4 GiB', () => {
    const arena = new Arena()
    arena.allocate(2 ** 32 - 16)
    arena.allocate(16)
    expect(() => arena.allocate(16)).toThrow(MemoryError)
  })

  it('starts where it is told, and knows what it has room for', () => {
    const arena = new Arena(1024)
    const block = arena.allocate(2 ** 32 - 1024)
    expect(block.address).toBe(1024)
    expect([0, 16, 2 ** 33].map((bytes) => arena.hasRoom(bytes))).toEqual([true, false, false])
    arena.release(block)
    expect([16, block.bytes, block.bytes + 16].map((bytes) => arena.hasRoom(bytes))).toEqual([true, true, false])
  })
})
