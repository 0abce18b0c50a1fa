import { isLeft } from 'fp-ts/lib/Either.js'
import { type Session, start } from '../../../../examples/playground/train/session.js'
import type { Settings } from '../../../../examples/playground/train/settings.js'

/** The training of settings that can be trained with. */
export const begun = (settings: Settings): Session => {
  const made = start(settings)
  if (isLeft(made)) throw new Error(made.left.problem)
  return made.right
}
