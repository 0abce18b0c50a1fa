import { ArgumentError, cumsum, makeGraph, type Tensor, tensor, toLatex } from 'cotangent'
import fc from 'fast-check'
import katex from 'katex'
import { describe, expect, it } from 'vitest'
import { applyOne, primitives } from '../../../src/graph/index.js'
import { formulaOf, numeral } from '../../../src/graph/latex/formula.js'
import type { Term } from '../../../src/graph/latex/term.js'
import { readingOf } from '../../../src/graph/latex/terms.js'
import { untyped } from '../operations/untyped.js'

const {
  abs,
  add,
  cond,
  concatenate,
  crossEntropy,
  div,
  exp,
  grad,
  greater,
  log,
  logSumExp,
  matmul,
  mean,
  mse,
  mul,
  neg,
  power,
  relu,
  reshape,
  scan,
  sigmoid,
  softmax,
  softmaxCrossEntropy,
  sqrt,
  square,
  sub,
  sum,
  tanh,
  toArray,
  transpose,
  valueAndGrad,
  where,
  zeros,
} = untyped

/** KaTeX is the judge of what LaTeX is. */
const typeset = (latex: string): string =>
  katex.renderToString(latex, { displayMode: true, throwOnError: true, strict: 'error' })

type Weights = { readonly W1: Tensor; readonly b1: Tensor; readonly W2: Tensor; readonly b2: Tensor }

const network = ({ W1, b1, W2, b2 }: Weights, X: Tensor): Tensor => add(matmul(W2, sigmoid(add(matmul(W1, X), b1))), b2)

/** Lesson 003's loss: a column for each image. */
const lesson = (weights: Weights, X: Tensor, Y: Tensor): Tensor =>
  neg(mean(sum(mul(Y, log(softmax(network(weights, X), { axis: 0 }))), { axis: 0 })))

const stable = (weights: Weights, X: Tensor, Y: Tensor): Tensor =>
  softmaxCrossEntropy(network(weights, X), Y, { axis: 0 })

const shapes = { W1: [64, 784], b1: [64, 1], W2: [10, 64], b2: [10, 1] } as const
const weights = Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, zeros(shape)]))

describe('lesson 003 as LaTeX', () => {
  it('can be read: the forward equations, and the chain of derivatives', () => {
    const graph = makeGraph(valueAndGrad(lesson))(weights, zeros([784, 100]), zeros([10, 100]))
    const latex = toLatex(graph, { names: [undefined, 'X', 'Y'], of: 'valueAndGrad' })
    typeset(latex)
    expect(latex).toMatchInlineSnapshot(`
      "\\begin{aligned}
      v_{1} &= W_{1} \\, X + b_{1} && \\in \\mathbb{R}^{64 \\times 100} \\\\
      v_{2} &= \\sigma\\left( v_{1} \\right) && \\in \\mathbb{R}^{64 \\times 100} \\\\
      v_{3} &= W_{2} \\, v_{2} + b_{2} && \\in \\mathbb{R}^{10 \\times 100} \\\\
      v_{4} &= \\exp\\left( v_{3} - \\max_{i} v_{3} \\right) && \\in \\mathbb{R}^{10 \\times 100} \\\\
      v_{5} &= \\sum_{i} v_{4} && \\in \\mathbb{R}^{1 \\times 100} \\\\
      v_{6} &= \\frac{v_{4}}{v_{5}} && \\in \\mathbb{R}^{10 \\times 100} \\\\
      v_{7} &= \\frac{\\sum_{i, j} Y \\odot \\log\\left( v_{6} \\right)}{100} && \\in \\mathbb{R} \\\\
      L &= -v_{7} && \\in \\mathbb{R} \\\\
      g_{1} &= \\frac{-0.01 \\cdot Y}{v_{6}} && \\in \\mathbb{R}^{10 \\times 100} \\\\
      g_{2} &= \\sum_{i} \\left( -\\frac{g_{1} \\odot v_{6}}{v_{5}} \\right) && \\in \\mathbb{R}^{1 \\times 100} \\\\
      g_{3} &= \\left( \\frac{g_{1}}{v_{5}} + g_{2} \\right) \\odot v_{4} && \\in \\mathbb{R}^{10 \\times 100} \\\\
      \\frac{\\partial L}{\\partial b_{2}} &= \\sum_{j} g_{3} && \\in \\mathbb{R}^{10 \\times 1} \\\\
      \\frac{\\partial L}{\\partial W_{2}} &= g_{3} \\, v_{2}^{\\top} && \\in \\mathbb{R}^{10 \\times 64} \\\\
      g_{4} &= \\left( W_{2}^{\\top} \\, g_{3} \\right) \\odot v_{2} \\odot \\left( 1 - v_{2} \\right) && \\in \\mathbb{R}^{64 \\times 100} \\\\
      \\frac{\\partial L}{\\partial b_{1}} &= \\sum_{j} g_{4} && \\in \\mathbb{R}^{64 \\times 1} \\\\
      \\frac{\\partial L}{\\partial W_{1}} &= g_{4} \\, X^{\\top} && \\in \\mathbb{R}^{64 \\times 784}
      \\end{aligned}"
    `)
  })

  it('has few lines where the loss is fused, too', () => {
    const graph = makeGraph(valueAndGrad(stable))(weights, zeros([784, 100]), zeros([10, 100]))
    const latex = toLatex(graph, { names: [undefined, 'X', 'Y'], of: 'valueAndGrad', shapes: false })
    typeset(latex)
    expect(latex.split('\n').length).toBeLessThanOrEqual(18)
    expect(latex).not.toMatch(/cases|infty|\\le /)
  })
})

