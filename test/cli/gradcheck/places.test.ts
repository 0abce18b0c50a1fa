import { describe, expect, it } from 'vitest'
import { withPlaces } from '../../../src/cli/gradcheck/places.js'

const folder = '/home/me (new)/model'

describe('places in texts', () => {
  it.each([
    ['in your code at /home/me (new)/model/src/a.ts:3:20', 'in your code at src/a.ts:3'],
    ['tanh [3] (/home/me (new)/model/a.ts:3:20), /home/me (new)/model/b.ts:4:1', 'tanh [3] (a.ts:3), b.ts:4'],
    ['at /home/me/model/a.ts:3:20', 'at /home/me/model/a.ts:3:20'],
    ['Unexpected token\n  /home/me (new)/model/a.ts:3:20', 'Unexpected token\n  /home/me (new)/model/a.ts:3:20'],
    ['seed: 0, replayPath: "0:0:1:0"', 'seed: 0, replayPath: "0:0:1:0"'],
  ])('%s', (text, shown) => expect(withPlaces(text, folder)).toBe(shown))
})
