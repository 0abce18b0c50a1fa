import { gradcheck, gradcheckOpaque, mul, sqrt, abs, sum, tensor, type Tensor } from 'cotangent'
import { it } from 'vitest'
it('x', () => {
  for (const p of [0.5, 0.25, 0.1, 0.75]) {
    const value = (x: Float64Array) => Math.sign(x[0]) * Math.abs(x[0]) ** (1 + p)
    console.log(p, String((gradcheckOpaque({ value, gradient: () => [0] }, [0]) as any).left ?? 'ok'))
    console.log(p, String((gradcheckOpaque({ value: (x) => x[0] < 0 ? NaN: value(x) + x[0], gradient: () => [1] }, [0]) as any).left ?? 'ok'))
  }
  const x = tensor([0])
  console.log(String((gradcheck({ value: (x: Tensor<[1], 'float64'>) => sum(mul(x, sqrt(abs(x)))), gradient: (x) => mul(x, 0) }, x) as any).left ?? 'ok'))
})
