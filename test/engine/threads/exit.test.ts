import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const script = "import('vite').then((vite) => vite.runnerImport('./test/engine/threads/exit.run.ts'))"

it('a script that used threads exits by itself', async () => {
  const env = { ...process.env, COTANGENT_THREADS: '3' }
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], { env, timeout: 60_000 })
  expect(stdout).toMatch(/^[12] 512\n$/)
}, 70_000)