/** The value of a term, by public operations that broadcast of themselves. */
const evaluated = (term: Term, inputs: readonly Tensor[], arrays: readonly Tensor[]): Tensor => {
  const [a, b, c] = term.operands.map((each) => evaluated(each, inputs, arrays))
  const axes = (): readonly number[] => {
    const from = term.operands[0].shape
    return from.flatMap((size, axis) => {
      const kept = term.shape[axis - from.length + term.shape.length]
      return kept === undefined || (kept === 1 && size !== 1) ? [axis] : []
    })
  }
  const readings: Readonly<Record<string, () => Tensor>> = {
    input: () => inputs[term.value],
    number: () => (term.attributes.bool === true ? tensor(term.value !== 0) : tensor(term.value)) as Tensor,
    array: () => arrays[term.value],
    sumTo: () => reshape(sum(a, { axis: axes() }), term.shape),
    reduceMax: () => untyped.max(a, { axis: term.attributes.axes, keepdims: true }),
    logistic: () => sigmoid(a),
    lessEqual: () => untyped.lessEqual(a, b),
    broadcastTo: () => untyped.broadcastTo(a, term.shape),
    reshape: () => reshape(a, term.shape),
    transpose: () => transpose(a, term.attributes.permutation),
    where: () => where(a, b, c),
    flipWhere: () => where(a, neg(b), b),
  }
  const own = readings[term.op] ?? (() => (untyped as Readonly<Record<string, any>>)[term.op](a, b))
  return term.operands.length === 1 && readings[term.op] === undefined
    ? (untyped as Readonly<Record<string, any>>)[term.op](a)
    : own()
}

const logistic = (x: Tensor): Tensor => applyOne(primitives.logistic, {}, x)
const small = (x: Tensor): Tensor => logistic(neg(abs(x)))
const above = (x: Tensor): Tensor => untyped.lessEqual(0, x)
const flip = (c: Tensor, g: Tensor): Tensor => add(where(c, 0, g), neg(where(c, g, 0)))

