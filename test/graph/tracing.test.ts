import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { applyOne, constantOf, expressionOf, isConstant } from '../../src/graph/expression.js'
import { noAttributes } from '../../src/graph/primitive.js'
import { add, exp, logRecord, mul, tanh } from '../../src/graph/primitives/arithmetic.js'
import { sumTo } from '../../src/graph/primitives/structural.js'
import { interpret, traceBound, traceClosed } from '../../src/graph/trace.js'
import {
  type Constant,
  EscapedInput,
  fromNested,
  NotConcrete,
  nestedArray,
  soleElement,
  type Tensor,
} from '../../src/tensor/index.js'

const constant = (value: number): Constant => fromNested('tensor', value, 'float64')
const scalar = { shape: [], dtype: 'float64' } as const
const number = (tensor: Tensor): number => soleElement(constantOf('item', tensor)) as number

describe('applying a primitive', () => {
  it('folds Constants', () => {
    expect(isConstant(mul(constant(2), constant(3)))).toBe(true)
    expect(number(mul(constant(2), constant(3)))).toBe(6)
  })

  it('makes one Apply of anything else', () => {
    traceClosed(
      'test',
      ([x]) => {
        const y = expressionOf(mul(x, constant(3)))
        expect(y._tag).toBe('Result')
        return [y]
      },
      [scalar],
    )
  })
})

describe('binding', () => {
  it('lets values be read and branched on, and computes each once', () => {
    const graph = traceBound(
      'grad',
      ([x]) => {
        const y = mul(x, x)
        return number(y) > 3 ? [mul(y, constant(2))] : [y]
      },
      [constant(2)],
    )
    expect(number(interpret(graph, [constant(2)])[0])).toBe(8)
  })

  it('reads through bindings to bindings', () => {
    traceBound(
      'outer',
      ([x]) => {
        traceBound('inner', ([z]) => [constant(number(add(z, z)))], [mul(x, x)])
        return [x]
      },
      [constant(3)],
    )
    expect.assertions(0)
  })

  it('refuses reading an unbound Input, naming the operation and the transform', () => {
    const read = (): unknown => traceClosed('jit', ([x]) => [constant(number(add(x, x)))], [scalar])
    expect(read).toThrow(NotConcrete)
    expect(read).toThrow(/item.*while jit traces/s)
    expect(read).toThrow(/tracing\.test\.ts/)
  })

  it('prints the value, or why there is none', () => {
    const printed: string[] = []
    const graph = traceBound(
      'grad',
      ([x]) => {
        printed.push(`${x} ${add(x, x)}`, inspect([x]))
        traceClosed('jit', ([y]) => [printed.push(`${mul(y, x)}`) > 0 ? y : x], [scalar])
        return [x]
      },
      [constant(2)],
    )
    expect(printed).toEqual(['2.0 4.0', '[ 2.0 ]', 'float64[] (the value is not known while jit traces the function)'])
    expect(String(graph.inputs[0])).toBe('float64[] (an operand belongs to a grad that has already returned)')
  })

  it('keeps no value of the bindings when a graph is applied to others', () => {
    const graph = traceBound('grad', ([x]) => [number(x) === 2 ? mul(x, x) : x], [constant(2)])
    expect(number(interpret(graph, [constant(5)])[0])).toBe(25)
  })
})

