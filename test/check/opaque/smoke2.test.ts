import { gradcheckOpaque } from 'cotangent'
import { it } from 'vitest'
const show = (n: string, r: any) => console.log(n, String(r.left ?? r.right))
it('ties', () => {
  const max = (x: Float64Array) => Math.max(...x)
  for (const arithmetic of ['float64', 'float32'] as const) {
  show('110', gradcheckOpaque({ value: max, gradient: () => [1, 1, 0] }, [2, 2, 1], { arithmetic }))
  show('100', gradcheckOpaque({ value: max, gradient: () => [1, 0, 0] }, [2, 2, 1], { arithmetic }))
  show('.3.7', gradcheckOpaque({ value: max, gradient: () => [.3, .7, 0] }, [2, 2, 1], { arithmetic }))
  show('.3.6', gradcheckOpaque({ value: max, gradient: () => [.3, .6, 0] }, [2, 2, 1], { arithmetic }))
  show('111', gradcheckOpaque({ value: max, gradient: () => [1, 1, 1] }, [2, 2, 2], { arithmetic }))
  show('333', gradcheckOpaque({ value: max, gradient: () => [1/3,1/3,1/3] }, [2, 2, 2], { arithmetic }))
  show('abs-abs', gradcheckOpaque({ value: (x) => Math.abs(x[0]) - Math.abs(x[1]), gradient: () => [1,-1] }, [0,0], { arithmetic }))
  show('abs-abs2', gradcheckOpaque({ value: (x) => Math.abs(x[0]) - Math.abs(x[1]), gradient: () => [1,1] }, [0,0], { arithmetic }))
  show('sumabs', gradcheckOpaque({ value: (x) => x.reduce((a, b, i) => a + (i % 3 ? 1 : -1) * Math.abs(b), 0), gradient: (x) => x.map(() => 1) }, Array.from({ length: 12 }, () => 0), { arithmetic }))
  show('sin abs', gradcheckOpaque({ value: (x) => Math.sin(Math.abs(x[0]) + 2 * Math.abs(x[1])), gradient: () => [1,2] }, [0,0], { arithmetic }))
  }
})
