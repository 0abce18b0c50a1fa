import * as cotangent from 'cotangent'
import { primitives } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { ruleOf, rules } from '../../../../examples/playground/graph/model/rules.js'

const { grad, tensor, item, matmul, mul, sum, transpose, toArray } = cotangent as any

const library: Record<string, (...x: number[]) => number> = {
  sign: Math.sign,
  sqrt: Math.sqrt,
  sin: Math.sin,
  cos: Math.cos,
  sinh: Math.sinh,
  cosh: Math.cosh,
  log: Math.log,
  pow: Math.pow,
}

/** What a formula comes to, as it is written. */
const evaluated = (formula: string, values: Record<string, number>): number => {
  const cases = formula.split(', ').length > 1 && formula.includes(' where ') ? formula.split(', ') : [formula]
  for (const each of cases) {
    const [expression, condition = 'true'] = each.replace(/^else /, '').split(' where ')
    const javascript = (text: string): string =>
      text.replaceAll('·', '*').replaceAll('²', '**2').replaceAll(' = ', ' === ')
    const names = [...Object.keys(library), ...Object.keys(values)]
    const run = (text: string): unknown =>
      new Function(...names, `return ${javascript(text)}`)(...Object.values(library), ...Object.values(values))
    if (run(condition) === true) return run(expression) as number
  }
  throw new Error(`no case of ${formula} holds`)
}

/** Formulas and the library's rules have eight operations or fewer, each off by a unit in the last place or two of terms below 4. */
const rounding = 8 * 2 * 4 * 2 ** -53

/** Public names of primitives that have another one. */
const publicNames: Record<string, string> = { logistic: 'sigmoid' }

/** Operands within the domains of all functions. */
const places: Record<string, readonly (readonly number[])[]> = {
  acosh: [[1.5], [3]],
  maximum: [
    [1, 2],
    [2, 1],
    [1.5, 1.5],
  ],
  minimum: [
    [1, 2],
    [2, 1],
    [1.5, 1.5],
  ],
}

const formulas = Object.entries(rules).filter(([, lines]) => lines.every((line) => /^-?g( [·/]|$)| where /.test(line)))
const scalars = formulas.filter(([name]) => !['matmul', 'reduceMax', 'reduceMin', 'where'].includes(name))

describe('the rules that are said', () => {
  it('are of primitives', () => expect(Object.keys(rules).filter((name) => !(name in primitives))).toEqual([]))
  it('are formulas for most', () => expect(scalars.length).toBeGreaterThan(30))

  it.each(scalars.map(([name]) => name))('are what the library does: %s', (name) => {
    const operation = (cotangent as any)[publicNames[name] ?? name]
    const lines = rules[name]
    const g = 0.75
    for (const operands of places[name] ?? [
      lines.length === 1 ? [0.4] : [0.4, 0.7],
      lines.length === 1 ? [0.9] : [0.9, 0.3],
    ]) {
      const f = (...x: unknown[]) => mul(operation(...x), g)
      const argnums = operands.map((_, index) => index)
      const found = grad(f, { argnums })(...operands.map((each) => tensor(each))).map(item)
      const y = item(operation(...operands.map((each) => tensor(each))))
      const values = { g, y, a: operands[0], b: operands[1] }
      lines.forEach((line, index) => {
        const due = found[index]
        expect(Math.abs(evaluated(line, values) - due)).toBeLessThanOrEqual(rounding * (1 + Math.abs(due)))
      })
    }
  })

  it('are what the library does: matmul', () => {
    const [a, b, g] = [
      tensor([
        [1, 2],
        [3, 4],
      ]),
      tensor([
        [0.5, -1],
        [2, 1],
      ]),
      tensor([
        [1, -1],
        [0.5, 2],
      ]),
    ]
    const [da, db] = grad((x: unknown, y: unknown) => sum(mul(matmul(x, y), g)), { argnums: [0, 1] })(a, b)
    expect(rules.matmul).toEqual(['g · bᵀ', 'aᵀ · g'])
    expect(toArray(da)).toEqual(toArray(matmul(g, transpose(b))))
    expect(toArray(db)).toEqual(toArray(matmul(transpose(a), g)))
  })

  it('tell operands apart where there are several', () => {
    expect(ruleOf('sin', 1)).toEqual(['g · cos(a)'])
    expect(ruleOf('mul', 2)).toEqual(['to a: g · b', 'to b: g · a'])
    expect(ruleOf('where', 3)).toHaveLength(2)
    expect(ruleOf('somethingNew', 2)).toEqual([])
  })
})
