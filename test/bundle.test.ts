import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as laws from '../laws/index.js'
import * as cli from '../src/cli/index.js'
import * as data from '../src/data/index.js'
import * as index from '../src/index.js'
import * as nn from '../src/nn/index.js'
import * as optim from '../src/optim/index.js'
import * as plot from '../src/plot/index.js'
import * as random from '../src/random/index.js'
import * as vitest from '../src/vitest/index.js'
import { loadsOf, root } from './support/sources.js'

const workshop = realpathSync(mkdtempSync(join(tmpdir(), 'cotangent-bundle-')))

beforeAll(async () => {
  symlinkSync(join(root, 'node_modules'), join(workshop, 'node_modules'))
  writeFileSync(join(workshop, 'package.json'), JSON.stringify({ type: 'module' }))
  await build({ configFile: join(root, 'bundle.config.ts'), root, build: { outDir: workshop, emptyOutDir: false } })
}, 60_000)

afterAll(() => rmSync(workshop, { recursive: true, force: true }))

/** What a script prints beside the bundles, in a Node of its own. */
const printed = (script: string, command = 'exec "$0" "$@"', ...flags: readonly string[]): string => {
  const args = ['-c', command, process.execPath, ...flags, '--input-type=module', '-e', script]
  const { stdout, stderr, status } = spawnSync('sh', args, { cwd: workshop, encoding: 'utf8', timeout: 60_000 })
  expect(status, stderr).toBe(0)
  return stdout
}

/** A file of the bundles and all that it loads before it runs: other files, and packages. */
const loadedBy = (name: string, loaded = new Set<string>()): ReadonlySet<string> => {
  if (loaded.has(name)) return loaded
  loaded.add(name)
  if (!name.endsWith('.js')) return loaded
  for (const each of loadsOf({ path: name, text: readFileSync(join(workshop, name), 'utf8') }))
    loadedBy(each.replace(/^\.\//, ''), loaded)
  return loaded
}

const filesOf = (name: string): readonly string[] => [...loadedBy(name)].filter((each) => each.endsWith('.js'))

const packagesOf = (name: string): readonly string[] =>
  [...loadedBy(name)].filter((each) => !each.endsWith('.js') && !each.startsWith('node:'))

/** The modules that a file of the bundles is made of. */
const modulesIn = (name: string): readonly string[] => {
  const map = join(workshop, `${name}.map`)
  return existsSync(map) ? JSON.parse(readFileSync(map, 'utf8')).sources : []
}

describe('the library in few files', () => {
  it.each(['index.js', 'random.js', 'nn.js', 'optim.js'])(
    '%s loads no other package: not what draws, for one',
    (name) => expect(packagesOf(name)).toEqual([]),
  )

  it('are few to load: the many that entries have in common took longer to find than to run', () =>
    expect(filesOf('index.js').length).toBeLessThanOrEqual(6))

  it('loads nothing of what ONNX needs until it is asked for', () => {
    const ofOnnx = (name: string): readonly string[] =>
      filesOf(name)
        .flatMap(modulesIn)
        .filter((each) => /src\/(engine\/)?onnx\//.test(each))
    expect(ofOnnx('onnx.js').length).toBeGreaterThan(0)
    expect(ofOnnx('index.js')).toEqual([])
  })

  it('loads fast-check where laws are, and what those load that the laws are about', () => {
    const subjects = ['onnx.js', 'distributed.js'].flatMap(packagesOf)
    expect([...packagesOf('laws.js')].sort()).toEqual([...new Set([...subjects, 'fast-check'])].sort())
  })

  it('has the licences of what is in it', () => {
    for (const name of ['fp-ts', 'pure-rand'])
      expect(readFileSync(join(workshop, `LICENSE-${name}.txt`), 'utf8')).toContain('Permission is hereby granted')
  })

  it('draws points', () => {
    const drawing = `
      import fc from 'fast-check'
      import { gradcheck, square, sum, tensor } from './index.js'
      const points = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 3 }).map((x) => tensor(x))
      console.log(String(gradcheck((x) => sum(square(x)), points, { runs: 7 }).right))`
    expect(printed(drawing)).toMatch(/ at 7 points /)
  })

  it.each(Object.entries({ index, random, nn, optim, data, plot, cli, laws, vitest }))(
    '%s exports what its module does',
    (name, module) => {
      const names = JSON.parse(printed(`console.log(JSON.stringify(Object.keys(await import('./${name}.js'))))`))
      expect(names).toEqual(Object.keys(module).sort())
    },
  )

  const script = `
    import { add, explain, jit, ones } from './index.js'
    const f = (x) => add(x, 1)
    console.log(String(jit(f)(ones([3]))), explain(f)(ones([3])).interpreted)`

  it('compiles', () => expect(printed(script)).toBe('[2. 2. 2.] undefined\n'))

  it('interprets in a Node without WebAssembly', () => {
    const found = printed(script, undefined, '--jitless')
    expect(found).toBe('[2. 2. 2.] there is no WebAssembly with vectors here\n')
  })

  it.runIf(process.platform === 'linux')('computes the same in a process that may use few addresses', () =>
    expect(printed(script, 'ulimit -v 6000000; exec "$0" "$@"')).toMatch(/^\[2\. 2\. 2\.\] /),
  )
})
