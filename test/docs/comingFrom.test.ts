import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as tf from '@tensorflow/tfjs'
import * as cotangent from 'cotangent'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compiledIn } from '../support/diagnostics.js'
import { snippetsOf } from '../support/snippets.js'
import { readSource, root } from '../support/sources.js'
import { rowsOf } from '../support/tables.js'

// What stands on the right of the tables for those who come from elsewhere is code: all of it is checked and run here.

const pages = ['jax', 'pytorch', 'tensorflow-js'] as const

/** The pieces of code in a cell. */
const codeIn = (cell: string): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code)

const cellsOf = (page: string, column: number): readonly string[] =>
  rowsOf(readSource(`docs/coming-from/${page}.md`).text, 'there').flatMap((row) => codeIn(row[column]))

/** Names of the library, which are no programs by themselves. */
const isName = (code: string): boolean => /^[\w.]+$/.test(code) && !/^(x|a|params)\b/.test(code)

const programsOf = (page: string): readonly string[] => cellsOf(page, 1).filter((code) => !isName(code))

const prelude = (page: string): string => {
  const source = readSource(`docs/coming-from/${page}.md`)
  return snippetsOf(source)[0].code
}

/** The names that code uses of the operations, and the page's prelude does not have. */
const imported = (page: string): readonly string[] => {
  const words = new Set(programsOf(page).flatMap((code) => code.match(/(?<![.\w'])[A-Za-z]\w*/g) ?? []))
  const known = new Set(prelude(page).match(/\b[A-Za-z]\w*/g))
  return [...Object.keys(cotangent), 'pipe'].filter((name) => words.has(name) && !known.has(name))
}

/** All programs of a page as one module, a function each. */
const moduleOf = (page: string): string => {
  const names = imported(page)
  return [
    prelude(page),
    `import { ${names.filter((name) => name !== 'pipe').join(', ')} } from 'cotangent'`,
    `import { pipe } from 'fp-ts/lib/function.js'`,
    'export const programs = [',
    ...programsOf(page).map((code) => `  async () => { ${code} },`),
    ']',
  ].join('\n')
}

const workshop = realpathSync(mkdtempSync(join(tmpdir(), 'cotangent-coming-')))

beforeAll(() => {
  symlinkSync(join(root, 'node_modules'), join(workshop, 'node_modules'))
  writeFileSync(join(workshop, 'package.json'), JSON.stringify({ type: 'module' }))
  for (const page of pages) writeFileSync(join(workshop, `${page}.ts`), moduleOf(page))
})
afterAll(() => rmSync(workshop, { recursive: true, force: true }))

describe('tables for those who come from elsewhere', () => {
  it('have programs that pass the type checker, and a wrong one does not', () => {
    writeFileSync(join(workshop, 'wrong.ts'), `import { add } from 'cotangent'\nadd('one', 2)\n`)
    const { 'wrong.ts': told, ...others } = compiledIn(workshop, [...pages.map((page) => `${page}.ts`), 'wrong.ts'])
    expect(others).toEqual({ 'jax.ts': '', 'pytorch.ts': '', 'tensorflow-js.ts': '' })
    expect(told).toContain(`Argument of type 'string' is not assignable`)
  })

  it.each(pages)('have programs that run: %s', async (page) => {
    const { programs } = (await import(/* @vite-ignore */ join(workshop, `${page}.ts`))) as {
      readonly programs: readonly (() => Promise<void>)[]
    }
    const found = await Promise.allSettled(programs.map((run) => run()))
    const failed = found.flatMap((each, index) =>
      each.status === 'rejected' ? [`${programsOf(page)[index]}: ${each.reason}`] : [],
    )
    expect(failed).toEqual([])
    expect(programs.length).toBeGreaterThan(50)
  })

  it.each(pages)('have names that are there: %s', async (page) => {
    const modules: Readonly<Record<string, object>> = {
      '': cotangent,
      data: await import('cotangent/data'),
      distributed: await import('cotangent/distributed'),
      nn: await import('cotangent/nn'),
      optim: await import('cotangent/optim'),
      random: await import('cotangent/random'),
    }
    const unknown = cellsOf(page, 1)
      .filter(isName)
      .filter((code) => {
        const [name, prefix = ''] = code.split('.').reverse()
        return !(name in modules[prefix])
      })
    expect(unknown).toEqual([])
  })
})

describe('the column of TensorFlow.js', () => {
  it('has programs that run', async () => {
    await tf.setBackend('cpu')
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [3] })] })
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' })
    const around = {
      tf,
      model,
      x: tf.tensor([1, 2, 3]),
      y: tf.tensor([4, 5, 6]),
      a: tf.tensor2d([1, 2, 3, 4], [2, 2]),
      b: tf.tensor2d([5, 6, 7, 8], [2, 2]),
      m: tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]),
      t: tf.tensor2d([0, 1], [2, 1]),
      w: tf.variable(tf.tensor([1, 1, 1])),
      f: (x: tf.Tensor) =>
        x
          .sub(tf.tensor([4, 5, 6]))
          .square()
          .mean(),
    }
    const programs = cellsOf('tensorflow-js', 0).filter((code) => !isName(code) && !code.includes('...'))
    const failed: string[] = []
    for (const code of programs) {
      const run = new Function(...Object.keys(around), `return (async () => { await (${code}) })()`)
      await run(...Object.values(around)).catch((error: unknown) => failed.push(`${code}: ${error}`))
    }
    expect(failed).toEqual([])
    expect(programs.length).toBeGreaterThan(60)
  })
})
