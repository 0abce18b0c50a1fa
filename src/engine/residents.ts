import { Arena, type Block, outOfMemory } from '../compile/index.js'
import { bytesOf, type Constant, copyRowMajor, isUniform, layoutOf, MemoryError, sizeOf } from '../tensor/index.js'
import { currentHeap, growTo } from './memory.js'

// Large operands and the constants of programs lie above the area that programs work in, and stay there. What comes
// from outside is kept from the second time on that it is asked for: a training loop's parameters, each seen once, take
// the same room again and again, while its data are copied twice and then found. Copies keep no array alive: they are
// known by its identity, and the one used the longest time ago is given up when the room is needed.

/** Bytes of copies that are kept beside those that the present run uses. */
const budget = 2 ** 30

/** The least that is left to programs to work in. */
const smallestArea = 2 ** 20

/** A copy that is kept, without a block once it has been given up. */
interface Copy {
  block: Block | undefined
  /** The last run that used it. */
  used: number
  /** The run by which it stands in line to be given up. */
  filed: number
}

/** The copy of a storage, or of a constant that does not lie there in row-major order. */
const copyOf = new WeakMap<object, Copy>()

/** How many bytes of either have been copied so far without being kept. */
const passed = new WeakMap<object, number>()

/** All copies, in line to be given up. */
const copies = new Set<Copy>()

/** Copies of what nobody can ask for again; late or never, which is as well. */
const orphans = new FinalizationRegistry<Copy>((copy) => {
  if (copy.block !== undefined) giveUp(copy)
})

let run = 0
let start = 0
let room = new Arena()
let kept = 0
/** Blocks that only the present run uses. */
let passing: Block[] = []

const giveUp = (copy: Copy): void => {
  const block = copy.block as Block
  copies.delete(copy)
  orphans.unregister(copy)
  copy.block = undefined
  kept -= block.bytes
  room.release(block)
}

/** Gives up the copy used the longest time ago, though not by the present run; whether there was one. */
const giveUpOldest = (): boolean => {
  for (const copy of copies) {
    if (copy.used === run) continue
    if (copy.used === copy.filed) {
      giveUp(copy)
      return true
    }
    copies.delete(copy)
    copies.add(copy)
    copy.filed = copy.used
  }
  return false
}

/** A block, at the cost of what is kept if need be. */
const claim = (bytes: number): Block => {
  for (;;) {
    if (room.hasRoom(bytes)) {
      const block = room.allocate(bytes)
      if (growTo(block.address + block.bytes)) return block
      room.release(block)
    }
    if (!giveUpOldest()) throw outOfMemory(start + kept + passing.reduce((sum, block) => sum + block.bytes, bytes))
  }
}

/** Fills a block with a storage, or with a constant's elements in row-major order. */
const fill = ({ address }: Block, constant: Constant, whole: boolean): void => {
  const { dtype } = constant
  const { data, offset } = layoutOf(constant)
  const target = currentHeap()[dtype]
  const first = address / bytesOf(dtype)
  if (whole) target.set(data, first)
  else if (isUniform(constant)) target.fill(data[offset], first, first + sizeOf(constant.shape))
  else copyRowMajor(constant, target, first)
}

/**
 * The address of a large constant's first element until the present run ends: of all its storage in memory where it is
 * to be used `asItLies`, and otherwise of its elements in row-major order. A program's `own` constants are kept at once.
 */
export const addressOf = (constant: Constant, asItLies: boolean, own: boolean): number => {
  const { data, offset } = layoutOf(constant)
  const [key, elements, at] = asItLies ? [data, data.length, offset] : [constant, sizeOf(constant.shape), 0]
  const size = bytesOf(constant.dtype)
  const known = copyOf.get(key)
  if (known?.block !== undefined) {
    known.used = run
    return known.block.address + at * size
  }
  const shown = sizeOf(constant.shape) * size
  const before = passed.get(key) ?? 0
  const keeps = own || before + shown > elements * size
  while (keeps && kept + elements * size > budget && giveUpOldest());
  const block = claim(keeps ? elements * size : shown)
  fill(block, constant, keeps && asItLies)
  if (!keeps) {
    passed.set(key, before + shown)
    passing.push(block)
    return block.address
  }
  const copy = { block, used: run, filed: run }
  copyOf.set(key, copy)
  copies.add(copy)
  orphans.register(key, copy, copy)
  kept += block.bytes
  return block.address + at * size
}

/** Gives everything up, and leaves programs an area of so many bytes at least. */
const startAfresh = (area: number): void => {
  for (const copy of copies) giveUp(copy)
  passing = []
  start = area
  room = new Arena(start)
}

/**
 * Begins a run of a program that works up to `extent`. What the run before it had to itself is forgotten; so is
 * everything else where the program is larger than all before, which happens seldom: its area gets room to spare.
 */
export const beginRun = (extent: number): void => {
  run++
  if (!growTo(extent)) throw outOfMemory(extent)
  if (extent > start) startAfresh(Math.max(extent, smallestArea, Math.min(2 * start, 2 ** 28)))
  for (const block of passing) room.release(block)
  passing = []
}

/** Asks for the addresses of a run; once more, after everything has been given up, where there was no room for all. */
export const askFor = (extent: number, ask: () => void): void => {
  try {
    ask()
  } catch (error) {
    if (!(error instanceof MemoryError)) throw error
    startAfresh(extent)
    ask()
  }
}
