import { readFileSync } from 'node:fs'
import { availableParallelism, hostname } from 'node:os'
import type { World } from './world.js'

/** So many processors are told apart; what lies above counts as none. */
const most = 4096

/** A machine's name, and which of its processors a process may use. */
const nameBytes = 64
const bytes = nameBytes + most / 8

/** The processors of a list as Linux writes it: `0-3,8`. */
export const processorsIn = (list: string): readonly number[] =>
  list.split(',').flatMap((range) => {
    if (range === '') return []
    const [first, last = first] = range.split('-').map(Number)
    return Array.from({ length: last - first + 1 }, (_, index) => first + index)
  })

/** The processors that this process may use; where the system does not say which, all that it could. */
const ownProcessors = (): readonly number[] => {
  try {
    const [, list = ''] = /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
    return processorsIn(list).filter((processor) => processor < most)
  } catch {
    return Array.from({ length: availableParallelism() }, (_, processor) => processor)
  }
}

/** A process's share of processors: of each that it may use, an equal part with all others that may. */
export const processorShare = (own: readonly number[], ofAll: readonly (readonly number[])[]): number => {
  const users = new Map<number, number>()
  for (const processors of ofAll) for (const each of processors) users.set(each, (users.get(each) ?? 0) + 1)
  return own.reduce((share, processor) => share + 1 / (users.get(processor) ?? 1), 0)
}

const told = (processors: readonly number[]): Uint8Array => {
  const message = new Uint8Array(bytes)
  new TextEncoder().encodeInto(hostname(), message.subarray(0, nameBytes))
  for (const processor of processors) message[nameBytes + (processor >> 3)] |= 1 << (processor & 7)
  return message
}

const processorsOf = (message: Uint8Array): readonly number[] =>
  [...message.subarray(nameBytes)].flatMap((byte, index) =>
    byte === 0 ? [] : [0, 1, 2, 3, 4, 5, 6, 7].flatMap((bit) => ((byte >> bit) & 1 ? [8 * index + bit] : [])),
  )

const isSameMachine = (one: Uint8Array, other: Uint8Array): boolean =>
  one.subarray(0, nameBytes).every((byte, index) => byte === other[index])

/**
 * Leaves this process as many threads as it has processors to itself, where COTANGENT_THREADS says nothing: ranks of one
 * machine that each took all of them would be in each other's way. All ranks call it.
 */
export const shareProcessors = ({ size, allGather }: World): void => {
  const own = ownProcessors()
  const message = told(own)
  const all = new Uint8Array(size * bytes)
  allGather(message, bytes, all)
  if ((process.env.COTANGENT_THREADS ?? '').trim() !== '') return
  const messages = Array.from({ length: size }, (_, rank) => all.subarray(rank * bytes, (rank + 1) * bytes))
  const share = processorShare(own, messages.filter((each) => isSameMachine(each, message)).map(processorsOf))
  // A process may be allowed less time than its processors have.
  const part = Math.min(1, availableParallelism() / own.length)
  // Thirds that were added up may lack a rounding to a whole.
  process.env.COTANGENT_THREADS = String(Math.max(1, Math.floor(share * part + 2 ** -20)))
}
