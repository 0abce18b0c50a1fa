import { describe, expect, it } from 'vitest'
import { importCycles, layerFaults, lengthFaults, lineLimit } from '../support/layers.js'
import { loadsOf, readSource, resolved, type Source, sourcesUnder } from '../support/sources.js'

const sources = [...sourcesUnder('src'), ...sourcesUnder('laws')]

const sample = (files: Readonly<Record<string, string>>): readonly Source[] =>
  Object.entries(files).map(([path, text]) => ({ path, text }))

describe('the house', () => {
  it('is read at all', () => expect(sources.length).toBeGreaterThan(0))

  it('imports downward only, and only what each folder shows', () => expect(layerFaults(sources)).toEqual([]))

  it('has no import cycles', () => expect(importCycles(sources)).toEqual([]))

  it(`has no file of more than ${lineLimit} lines`, () => expect(lengthFaults(sources)).toEqual([]))
})

describe('what is loaded before it runs', () => {
  const loadedBy = (path: string, loaded = new Set<string>()): ReadonlySet<string> => {
    if (loaded.has(path)) return loaded
    loaded.add(path)
    if (path.endsWith('.ts'))
      for (const each of loadsOf(readSource(path))) loadedBy(resolved(path, each) ?? each, loaded)
    return loaded
  }

  it('with `cotangent/onnx` in browsers reads no files, and takes one package', () => {
    const loaded = [...loadedBy('src/onnx/models.ts')].filter((each) => !/\.ts$|^fp-ts\/lib\//.test(each))
    expect(loaded.filter((each) => !each.startsWith('pure-rand/'))).toEqual(['@bufbuild/protobuf/wire'])
    expect([...loadedBy('src/onnx/index.ts')]).toContain('node:fs/promises')
  })

  it('with `cotangent/data` in browsers reads no files, and takes what packs and reads pictures', () => {
    const loaded = [...loadedBy('src/data/portable.ts')].filter((each) => !/\.ts$|^fp-ts\/lib\//.test(each))
    const packages = loaded.filter((each) => !each.startsWith('pure-rand/'))
    expect(packages.sort()).toEqual(['fast-png', 'fflate', 'jpeg-js'])
    expect([...loadedBy('src/data/index.ts')]).toContain('node:fs/promises')
  })

  it('with `cotangent` is nothing of what ONNX needs, and of packages what the bundle has in it', () => {
    const loaded = [...loadedBy('src/index.ts')]
    expect(loaded).toContain('src/engine/jitAsync.ts')
    expect(loaded.filter((each) => each.startsWith('src/engine/onnx/'))).toEqual([])
    expect(loaded.filter((each) => !/\.ts$|^fp-ts\/lib\/|^pure-rand\//.test(each))).toEqual([])
  })
})

describe('a planted fault is reported', () => {
  const faultOf = (path: string, text: string): readonly string[] => layerFaults(sample({ [path]: text }))

  it.each([
    ['upward', 'src/tensor/shape.ts', `import type { Apply } from '../graph/index.js'`],
    ['upward from a nested folder', 'src/tensor/scalar/exp.ts', `export * from '../../graph/index.js'`],
    ['upward by package name', 'src/check/report.ts', `import { tensor } from 'cotangent'`],
    ['sideways', 'src/nn/dense.ts', `import { adam } from '../optim/index.js'`],
    ['late', 'src/graph/trace.ts', `export const engine = await import('../engine/index.js')`],
    ['past an index', 'src/graph/trace.ts', `import { sizeOf } from '../tensor/shape.js'`],
    ['past a nested index', 'src/onnx/out/model.ts', `import { opset } from '../../engine/onnx/lowering/index.js'`],
    ['past an index, from the laws', 'laws/tensors.ts', `import { sizeOf } from '../src/tensor/shape.js'`],
    ['out of the house', 'src/graph/trace.ts', `import { expect } from '../../test/support/sources.js'`],
    ['outside every layer', 'src/misc/index.ts', `import { sizeOf } from '../tensor/index.js'`],
    ['an effect', 'src/tensor/print.ts', `import { inspect } from 'node:util'`],
    ['a path that plain Node refuses', 'src/tensor/tree.ts', `import * as E from 'fp-ts/Either'`],
    ['a generator in the library', 'src/graph/primitive.ts', `import fc from 'fast-check'`],
  ])('%s', (_, path, text) => expect(faultOf(path, text)).toHaveLength(1))

  it.each([
    ['src/graph/trace.ts', `import { sizeOf } from '../tensor/index.js'\nimport { print } from './print.js'`],
    ['src/tensor/scalar/exp.ts', `import type { Shape } from '../shape.js'`],
    ['src/onnx/out/model.ts', `import { modelOf } from '../../engine/onnx/index.js'`],
    ['src/data/csv.ts', `import { readFile } from 'node:fs/promises'\nimport * as E from 'fp-ts/lib/Either.js'`],
    ['laws/tensors.ts', `import fc from 'fast-check'\nimport { gradcheck } from '../src/check/index.js'`],
    ['laws/programs.ts', `import { tensor } from 'cotangent'`],
  ])('and nothing lawful in %s is', (path, text) => expect(faultOf(path, text)).toEqual([]))

  it('a cycle, once, with the files on it', () => {
    const files = sample({
      'src/graph/index.ts': `export * from './a.js'`,
      'src/graph/a.ts': `import './b.js'`,
      'src/graph/b.ts': `import type { C } from './c.js'`,
      'src/graph/c.ts': `export { a } from './a.js'`,
      'src/graph/d.ts': `import './c.js'\nimport './a.js'`,
    })
    expect(importCycles(files)).toEqual(['src/graph/a.ts -> src/graph/b.ts -> src/graph/c.ts -> src/graph/a.ts'])
  })

  it('a long file', () => {
    const lines = (count: number): readonly Source[] => sample({ 'src/graph/long.ts': 'export {}\n'.repeat(count) })
    expect(lengthFaults(lines(lineLimit))).toEqual([])
    expect(lengthFaults(lines(lineLimit + 1))).toHaveLength(1)
    expect(lengthFaults(sample({ 'src/index.ts': 'export {}\n'.repeat(lineLimit + 1) }))).toEqual([])
  })
})
