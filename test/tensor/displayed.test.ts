import { inspect } from 'node:util'
import {
  add,
  arange,
  broadcastTo,
  type DisplayBundle,
  explain,
  fromTypedArray,
  grad,
  gradcheck,
  installDevtoolsFormatters,
  jit,
  makeGraph,
  mul,
  ones,
  reshape,
  square,
  sum,
  type Tensor,
  tensor,
  transpose,
  ulp,
  zeros,
} from 'cotangent'
import { dense, named, summary } from 'cotangent/nn'
import { lines } from 'cotangent/plot'
import { seed } from 'cotangent/random'
import { describe, expect, it } from 'vitest'

/** What a kernel of notebooks asks a value for. */
const bundleOf = (value: object): DisplayBundle =>
  (value as { [display: symbol]: () => DisplayBundle })[Symbol.for('Jupyter.display')]()

/** The words in the cells of a bundle's tables, row by row. */
const cells = (value: object): readonly (readonly string[])[] =>
  [...(bundleOf(value)['text/html'] ?? '').matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row]) =>
    [...row.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, word]) => word),
  )

type Vector = Tensor<[2], 'float64'>

describe('a tensor in a notebook', () => {
  it('is its text and a table with its type', () => {
    const bundle = bundleOf(tensor([[1, -0], [Number.NaN, -2.5]])) // biome-ignore format: rows as they stand
    expect(bundle['text/plain']).toBe('[[ 1.  -0. ]\n [ nan -2.5]]')
    expect(bundle['text/html']).toContain('>float64[2, 2]<')
    expect(
      cells(
        tensor([
          [1, -0],
          [Number.NaN, -2.5],
        ]),
      ),
    ).toEqual([
      ['', '0', '1'],
      ['0', ' 1. ', '-0. '],
      ['1', ' nan', '-2.5'],
    ])
  })

  it('is a row where it is a vector', () => {
    expect(cells(tensor([true, false], { dtype: 'bool' }))).toEqual([[' True', 'False']])
    expect(cells(fromTypedArray(new Int32Array([-1, 10]), [2]))).toEqual([['-1', '10']])
  })

  it('is its text alone where that says all', () => {
    expect(bundleOf(tensor(3))).toEqual({ 'text/plain': '3.0' })
    expect(bundleOf(zeros([0, 3]))).toEqual({ 'text/plain': '[]' })
    expect(bundleOf(zeros([3, 0]))).toEqual({ 'text/plain': '[]' })
  })

  it('is a matrix for every place of the leading axes, whatever its strides', () => {
    const x = transpose(reshape(arange(24), [4, 3, 2]))
    const html = bundleOf(x)['text/html'] ?? ''
    expect(html.match(/\[\d+(, \d+)*, :, :\]/g)).toEqual(['[0, :, :]', '[1, :, :]'])
    expect(cells(x)[1]).toEqual(['0', ' 0.', ' 6.', '12.', '18.'])
    expect(cells(x)[7]).toEqual(['2', ' 5.', '11.', '17.', '23.'])
  })

  it('names places in row-major order', () => {
    const html = bundleOf(zeros([2, 2, 1, 1]))['text/html'] ?? ''
    expect(html.match(/\[\d+(, \d+)*, :, :\]/g)).toEqual([
      '[0, 0, :, :]',
      '[0, 1, :, :]',
      '[1, 0, :, :]',
      '[1, 1, :, :]',
    ])
  })

  it('stays small where it is huge: the first and last of each axis', () => {
    const html = bundleOf(broadcastTo(tensor(1), [1_000_000, 1_000_000, 1000]))['text/html'] ?? ''
    expect(html.match(/\[\d+, :, :\]/g)).toEqual(['[0, :, :]', '[1, :, :]', '[999998, :, :]', '[999999, :, :]'])
    expect(html.length).toBeLessThan(200_000)
    const rows = cells(reshape(arange(1000), [500, 2]))
    expect(rows).toHaveLength(22)
    expect(rows[11]).toEqual(['...', '...', '...'])
    expect(rows[12]).toEqual(['490', '980.', '981.'])
  })

  it('is a value inside a derivative, and a type where there is none', () => {
    const shown: DisplayBundle[] = []
    const f = (x: Vector) => {
      shown.push(bundleOf(x), bundleOf(square(x)))
      return sum(x)
    }
    grad(f)(tensor([1, 2]))
    expect(shown.map((each) => each['text/plain'])).toEqual(['[1. 2.]', '[1. 4.]'])
    expect(shown.every((each) => each['text/html']?.includes('<table'))).toBe(true)
    shown.length = 0
    jit(f)(tensor([1, 2]))
    expect(shown[0]['text/plain']).toMatch(/^float64\[2\] \(/)
    expect(shown[0]['text/html']).toBeUndefined()
  })
})

describe('reports in a notebook', () => {
  const value = (x: Vector) => sum(square(x))
  const point = tensor([1, 2])

  it.each([
    ['a graph', makeGraph(value)(point)],
    ['an explanation', explain(value)(point)],
    ['a report', gradcheck(value, point)],
    ['a failure', gradcheck({ value, gradient: (x: Vector) => mul(x, 3) }, point)],
  ])('%s is its text', (_, of) => {
    const shown = '_tag' in of ? (of._tag === 'Left' ? of.left : of.right) : of
    expect(bundleOf(shown)).toEqual({ 'text/plain': String(shown) })
    expect(inspect(shown)).toBe(String(shown))
  })

  it('a summary is a table, whatever its layers are called', () => {
    const net = named('<b>"a"&', dense(2, 3))
    const shown = summary(net)(net.init(seed(0))[0])
    expect(cells(shown)).toEqual([
      ['layer', 'at', 'takes', 'gives', 'parameters', 'count'],
      ['dense', '.&lt;b&gt;&quot;a&quot;&amp;', '[2]', '[3]', 'weights [2, 3], bias [3]', '9'],
    ])
    expect(bundleOf(shown)['text/html']).toContain('9 parameters, 72 bytes')
    expect(bundleOf(shown)['text/plain']).toBe(String(shown))
  })

  it('errors in units in the last place are a table', () => {
    const shown = ulp(value)(point)
    expect(cells(shown)).toHaveLength(1 + shown.entries.length)
    expect(cells(shown)[0]).toContain('cause')
  })

  it('a figure is what Vega-Lite draws, and nothing else changes about it', () => {
    const figure = lines({ y: [1, 2] }, { title: 'Two' })
    expect(bundleOf(figure)).toEqual({
      'text/plain': 'Figure: Two',
      'application/vnd.vegalite.v5+json': { ...figure, $schema: expect.stringContaining('/v5.json') },
    })
    expect(Reflect.ownKeys({ ...figure })).toEqual(Object.keys(figure))
    expect(structuredClone(figure)).toEqual(figure)
  })
})

describe('in consoles of browsers', () => {
  interface Formatter {
    readonly header: (value: unknown) => unknown
    readonly hasBody: (value: unknown) => boolean
    readonly body: (value: unknown) => unknown
  }
  const page = globalThis as { devtoolsFormatters?: readonly unknown[] }

  it('is installed once, beside those of others', () => {
    const other = {}
    page.devtoolsFormatters = [other]
    installDevtoolsFormatters()
    installDevtoolsFormatters()
    expect(page.devtoolsFormatters).toHaveLength(2)
    expect(page.devtoolsFormatters[0]).toBe(other)
  })

  it('shows values of ours, and leaves others alone', () => {
    installDevtoolsFormatters()
    const { header, hasBody, body } = (page.devtoolsFormatters ?? []).at(-1) as Formatter
    const text = (markup: unknown): unknown => (Array.isArray(markup) ? markup.slice(2).flatMap(text) : markup)
    expect([header({}), header(null), header('x'), hasBody({})]).toEqual([null, null, null, false])
    expect(text(header(tensor(2)))).toEqual(['2.0'])
    expect(hasBody(tensor(2))).toBe(false)
    expect(text(header(ones([2, 2])))).toEqual(['[[1. 1.] ...'])
    expect(hasBody(ones([2]))).toBe(true)
    expect(text(body(ones([2])))).toEqual(['float64[2]', '1.', '1.'])
    const graph = makeGraph((x: Vector) => add(x, 1))(ones([2]))
    expect(hasBody(graph)).toBe(true)
    expect(text(body(graph))).toEqual([String(graph)])
  })
})
