import { gradcheckOpaque } from 'cotangent'
import { it } from 'vitest'

const show = (n: string, r: any) => console.log(n, String(r.left ?? r.right))
it('s', () => {
  const sq = (x: Float64Array) => x.reduce((a, b) => a + b * b, 0)
  show('right', gradcheckOpaque({ value: sq, gradient: (x) => x.map((v) => 2 * v) }, [1, 2, 3]))
  show('wrong', gradcheckOpaque({ value: sq, gradient: (x) => x }, [1, 2, 3, 4], { shape: { a: [2], b: [2, 1] } }))
  show('mutates', gradcheckOpaque({ value: sq, gradient: (x) => x.fill(0) }, [1, 2, 3]))
  show('len', gradcheckOpaque({ value: sq, gradient: () => [1] }, [1, 2, 3]))
  show('undef', gradcheckOpaque({ value: sq, gradient: () => undefined as never }, [1, 2, 3]))
  let kept: Float64Array = new Float64Array(0)
  show(
    'keep',
    gradcheckOpaque(
      {
        value: sq,
        gradient: (x) => {
          const k = kept.length ? kept : x
          kept = x
          return k.map((v) => 2 * v)
        },
      },
      [1, 2, 3],
    ),
  )
  show(
    'vec',
    gradcheckOpaque(
      {
        value: (x) => [x[0] * x[1], x[1]],
        jacobian: (x) => [
          [x[1], x[0]],
          [0, 1],
        ],
      },
      [2, 3],
    ),
  )
  show(
    'vecT',
    gradcheckOpaque(
      {
        value: (x) => [x[0] * x[1], x[1]],
        jacobian: (x) => [
          [x[1], 0],
          [x[0], 1],
        ],
      },
      [2, 3],
    ),
  )
  show(
    'vjp',
    gradcheckOpaque({ value: (x) => [x[0] * x[1], x[1]], vjp: (x, c) => [x[1] * c[0], x[0] * c[0] + c[1]] }, [2, 3]),
  )
  show(
    'jvp',
    gradcheckOpaque({ value: (x) => [x[0] * x[1], x[1]], jvp: (x, t) => [x[1] * t[0] + x[0] * t[1], t[1]] }, [2, 3]),
  )
  show(
    'f32',
    gradcheckOpaque(
      {
        value: (x) => x.reduce((a, b) => Math.fround(a + Math.fround(Math.fround(b) * Math.fround(b))), 0),
        gradient: (x) => x.map((v) => Math.fround(2 * v)),
      },
      [1.1, 2, 3],
      { arithmetic: 'float32' },
    ),
  )
  show(
    'f32 as f64',
    gradcheckOpaque(
      {
        value: (x) => x.reduce((a, b) => Math.fround(a + Math.fround(Math.fround(b) * Math.fround(b))), 0),
        gradient: (x) => x.map((v) => Math.fround(2 * v)),
      },
      [1.1, 2, 3],
    ),
  )
})

import fc from 'fast-check'

it('t', () => {
  show(
    'vjp sq',
    gradcheckOpaque(
      { value: (x) => [x[0] * x[1], x[1]], vjp: (x, c) => [x[1] * c[0] * c[0], x[0] * c[0] + c[1]] },
      [2, 3],
    ),
  )
  show('jump', gradcheckOpaque({ value: (x) => Math.floor(x[0]), gradient: () => [0] }, [2]))
  show('sqrt0', gradcheckOpaque({ value: (x) => Math.sqrt(x[0]), gradient: () => [0] }, [0]))
  show('abs', gradcheckOpaque({ value: (x) => Math.abs(x[0]), gradient: () => [0.5] }, [0]))
  show('abs', gradcheckOpaque({ value: (x) => Math.abs(x[0]), gradient: () => [1.5] }, [0]))
  show(
    'drawn',
    gradcheckOpaque(
      {
        value: (x) => x.reduce((a, b) => a + Math.max(b, 2 * b - 3), 0),
        gradient: (x) => x.map((v) => (v > 4 ? 2 : 1)),
      },
      fc.array(fc.integer({ min: -10, max: 10 }), { minLength: 1 }),
    ),
  )
  show(
    'drawn ok',
    gradcheckOpaque(
      {
        value: (x) => x.reduce((a, b) => a + Math.max(b, 2 * b - 3), 0),
        gradient: (x) => x.map((v) => (v > 3 ? 2 : 1)),
      },
      fc.array(fc.integer({ min: -10, max: 10 }), { minLength: 1 }),
    ),
  )
  show(
    'throws',
    gradcheckOpaque(
      {
        value: (x) => {
          if (x[0] < 2) throw new Error('domain')
          return x[0] * 3
        },
        gradient: () => [3],
      },
      [2],
    ),
  )
})
