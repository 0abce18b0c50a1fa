import { ArgumentError, makeGraph, mul, square, tensor, valueAndGrad } from 'cotangent'
import { graphFigure } from 'cotangent/plot'
import { describe, expect, it } from 'vitest'
import { untyped } from '../graph/operations/untyped.js'
import { svgOf, textsOf, valuesOf } from './support.js'

describe('a graph as a figure', () => {
  const loss = ({ w }: { readonly w: typeof vector }, x: typeof vector) => untyped.mean(square(mul(w, x)))
  const vector = tensor([1, 2, 3])
  const graph = makeGraph(valueAndGrad(loss as never) as never)({ w: vector } as never, vector as never)

  it('has a box for each input and operation, with shapes, and tells forward from backward', async () => {
    const figure = graphFigure(graph, { names: [undefined, 'x'], of: 'valueAndGrad' })
    const boxes = valuesOf(figure)
    expect(boxes).toHaveLength(graph.inputs.length + graph.applies.length)
    expect(boxes.slice(0, 2)).toMatchObject([
      { label: 'w', type: '3' },
      { label: 'x', type: '3' },
    ])
    expect(boxes.filter(({ part }) => part === 'forward').map(({ label }) => label)).toEqual([
      'mul',
      'mul',
      'sumTo',
      'div \u00b7 3',
    ])
    expect(boxes.filter(({ part }) => part === 'backward').length).toBe(graph.applies.length - 4)
    expect(boxes.filter(({ border }) => border === 2.5)).toHaveLength(graph.outputs.length)
    const texts = textsOf(await svgOf(figure))
    expect(texts).toEqual(
      expect.arrayContaining(['input', 'forward', 'backward', 'div \u00b7 3', 'L: scalar', '\u2202L/\u2202w: 3']),
    )
  })

  it('is all forward unless told', () => {
    expect(valuesOf(graphFigure(graph)).some(({ part }) => part === 'backward')).toBe(false)
  })

  it('is not drawn where nobody could read it', () => {
    const long = makeGraph((x: typeof vector) => Array.from({ length: 501 }).reduce<typeof x>((y) => mul(y, x), x))(
      vector,
    )
    expect(() => graphFigure(long)).toThrow(ArgumentError)
  })
})
