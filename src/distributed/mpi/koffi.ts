import * as E from 'fp-ts/lib/Either.js'
import { messageOf } from '../../tensor/index.js'
import type { DistributedError } from '../error.js'

/** A function of a library of the system. */
export type Native = (...operands: readonly unknown[]) => number

/** A library of the system, as far as it is used here. */
export interface NativeLibrary {
  func(name: string, result: string, operands: readonly string[]): Native
  /** The address of what is exported under a name; throws where there is none. The older koffi wants a type. */
  symbol(name: string, type: string): unknown
}

/** What is used of koffi, in the second and the third version alike. */
export interface Koffi {
  load(path: string | null, options?: { readonly global?: boolean }): NativeLibrary
  /** What lies at a place. */
  decode(place: unknown, type: string): unknown
  /** An address as a number. */
  address(of: unknown): bigint
  /** Memory at an address as a buffer; since version 2.11. */
  view(address: unknown, bytes: number): ArrayBuffer
}

/** Whether a library exports something under a name. */
export const exportsName = (native: NativeLibrary, name: string): boolean => {
  try {
    native.symbol(name, 'void *')
    return true
  } catch {
    return false
  }
}

const isAbsent = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_MODULE_NOT_FOUND'

/** Loads koffi, which is installed by those who use many processes only. */
export const loadKoffi = async (startedBy: string): Promise<E.Either<DistributedError, Koffi>> => {
  try {
    return E.right((await import('koffi')).default as unknown as Koffi)
  } catch (thrown) {
    return E.left({
      _tag: 'MissingError',
      what: 'koffi',
      problem: isAbsent(thrown)
        ? `${startedBy} started this process as one of several, and the package that calls MPI's library is not installed`
        : `it cannot be loaded: ${messageOf(thrown)}`,
      remedy: 'Run npm install koffi',
    })
  }
}
