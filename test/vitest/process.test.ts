import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { installed, write } from '../support/package.js'

let folder = ''

const file = `import { mul, sum, type Tensor, tensor } from 'cotangent'
import { expect, it } from 'vitest'
import 'cotangent/vitest'

const value = (x: Tensor<[2], 'float64'>) => sum(mul(x, x))

it('has a gradient', () => {
  expect(value).toHaveCorrectGradient({ at: tensor([1, 2]) })
})
it('tells tensors apart, and those that are alike not', () => {
  expect({ at: [tensor([1, 2])] }).toEqual({ at: [tensor([1, 2])] })
  expect({ at: [tensor([1, 2])] }).not.toEqual({ at: [tensor([1, 3])] })
  expect(tensor([1, 2])).not.toStrictEqual(tensor([[1, 2]]))
})
it('has forgotten the two', () => {
  expect({ value, gradient: (x) => x }).toHaveCorrectGradient({ at: tensor([1, 2]) })
})
`

beforeAll(async () => {
  folder = await installed('vitest')
  write(folder, { 'model.test.ts': file })
}, 60_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

it("in a user's own vitest: the text, coloured, and the line of the assertion", () => {
  const { PATH, HOME, TMPDIR } = process.env
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [join(folder, 'node_modules/vitest/vitest.mjs'), 'run', '--maxWorkers', '1'],
    { cwd: folder, encoding: 'utf8', timeout: 100_000, env: { PATH, HOME, TMPDIR, FORCE_COLOR: '1' } },
  )
  expect(status).toBe(1)
  expect(stdout).toContain('1 failed')
  expect(stdout).toContain('2 passed')
  expect(stderr).toContain('the gradient is wrong in 2 entries\n')
  const [red, green] = ['\u001b[31m', '\u001b[32m']
  expect(stderr.split('analytic')[1].trimStart().startsWith(red)).toBe(true)
  expect(stderr.split('numeric')[1].trimStart().startsWith(green)).toBe(true)
  expect(stripVTControlCharacters(stderr)).toContain('❯ model.test.ts:16:')
}, 120_000)
