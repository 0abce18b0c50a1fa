import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { libraries } from '../../../../examples/playground/program/libraries.js'
import { evaluateProgram, type Problem, type Program } from '../../../../examples/playground/program/program.js'

const programOf = (source: string): Program => {
  const result = evaluateProgram(source, libraries)
  if (isLeft(result)) throw new Error(result.left.text)
  return result.right
}

const problemOf = (source: string): Problem => {
  const result = evaluateProgram(source, libraries)
  if (isLeft(result)) return result.left
  throw new Error('there is no problem')
}

/** The place of a mark `«` in a text, and the text without it. */
const marked = (text: string) => {
  const lines = text.slice(0, text.indexOf('«')).split('\n')
  return { source: text.replace('«', ''), at: { line: lines.length, column: lines[lines.length - 1].length + 1 } }
}

describe('what a program exports', () => {
  it('is what its text says', () => {
    const { exports } = programOf(`
      import { item, sum, tensor, type Tensor } from 'cotangent'
      import { pipe } from 'fp-ts/lib/function.js'
      type Vector = Tensor<[2], 'float64'>
      interface Named { readonly name: string }
      export const total = (x: Vector): number => pipe(x, sum, item)
      export const found: number = total(tensor([1, 2]) as Vector)
      export function named(this: void, { name }: Named) { return name! satisfies string }
      export default [found] as const
      export type { Named }
    `)
    expect(exports.found).toBe(3)
    expect(exports.default).toEqual([3])
    expect((exports.named as (x: object) => unknown)({ name: 'n' })).toBe('n')
    expect(Object.keys(exports).sort()).toEqual(['default', 'found', 'named', 'total'])
  })

  it('may come from any of the libraries, by name or as a whole', () => {
    const { exports } = programOf(`
      import * as ct from 'cotangent'
      import { sequential, dense } from 'cotangent/nn'
      import { sgd as descent } from 'cotangent/optim'
      import { seed } from 'cotangent/random'
      const net = sequential(dense(2, 1))
      const [params] = net.init(seed(0))
      export const shape = ct.ones([2]).shape
      export const states = descent(0.1).init(params) !== undefined
    `)
    expect(exports).toMatchObject({ shape: [2], states: true })
  })
})

describe('a problem', () => {
  it.each([
    ['a text that is no program', 'const a: number = 1\nexport const b = (a: number «=> a\n', 'syntax', 'Unexpected'],
    [
      'what a line throws',
      "const a: number = 1\nconst b = (): never => { throw «new Error('no data') }\nb()",
      'thrown',
      'Error: no data',
    ],
    [
      'a name that is not there',
      'const a: number = 1; export const b = «missing + a',
      'thrown',
      'ReferenceError: missing is not defined',
    ],
    [
      'what a library does not have',
      "import { summ } from 'cotangent'\nexport const b: unknown = «summ(1)",
      'thrown',
      'cotangent does not export summ',
    ],
    [
      'a default that is not there',
      "import ct from 'cotangent'\nexport const b: unknown = «ct(1)",
      'thrown',
      'cotangent has no default export',
    ],
    [
      'a library that is not there',
      "\n«import fc from 'fast-check'\nexport const b = fc",
      'thrown',
      'there is no fast-check here',
    ],
    [
      'shapes that do not fit',
      "import { add, tensor } from 'cotangent'\n\nexport const b: unknown = «add(tensor([1, 2]), tensor([1, 2, 3]))",
      'thrown',
      'ShapeError: add',
    ],
  ])('is told with its place: %s', (_, text, kind, words) => {
    const { source, at } = marked(text)
    const problem = problemOf(source)
    expect(problem).toMatchObject({ kind, text: expect.stringContaining(words), at })
    expect(problem.text).not.toMatch(/program\.ts|_cotangent/)
  })

  it('is told as the engine tells it, where that alone finds it', () => {
    expect(problemOf('const a = 1\nconst a = 2')).toMatchObject({
      kind: 'syntax',
      text: expect.stringContaining('already'),
    })
  })

  it('may be anything that is thrown', () => {
    expect(problemOf('throw 3')).toEqual({ kind: 'thrown', text: 'throws 3', at: undefined })
    expect(problemOf("throw new Error('a', { cause: new TypeError('b') })").text).toBe('Error: a\nbecause TypeError: b')
  })

  it('has its place when it arises later too', () => {
    const { source, at } = marked(`import { add, tensor } from 'cotangent'
      const f = (x: number[]): unknown =>
        «add(tensor(x), tensor([1, 2, 3]))
      export const later = (): unknown => f([1, 2])`)
    const program = programOf(source)
    try {
      ;(program.exports.later as () => unknown)()
      expect.unreachable()
    } catch (thrown) {
      const { text, at: found } = program.problemOf(thrown)
      expect(found).toEqual(at)
      expect(text).toContain(`in your code at line ${at.line}, column ${at.column}`)
    }
  })
})

describe('places', () => {
  it('are those of the text before types were taken out, also where names stand close together', () => {
    const { source, at } = marked(`import { add, sum, tensor, type Tensor } from 'cotangent'
type Long<A, B extends number> = readonly [A, B]
const f = (x: Tensor, _: Long<string, 1> | undefined): unknown => sum(sum(«add(x as Tensor, tensor([1, 2, 3]))))
export const a: unknown = f(tensor([1, 2]), undefined)`)
    expect(problemOf(source).at).toEqual(at)
  })
})
