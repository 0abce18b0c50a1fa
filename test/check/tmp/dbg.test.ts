import fc from 'fast-check'
import { it } from 'vitest'
import * as c from 'cotangent'
const { mul, sum, tanh, tensor, square, sub, exp, log, relu, matmul, mean, transpose, div, sigmoid, customVjp } = c as any
const rng = (() => { let s = 1; return () => { s = (Math.imul(s, 1664525) + 1013904223) | 0; return s / 2 ** 31 } })()
const mat = (n: number, m: number, k = 1) => tensor(Array.from({ length: n }, () => Array.from({ length: m }, () => k * rng())))
it('x', () => {
  const show = (name: string, g: () => any) => { const t = performance.now(); const e = g(); console.log('## ' + name + ' ' + (performance.now() - t).toFixed(0) + ' ms\n' + String(e.left ?? e.right)) }
  const x = mat(20, 3)
  const y = mat(20, 2)
  const f = ({ w1, w2 }: any) => div(sum(square(sub(matmul(sigmoid(matmul(x, w1)), w2), y))), 20)
  const p = { w1: mat(3, 4), w2: mat(4, 2) }
  const slope = (z: any) => mul(sigmoid(z), sub(1, sigmoid(z)))
  const back = (kind: string) => ({ w1, w2 }: any) => {
    const z = matmul(x, w1), a = sigmoid(z), d = mul(sub(matmul(a, w2), y), 2 / (kind === 'm' ? 1 : 20))
    return { w1: matmul(transpose(x), mul(matmul(d, transpose(w2)), slope(kind === 'a' ? a : z))), w2: matmul(transpose(a), d) }
  }


  const bad = customVjp((x: any) => square(x), (x: any) => [square(x), x], (x: any, g: any) => [mul(x, g)])
  show('custom', () => c.gradcheck((x: any) => sum(bad(x)), x as any))
  show('stop', () => c.gradcheck((x: any) => sum(mul(x, (c as any).stopGradient(x))), x as any))
  show('closure', () => c.gradcheck((x: any) => { const k = exp(tensor(1)); const g = customVjp((x: any) => mul(x, k), (x: any) => [mul(x, k), []], (_: any, g: any) => [mul(g, k)]); return sum(g(x)) }, x as any))
  let n = 0
  show('random', () => c.gradcheck((x: any) => mul(sum(x), ++n), x as any))
  void [exp, relu, mean]
})