/** What the rules must not take for what they read, each off by one part. */
const nearMisses: Readonly<Record<string, (x: Tensor, y: Tensor) => Tensor>> = {
  'a flip': (x, y) => flip(above(x), y),
  'a flip of two': (x, y) => add(where(above(x), 0, y), neg(where(above(x), x, 0))),
  'a flip by two': (x, y) => add(where(above(x), 0, y), neg(where(above(y), y, 0))),
  'a slope elsewhere': (x, y) => flip(above(x), mul(mul(flip(above(x), y), small(y)), sub(1, small(y)))),
  'a slope of two': (x, y) => flip(above(x), mul(mul(flip(above(x), y), small(x)), sub(1, small(y)))),
  'a slope by two': (x, y) => flip(above(x), mul(mul(flip(above(y), y), small(x)), sub(1, small(x)))),
  'a half': (x, y) => where(above(x), sub(1, small(y)), small(y)),
  'two halves': (x, y) => where(above(x), sub(1, small(y)), small(x)),
  'a size': (x, y) => where(above(x), neg(y), y),
  'another size': (x, y) => where(above(x), neg(x), y),
  'a guard': (x, y) => where(untyped.equal(abs(x), Number.POSITIVE_INFINITY), 0, y),
  'another guard': (x) => where(untyped.equal(abs(x), 1), 0, x),
}

const flat = (value: unknown): readonly number[] => [toArray(value)].flat(9).map(Number)

describe('what is read', () => {
  const numbers = (count: number) =>
    fc
      .array(fc.integer({ min: -4000, max: 4000 }), { minLength: count, maxLength: count })
      .map((all) => all.map((each) => each / 1000))
  const matrix = numbers(6).map((all) => tensor([all.slice(0, 3), all.slice(3)]) as Tensor)

  const functions: Readonly<Record<string, (x: Tensor, y: Tensor) => Tensor>> = {
    sigmoid: (x, y) => sum(mul(sigmoid(mul(x, 9)), y)),
    'sigmoid twice': (x, y) => sum(sigmoid(sigmoid(add(x, y)))),
    softmax: (x, y) => sum(mul(softmax(x, { axis: 1 }), y)),
    'log of softmax': (x, y) => mean(mul(log(softmax(x, { axis: 0 })), y)),
    'softmax cross entropy': (x, y) => softmaxCrossEntropy(x, softmax(y, { axis: 1 })),
    'cross entropy': (x, y) => crossEntropy(softmax(x, { axis: 1 }), softmax(y, { axis: 1 })),
    'logarithm of a sum': (x, y) => logSumExp(mul(x, y)),
    relu: (x, y) => sum(square(relu(sub(x, y)))),
    absolute: (x, y) => mean(abs(mul(x, y))),
    matrices: (x, y) => sum(tanh(matmul(x, transpose(y)))),
    reshaped: (x, y) => sum(mul(reshape(x, [3, 2]), reshape(y, [3, 2]))),
    broadcast: (x, y) => sum(sum(mul(x, sum(y, { axis: 0, keepdims: true })), { axis: 1 })),
    differences: (x, y) => mse(neg(neg(x)), sub(0, y)),
    chosen: (x, y) => sum(where(greater(x, y), square(x), mul(2, y))),
    roots: (x, y) => sum(div(sqrt(add(square(x), 1)), exp(y))),
    ...nearMisses,
    constants: (x, y) =>
      sum(
        add(
          mul(
            x,
            tensor([
              [1, 2, 3],
              [4, 5, 6],
            ]),
          ),
          y,
        ),
      ),
  }

  it.each(Object.entries(functions))('%s and its derivatives mean what the graph computes', (_, f) => {
    const g = valueAndGrad((pair: readonly [Tensor, Tensor]) => sum(f(...pair)))
    fc.assert(
      fc.property(matrix, matrix, (x, y) => {
        const pair = [x, y] as const
        const [value, [dx, dy]] = g(pair)
        const { outputs, arrays } = readingOf(makeGraph(g)(pair))
        const read = outputs.map((each) => flat(untyped.broadcastTo(evaluated(each, pair, arrays), each.shape)))
        const computed = [value, dx, dy].map(flat)
        // Both are sums of at most a few hundred terms as large as the largest one, rounded each.
        read.forEach((numbers, at) => {
          const size = Math.max(1, ...computed[at].map(Math.abs))
          numbers.forEach((each, index) => {
            expect(Math.abs(each - computed[at][index])).toBeLessThanOrEqual(2 ** -53 * 4096 * size)
          })
        })
      }),
      { numRuns: 25 },
    )
    const latex = toLatex(
      makeGraph(g)([
        tensor([
          [1, 2, 3],
          [4, 5, 6],
        ]),
        zeros([2, 3]),
      ] as never),
      { of: 'valueAndGrad' },
    )
    typeset(latex)
    expect(latex).not.toMatch(/undefined|NaN/)
  })
})

