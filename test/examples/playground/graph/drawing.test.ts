import { add, flattenTree, grad, mul, type Tensor, tensor } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { drawingOf, mostOperations } from '../../../../examples/playground/graph/model/drawing.js'
import { presetNames, presets } from '../../../../examples/playground/graph/presets.js'
import type { Drawing, Layout } from '../../../../examples/playground/graph/protocol.js'
import { graphOf } from '../../../../examples/playground/graph/work.js'
import { drawnPreset, presetOf } from './programs.js'

type Scalar = Tensor<[], 'float64'>

const given = ({ nodes }: Drawing) => nodes.filter(({ part }) => part === 'input')

describe.each(presetNames)('the drawing of %s', (name) => {
  const drawing = drawnPreset(name)
  const { nodes, steps } = drawing
  const { at, value } = presetOf(name)

  it('comes to what grad comes to', () => {
    const [gradients] = flattenTree(grad(value as (x: never) => Scalar)(at as never) as never)
    expect(given(drawing).map(({ cotangent }) => cotangent)).toEqual(gradients.map(String))
    expect(drawing.output === undefined ? '' : nodes[drawing.output].value.split('\n')[0]).toBe(
      String(value(at as never)),
    )
  })

  it('has steps that leave each node with its cotangent before it hands it on', () => {
    const left = new Map(drawing.output === undefined ? [] : [[drawing.output, '1.0']])
    const counts = new Map<number, number>()
    for (const { node, cotangent, receipts } of steps) {
      expect(left.get(node)).toBe(cotangent.replace(/\nnothing/g, ''))
      for (const { node: to, contribution, sum, isSum } of receipts) {
        counts.set(to, (counts.get(to) ?? 0) + 1)
        expect(isSum).toBe(left.has(to))
        if (!isSum) expect(sum).toBe(contribution)
        left.set(to, sum)
      }
    }
    expect([...left].every(([node, sum]) => nodes[node].cotangent.replace(/\nnothing/g, '') === sum)).toBe(true)
    expect(steps.map(({ node }, index) => nodes[node].step === index + 1)).not.toContain(false)
  })

  it('says of each operation of the derivative in which step it is made, from operands that are there', () => {
    nodes.forEach(({ part, sources, step }, index) => {
      expect(sources.every((source) => source < index)).toBe(true)
      if (part !== 'backward') return
      expect(step).toBeGreaterThan(0)
      for (const source of sources)
        if (nodes[source].part === 'backward') expect(nodes[source].step).toBeLessThanOrEqual(step)
    })
  })

  it('names what is returned', () => {
    const names = nodes.flatMap(({ returned }) => (returned === '' ? [] : returned.split(', ')))
    expect(names.sort()).toEqual(['value', ...given(drawing).map(({ label }) => `d/d${label}`)].sort())
  })

  const boxes = ({ nodes: places }: Layout) =>
    places.map(({ x, y, width, height }) => [x - width / 2, x + width / 2, y - height / 2, y + height / 2])

  it.each(['function', 'derivative'] as const)('is laid out from above without overlaps: %s', (which) => {
    const layout = drawing.layouts[which]
    const all = boxes(layout)
    all.forEach(([left, right, top, bottom], one) => {
      expect(left >= 0 && right <= layout.width && top >= 0 && bottom <= layout.height).toBe(true)
      all.forEach(([otherLeft, otherRight, otherTop, otherBottom], other) => {
        const isApart = right <= otherLeft || otherRight <= left || bottom <= otherTop || otherBottom <= top
        expect(one === other || isApart).toBe(true)
      })
    })
    const heights = new Map(layout.nodes.map(({ node, y }) => [node, y]))
    for (const { from, to } of layout.ways) expect(heights.get(from)).toBeLessThan(heights.get(to) as number)
    const drawn = new Set(layout.nodes.map(({ node }) => node))
    const due = layout.nodes.flatMap(({ node }) => [...new Set(nodes[node].sources)].map((from) => `${from} ${node}`))
    expect(layout.ways.map(({ from, to }) => `${from} ${to}`).sort()).toEqual(due.sort())
    expect(drawn.size).toBe(
      which === 'derivative'
        ? nodes.length
        : nodes.filter(({ part }, index) => part !== 'backward' && drawn.has(index)).length,
    )
  })
})

describe('what a program says', () => {
  const problem = async (source: string): Promise<string> => {
    const response = await graphOf(1, source)
    return response.kind === 'problem' ? `${response.at?.line ?? ''}: ${response.text}` : response.kind
  }

  it.each(presets.map(({ name, source }) => [name, source] as const))('is drawn: %s', async (_, source) =>
    expect(await problem(source)).toBe('graph'),
  )

  it.each([
    ['export const at = 1', ': The program must export a function called value'],
    ['export const value = (x: unknown) => x', ': The program must export a place called at'],
    ["\nimport { sum } from 'nowhere'\nexport const value = sum", '2: Error: there is no nowhere here'],
    [
      "import { square, tensor } from 'cotangent'\nexport const value = (x: any) => square(x)\nexport const at = tensor([1, 2])",
      ': a gradient needs a scalar',
    ],
    [
      "import { item, square, tensor } from 'cotangent'\nexport const value = (x: any) =>\n  item(x) > 0 ? square(x) : x\nexport const at = tensor(1)",
      'where(...) or cond(...)',
    ],
    ['export const value = (', 'Unexpected'],
    [
      "import { square } from 'cotangent'\nexport const value = square\nexport const at = 2",
      ': the leaf at [0] (2) is not a tensor',
    ],
  ])('%j is told: %s', async (source, words) => expect(await problem(source)).toContain(words))

  it('tells a place once', async () => {
    const source = `import { tensor, whileLoop, less, mul } from 'cotangent'
export const value = (x: any) => whileLoop((y) => less(y, 9), (y) => mul(y, y), x)
export const at = tensor(2)`
    const text = await problem(source)
    expect(text).toMatch(/^2: whileLoop: /)
    expect(text).not.toContain('in your code')
  })

  it('is told where it is too large to be drawn', () => {
    const long = (x: Scalar): Scalar => {
      let y = x
      for (let index = 0; index < mostOperations; index++) y = add(mul(y, y), x)
      return y
    }
    expect(() => drawingOf(long as never, tensor(0.1))).toThrow('more than can be drawn')
  })

  it('is a constant, of which nothing is handed back', () => {
    const { nodes, output, steps } = drawingOf(((_: Scalar) => tensor(3)) as never, tensor(1))
    expect([nodes.map(({ label }) => label), output, steps]).toEqual([['x'], undefined, []])
  })

  it('is what is given itself', () => {
    const { nodes, output, steps } = drawingOf(((x: Scalar) => x) as never, tensor(2))
    expect([nodes.map(({ cotangent }) => cotangent), output, steps]).toEqual([['1.0'], 0, []])
  })
})
