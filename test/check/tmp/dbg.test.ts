import { it } from 'vitest'
import * as c from 'cotangent'
const { mul, sum, tanh, tensor, square, sub, exp, log, relu, where, less, matmul, stopGradient, sqrt, item, abs } = c as any
it('x', () => {
  const show = (e: any) => console.log(String(e.left ?? e.right))
  const x = tensor([-1.5, 0.25, 0.75])
  show(c.gradcheck((x: any) => sum(square(x)), x, { order: 2, batched: true }))
  show(c.gradcheck((x: any) => sum(square(x)), x, { order: 2, batched: true, mode: 'forward' }))
  show(c.jacobiancheck((x: any) => ({ a: mul(x, x), b: sum(square(x)) }), x as any, { batched: true }))
  show(c.jacobiancheck({ value: (x: any) => mul(x, x), jacobian: (x: any) => c.diag(mul(x, 3)) }, x as any))
  show(c.hessiancheck((x: any) => sum(mul(square(x), x)), x as any))
  show(c.gradcheck((x: any) => sum(log(x)), tensor([1, 0])))
  show(c.gradcheck((x: any) => sum(mul(x, sqrt(x))), tensor([1, 0])))
  show(c.gradcheck(c.jit((x: any) => sum(mul(x, log(square(x))))) as any, tensor([1, 0])))
  show(c.gradcheck((x: any) => (item(sum(x)) > 0 ? sum(square(x)) : sum(x)), x))
  show(c.gradcheck((x: any) => mul(item(sum(x)), sum(square(x))), x))
  show(c.gradcheck((x: any) => sum(where(less(x, 0), mul(x, 0), square(sub(x, 1)))), tensor([0, 1])))
  show(c.gradcheck((x: any) => sum(abs(x)), tensor([0, 0, 1])))
  show(c.gradcheck((x: any) => sum(relu(x)), tensor([0, 1e-20, 1])))
  show(c.gradcheck((x: any) => sum(mul(x, stopGradient(x))), x, { engine: 'wasm' }))
  show(c.gradcheck((x: any) => sum(mul(x, stopGradient(x))), x, { engine: 'reference' }))
  show(c.gradcheck((x: any) => sum(square(x)), x, { engine: 'reference', order: 2 }))
})
import { pointOf, directionsOf } from '../../../src/check/point.js'
import { preciseSubject } from '../../../src/check/preciseSubject.js'
import { gradientQuestions } from '../../../src/check/question.js'
it('abs', () => {
    const p = pointOf('gradcheck', tensor([0,0,1]) as any)
    const s = preciseSubject(gradientQuestions(((x: any) => sum(abs(x))) as any, {})[0] as any, p as any)
    const around = s.valuesAround(directionsOf(p.leaves, 0))
      for (const sp of [-26, -52, -78]) {
        const a = around(0)
        const v = Array.from({ length: 25 }, (_, i) => a.at((i - 12) * 2 ** sp * 1.618033)[0])
        console.log('abs', v)
      }
})
