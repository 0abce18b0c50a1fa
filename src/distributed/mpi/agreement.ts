import { type Call, hashOf, linesOf } from './call.js'
import { RankEnded, RanksDiffer } from './errors.js'
import type { World } from './world.js'

/** What ranks tell each other before they do anything together. */
export interface Agreement {
  /** Returns when all ranks ask the same; a RanksDiffer, or a RankEnded, on all of them where they do not. */
  readonly agree: (call: Call) => void
  /** Returns when all ranks have come to their ends. */
  readonly end: () => void
}

const calling = 1
const ending = 2

/** A header: whether a rank calls or ends, and the hash of what it calls. */
const words = 3

/** More of a call's description is not sent: of a tree of very many leaves. */
const longestText = 2 ** 16

const textOf = (texts: Uint8Array, start: number, length: number): string =>
  new TextDecoder().decode(texts.subarray(start, start + length))

/** The description of every rank's call; all ranks are here, since all have seen that they differ. */
const descriptions = (world: World, own: readonly string[]): readonly (readonly string[])[] => {
  const { size } = world
  const text = new TextEncoder().encode(own.join('\n')).subarray(0, longestText)
  const lengths = new Int32Array(size)
  world.allGather(Int32Array.of(text.length), 4, lengths)
  const longest = Math.max(...lengths)
  const padded = new Uint8Array(longest)
  padded.set(text)
  const all = new Uint8Array(size * longest)
  world.allGather(padded, longest, all)
  return Array.from(lengths, (length, rank) => textOf(all, rank * longest, length).split('\n'))
}

const ranks = (list: readonly number[]): string => {
  const few = list.slice(0, 5).join(', ')
  return list.length === 1 ? `rank ${few}` : `ranks ${few}${list.length > 5 ? `, ... (${list.length} of them)` : ''}`
}

/** What the calls of two ranks differ in: the first of their lines that do. */
const difference = (one: readonly string[], other: readonly string[]): readonly [string, string] => {
  const line = one.findIndex((text, index) => text !== other[index])
  return line < 0 ? ['has no more', other[one.length] ?? ''] : [one[line], other[line] ?? 'there is no more']
}

export const agreementIn = (world: World): Agreement => {
  const { rank, size } = world
  const own = new Int32Array(words)
  const all = new Int32Array(words * size)
  const isAlike = (): boolean => {
    for (let at = words; at < all.length; at++) if (all[at] !== all[at - words]) return false
    return true
  }
  const exchange = (kind: number, [first, second]: readonly [number, number]): boolean => {
    own[0] = kind
    own[1] = first
    own[2] = second
    world.allGather(own, words * 4, all)
    return isAlike()
  }
  const complain = (call: Call, operation: string): never => {
    const said = descriptions(world, linesOf(call))
    const ended = said.flatMap((_, each) => (all[each * words] === ending ? [each] : []))
    if (ended.length > 0)
      throw new RankEnded({
        operation,
        problem: `${ranks(ended)} of ${size} came to the end of the program, while rank ${rank} calls ${call.what}`,
        remedy: 'All ranks must call the same functions of their Comm, in the same order and equally often',
      })
    const hashes = said.map((_, each) => `${all[each * words + 1]} ${all[each * words + 2]}`)
    const other = hashes.findIndex((hash) => hash !== hashes[0])
    const [here, there] = difference(said[0], said[other])
    throw new RanksDiffer({
      operation,
      problem: `ranks ask for different things: rank 0: ${here}; rank ${other}: ${there}`,
      remedy:
        'All ranks must call the same functions of their Comm in the same order, with trees of the same structure, shapes and dtypes',
    })
  }
  return {
    agree: (call) => {
      if (!exchange(calling, hashOf(call))) complain(call, call.what.split(',')[0])
    },
    end: () => {
      // Others may still call; they are told, and either come to their ends too or break off all.
      while (!exchange(ending, [0, 0])) descriptions(world, ['the end of the program'])
    },
  }
}
