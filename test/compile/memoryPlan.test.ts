import { describe, expect, it } from 'vitest'
import { Arena } from '../../src/compile/arena.js'
import { MemoryPlan } from '../../src/compile/memoryPlan.js'
import { float64 } from '../engine/agreement.js'

/** A plan, the arena that it watches, and what moves on to another part. */
const planned = () => {
  let now = -1
  const plan = new MemoryPlan(() => now)
  const begin = (part: number): void => {
    now = part
  }
  return { plan, arena: new Arena(1024, plan), begin }
}

describe('the plan of a memory', () => {
  it('tells of every block where it is, and from the part that takes it to the one after which it is free', () => {
    const { plan, arena, begin } = planned()
    const operand = arena.allocate(32)
    plan.received(operand, 'operand 0')
    begin(0)
    const room = arena.fresh(100)
    arena.hold(operand)
    arena.release(operand)
    begin(1)
    arena.release(operand)
    begin(2)
    plan.stored(arena.allocate(16), float64(2))
    arena.release(room)
    begin(3)
    expect(plan.buffers).toEqual([
      { holds: 'operand 0', bytes: 32, address: 1024, first: 0, last: 1 },
      { holds: 'workspace', bytes: 112, address: 1056, first: 0, last: 2 },
      { holds: 'float64[2]', bytes: 16, address: 1024, first: 2, last: 3 },
    ])
  })

  it('knows a block by the largest result in it, unless an operand lay there', () => {
    const { plan, arena } = planned()
    const [a, b] = [arena.allocate(64), arena.allocate(64)]
    plan.received(b, 'operand 1')
    for (const block of [a, b]) for (const type of [float64(2), float64(4, 2), float64(8)]) plan.stored(block, type)
    expect(plan.buffers.map(({ holds }) => holds)).toEqual(['float64[4, 2]', 'operand 1'])
  })

  it('tells what stays there between calls, and what lies in that', () => {
    const { plan, arena, begin } = planned()
    const [resident, other] = [{ address: 0, bytes: 0, holders: 1 }, arena.allocate(8)]
    plan.kept(resident, 'small constants', 16)
    plan.kept(resident, 'small constants', 32)
    plan.stored(resident, float64(100))
    begin(4)
    expect(plan.residentIn(resident)).toBe('small constants')
    expect(plan.residentIn(other)).toBeUndefined()
    const [kept] = plan.buffers.filter(({ address }) => address === undefined)
    expect(kept).toEqual({ holds: 'small constants', bytes: 48, address: undefined, first: 0, last: 4 })
  })

  it('says nothing of empty blocks', () => {
    const { plan, arena } = planned()
    arena.release(arena.allocate(0))
    arena.fresh(0)
    expect(plan.buffers).toEqual([])
  })
})
