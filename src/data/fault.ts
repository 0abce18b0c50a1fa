import * as E from 'fp-ts/lib/Either.js'
import type { DataError } from './error.js'

/** Marks what decoders throw at themselves, so that nothing else is taken for it. */
const mark = Symbol('fault')

interface Fault {
  readonly [mark]: DataError
}

const isFault = (thrown: unknown): thrown is Fault => typeof thrown === 'object' && thrown !== null && mark in thrown

/** Leaves the decoder that runs inside `attempt` with an error. */
export const fail = (error: DataError): never => {
  throw { [mark]: error } satisfies Fault
}

const leftOf = (thrown: unknown): E.Either<DataError, never> => {
  if (isFault(thrown)) return E.left(thrown[mark])
  throw thrown
}

/** The outcome of a decoder that may `fail`; what else it throws is a mistake of ours and passes through. */
export const attempt = <A>(decode: () => A): E.Either<DataError, A> => {
  try {
    return E.right(decode())
  } catch (thrown) {
    return leftOf(thrown)
  }
}

/** The same for what takes time. */
export const attemptLater = <A>(decode: () => Promise<A>): Promise<E.Either<DataError, A>> =>
  decode().then(E.right, leftOf)
