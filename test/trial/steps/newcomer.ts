import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { snippetsOf } from '../../support/snippets.js'
import { root } from '../../support/sources.js'
import { type Finding, must, ownProgram, run, type Step, type Trial, tryRun, versionOf, write } from '../kit.js'

const test = (factor: number): string => `
import { mul, square, sum, type Tensor, tensor } from 'cotangent'
import 'cotangent/vitest'
import { expect, it } from 'vitest'

const value = (x: Tensor<[3], 'float64'>) => sum(square(x))
const gradient = (x: Tensor<[3], 'float64'>) => mul(x, ${factor})

it('has the gradient that was written by hand', () => {
  expect({ value, gradient }).toHaveCorrectGradient({ at: tensor([1, 2, 3]) })
})
`

const compilerOptions = {
  strict: true,
  target: 'es2022',
  lib: ['es2023', 'dom'],
  module: 'nodenext',
  moduleResolution: 'nodenext',
  types: [],
  outDir: 'out',
}

/** Replaces a piece of text, which must be there. */
const replaced = (text: string, piece: string, by: string): string => {
  must(text.includes(piece), `the first example has no ${piece} any more: change what the trial makes wrong`)
  return text.replace(piece, by)
}

/** What somebody does first: the example, a mistake in it, and a check in a project with tests. */
export const newcomer: Step = {
  name: 'the first five minutes',
  run: ({ user }: Trial): readonly Finding[] => {
    const [{ code }] = snippetsOf({ path: 'README.md', text: readFileSync(join(root, 'README.md'), 'utf8') })
    const tsc = ownProgram('@typescript/native', 'bin/tsc')
    const compile = (file: string) => tryRun(join(user, 'first'), process.execPath, tsc, '-p', `tsconfig.${file}.json`)
    const project = (file: string): string => JSON.stringify({ compilerOptions, files: [`${file}.ts`] })
    write(join(user, 'first'), {
      'example.ts': code,
      'wrong.ts': replaced(code, 'tensor([[0], [0], [1], [1]])', 'tensor([[0], [0], [1]])'),
      'product.ts': `import { matmul, zeros } from 'cotangent'\nmatmul(zeros([2, 3]), zeros([4, 5]))\n`,
      ...Object.fromEntries(['example', 'wrong', 'product'].map((file) => [`tsconfig.${file}.json`, project(file)])),
      'right.test.ts': test(2),
      'mistaken.test.ts': test(3),
    })

    const first = compile('example')
    must(first.status === 0, `the first example does not compile:\n${first.output}`)
    const result = run(user, process.execPath, join('first/out/example.js'))
    must(/\[0\.98878662\]\]\nRight\n$/.test(result), `the first example prints ${result}`)

    const wrong = compile('wrong')
    must(
      wrong.status !== 0 && /wrong\.ts\(\d+,\d+\): error/.test(wrong.output),
      `a wrong shape compiles:\n${wrong.output}`,
    )
    const product = compile('product')
    must(
      product.output.includes('inner dimensions 3 and 4 differ'),
      `of a wrong product it is said:\n${product.output}`,
    )

    const vitest = join(user, 'node_modules/vitest/vitest.mjs')
    const tested = (file: string) =>
      tryRun(join(user, 'first'), process.execPath, vitest, 'run', file, '--maxWorkers', '1')
    const right = tested('right.test.ts')
    must(right.status === 0 && /1 passed/.test(right.output), `a right gradient does not pass:\n${right.output}`)
    const mistaken = tested('mistaken.test.ts')
    must(
      mistaken.status !== 0 && /analytic +9\n +numeric +6/.test(mistaken.output),
      `a wrong gradient is not found wrong:\n${mistaken.output}`,
    )
    const by = `Vitest ${versionOf(user, 'vitest')}`
    return [
      { what: 'the first example', by: 'README.md', found: result.trim() },
      { what: 'a wrong shape', by: 'TypeScript', found: 'does not compile: inner dimensions 3 and 4 differ' },
      { what: 'a right gradient, a wrong one', by, found: 'passes, fails: analytic 9, numeric 6' },
    ]
  },
}
