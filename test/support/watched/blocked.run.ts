import { writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'

it('ends', () => expect(1 + 1).toBe(2))

// No time limit of its own ends it: it leaves the thread no time for one.
it('does not end', async () => {
  // What has ended is told a moment later.
  await new Promise((resolve) => setTimeout(resolve, 500))
  writeFileSync(process.env.COTANGENT_TEST_PID ?? '', `${process.pid}`)
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
})
