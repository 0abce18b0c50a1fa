import { gradcheck } from 'cotangent'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { corpus } from './corpus/index.js'
import { handWritten, pointOf } from './written.js'

describe('gradients written by hand', () => {
  it.each(corpus.map((written) => [written.name, written] as const))('are right: %s', (_, written) => {
    const found = gradcheck(handWritten(written), pointOf(written, 0))
    expect(isLeft(found) ? found.left.message : '').toBe('')
  })
})