describe('escape', () => {
  const leak = (f: (x: Tensor) => Tensor): Tensor => {
    let leaked: Tensor | undefined
    traceBound(
      'grad',
      ([x]) => {
        leaked = f(x)
        return [x]
      },
      [constant(2)],
    )
    return leaked as Tensor
  }

  it('is noticed in an operation, a reading, and a result', () => {
    expect(() =>
      add(
        leak((x) => x),
        constant(1),
      ),
    ).toThrow(EscapedInput)
    expect(() => number(leak((x) => mul(x, x)))).toThrow(EscapedInput)
    expect(() =>
      number(
        leak((x) => {
          number(mul(x, x))
          return mul(x, x)
        }),
      ),
    ).toThrow(/grad that has already returned/)
  })

  it('is noticed where it is given back or given on as it is', () => {
    const leaked = leak((x) => x)
    expect(() => traceBound('grad', () => [leaked], [constant(1)])).toThrow(EscapedInput)
    expect(() => traceClosed('scan', () => [leaked], [])).toThrow(EscapedInput)
    expect(() => traceBound('grad', ([x]) => [x], [leaked])).toThrow(EscapedInput)
  })

  it('happens by an exception, too', () => {
    let leaked: Tensor | undefined
    expect(() =>
      traceBound(
        'grad',
        ([x]) => {
          leaked = x
          throw new Error('stop')
        },
        [constant(2)],
      ),
    ).toThrow('stop')
    expect(() => exp(leaked as Tensor)).toThrow(EscapedInput)
  })
})

describe('capture', () => {
  it('makes older expressions inputs, and owns what is made inside', () => {
    traceBound(
      'grad',
      ([outer]) => {
        const older = mul(outer, outer)
        const { graph, captured } = traceClosed('scan', ([x]) => [add(mul(x, older), exp(outer))], [scalar])
        expect(captured).toEqual([older, outer])
        expect(graph.inputs).toHaveLength(3)
        expect(graph.applies.map(({ primitive }) => primitive.name)).toEqual(['mul', 'exp', 'add'])
        expect(number(interpret(graph, [constant(3), ...captured])[0])).toBeCloseTo(12 + Math.exp(2))
        return [older]
      },
      [constant(2)],
    )
    expect.assertions(4)
  })

  it('captures what is returned as it is', () => {
    traceBound(
      'grad',
      ([outer]) => {
        const { graph, captured } = traceClosed('cond', () => [outer], [])
        expect(captured).toEqual([outer])
        expect(number(interpret(graph, [constant(7)])[0])).toBe(7)
        return [outer]
      },
      [constant(2)],
    )
    expect.assertions(2)
  })
})

describe('size', () => {
  const chain = (length: number): number => {
    const start = performance.now()
    const graph = traceBound(
      'grad',
      ([x]) => {
        let y = x
        for (let i = 0; i < length; i++) y = tanh(y)
        return [y]
      },
      [constant(0.5)],
    )
    expect(graph.applies).toHaveLength(length)
    expect(nestedArray(interpret(graph, [constant(0.5)])[0] as Constant)).toBeGreaterThan(0)
    return performance.now() - start
  }

  it('may be 100,000 deep', () => {
    chain(100_000)
  })

  it('may be 100,000 deep when read', () => {
    traceBound(
      'grad',
      ([x]) => {
        let y = x
        for (let i = 0; i < 100_000; i++) y = tanh(y)
        expect(number(y)).toBeGreaterThan(0)
        return [y]
      },
      [constant(0.5)],
    )
  })

  it('may be a tree of 100,000', () => {
    const graph = traceBound(
      'grad',
      ([x]) => {
        let level = Array.from({ length: 65_536 }, () => exp(x))
        while (level.length > 1)
          level = Array.from({ length: level.length / 2 }, (_, i) => add(level[2 * i], level[2 * i + 1]))
        return level
      },
      [constant(0)],
    )
    expect(number(interpret(graph, [constant(0)])[0])).toBe(65_536)
  })
})

it('an error in an operation names it, the operands and the line', () => {
  const bad = (): Tensor => applyOne(logRecord, noAttributes, fromNested('tensor', [1, 2], 'int32'))
  expect(bad).toThrow(/log: it does not take int32 \(operands int32\[2\]\)/)
  expect(bad).toThrow(/tracing\.test\.ts:\d+:\d+/)
})

it('a sum of truth values is refused, where it would wrap round in a byte', () => {
  expect(() => sumTo(fromNested('tensor', [true, true], 'bool'), [])).toThrow(/sumTo: it does not take bool/)
})