const show = (f: unknown, names: readonly string[], ...args: readonly unknown[]): string => {
  const latex = toLatex((makeGraph as any)(f)(...args), { names, shapes: false })
  typeset(latex)
  return latex.split('\n').slice(1, -1).join('\n')
}

describe('a formula', () => {
  const x = zeros([3])

  it.each<[string, (x: any) => unknown]>([
    [String.raw`y &= \frac{1}{1 + \exp\left( -x \right)}`, (x) => div(1, add(1, exp(neg(x))))],
    [String.raw`y &= \left( x + 1 \right) \odot \left( x - 1 \right)`, (x) => mul(add(x, 1), sub(x, 1))],
    [String.raw`y &= x - \left( x - 2 \right)`, (x) => sub(x, sub(x, 2))],
    [String.raw`y &= \left( x + 1 \right)^{x}`, (x) => power(add(x, 1), x)],
    [String.raw`y &= -\left( x + 1 \right)`, (x) => neg(add(x, 1))],
    [String.raw`y &= \sqrt{\left| x \right|}`, (x) => sqrt(abs(x))],
    [String.raw`y &= \left[ x > 0 \right] \odot x`, relu],
    [String.raw`y &= 2 \cdot \left( x + 1 \right)`, (x) => mul(2, add(x, 1))],
    [String.raw`y &= \sum_{i} \left( -x \right)`, (x) => sum(neg(x), { axis: 0, keepdims: true })],
    [String.raw`y &= x \cdot 10^{-9}`, (x) => mul(x, 1e-9)],
  ])('%s', (latex, f) => {
    expect(show(f, ['x'], x)).toBe(latex)
  })

  it('of a matrix names its axes', () => {
    expect(show((a: Tensor) => sum(a, { axis: 1 }), ['A'], zeros([2, 3]))).toBe(String.raw`y &= \sum_{j} A`)
    expect(show((a: Tensor) => sum(a), ['A'], zeros([2, 3]))).toBe(String.raw`y &= \sum_{i, j} A`)
    expect(show((a: Tensor) => matmul(transpose(a), a), ['A'], zeros([2, 3]))).toBe(String.raw`y &= A^{\top} \, A`)
    expect(show((a: Tensor) => mul(matmul(a, a), a), ['A'], zeros([2, 2]))).toBe(
      String.raw`y &= \left( A \, A \right) \odot A`,
    )
  })

  it('keeps a guard of something else than its value', () => {
    const [x, y] = [zeros([2]), zeros([2])]
    expect(show(nearMisses['a guard'], ['x', 'y'], x, y)).toContain(String.raw`\left| x \right| \ne \infty`)
  })

  it('of anything else has its name', () => {
    expect(show((a: any) => cumsum(a), ['a'], x)).toContain('operatorname{cumulativeSum}')
    expect(show((a: Tensor) => scan((c: Tensor, b: Tensor) => [add(c, b), c], tensor(0), a)[0], ['a'], x)).toContain(
      'scan',
    )
    expect(
      show(
        (a: Tensor) =>
          cond(
            greater(a, 0),
            () => mul(a, 2),
            () => neg(a),
          ),
        ['a'],
        tensor(1),
      ),
    ).toContain('cond')
    expect(show((a: Tensor) => concatenate([a, tensor([1, 2])]), ['a'], x)).toContain('C')
  })

  it('has numbers as they are written', () => {
    expect(
      [0.5, -2, 1e21, 1.5e-7, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN].map(
        (each) => numeral(each).text,
      ),
    ).toEqual([
      '0.5',
      '-2',
      '10^{21}',
      String.raw`1.5 \cdot 10^{-7}`,
      '-0',
      String.raw`\infty`,
      String.raw`-\infty`,
      String.raw`\text{NaN}`,
    ])
  })

  it('keeps deep graphs in short lines', () => {
    const deep = (a: Tensor): Tensor => Array.from({ length: 3000 }).reduce<Tensor>((y) => tanh(add(y, a)), a)
    const lines = show(deep, ['a'], x).split('\n')
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(150)
  })
})

describe('names', () => {
  const sumOf = (...all: readonly Tensor[]): Tensor => all.reduce((a, b) => add(a, b))

  it('are those of arguments and keys, or x with a number', () => {
    const f = ({ W1, beta, layers }: any, x: Tensor, other: Tensor) =>
      sumOf(W1, beta, layers[0].w, layers[1].w, x, other)
    const one = tensor(1)
    const tree = { W1: one, beta: one, layers: [{ w: one }, { w: one }] }
    const latex = show(f, [undefined, 'velocity'] as never, tree, one, one)
    for (const name of ['W_{1}', '\\beta', 'w^{(0)}', 'w^{(1)}', '\\mathit{velocity}', 'x_{6}'])
      expect(latex).toContain(name)
  })

  it('are never LaTeX of their own', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constantFrom('\\', '$x$', '{', '}}', '%', 'a_b', '^', '~', '#1', '&')),
        (name) => {
          show((a: Tensor) => neg(a), [name], tensor(1))
        },
      ),
    )
  })

  it('are told apart where they would be the same', () => {
    const f = ({ a, b }: any) => add(a.w, b.w)
    const latex = show(f, [], { a: { w: tensor(1) }, b: { w: tensor(1) } })
    expect(latex).toBe('y &= x_{1} + x_{2}')
  })
})

describe('of', () => {
  const f = (x: Tensor): Tensor => sum(square(x))
  const x = zeros([3])

  it('names derivatives', () => {
    expect(toLatex(makeGraph(grad(f))(x), { of: 'grad', names: ['x'] })).toContain(
      String.raw`\frac{\partial L}{\partial x} &= x + x && \in \mathbb{R}^{3}`,
    )
  })

  it('is held against the outputs', () => {
    expect(() => toLatex(makeGraph(f)(x), { of: 'grad' })).toThrow(ArgumentError)
    expect(() => toLatex(makeGraph(f)(x), { of: 'valueAndGrad' })).toThrow(ArgumentError)
    expect(() => toLatex(makeGraph(f)(x), { of: 'other' as never })).toThrow(ArgumentError)
  })

  it('shows an output that is an input or another output', () => {
    const latex = toLatex(makeGraph((a: Tensor) => [a, neg(a), neg(a)] as never)(x as never), {
      names: ['a'],
      shapes: false,
    })
    typeset(latex)
    expect(latex).toContain('y_{1} &= a')
    expect(latex).toContain('y_{2} &= -a')
    expect(latex).toContain('y_{3} &= y_{2}')
  })
})

describe('an unnamed operation', () => {
  it('shows what it is told', () => {
    const input: Term = { op: 'input', operands: [], shape: [3], attributes: {}, value: 0, serial: 0 }
    const flipped: Term = { ...input, op: 'flip', operands: [input], attributes: { axes: [0] } }
    const { text } = formulaOf(flipped, () => ({ text: 'x', binding: 6 }), [])
    expect(text).toBe(String.raw`\operatorname{flip}_{\text{0}}\left( x \right)`)
  })
})
