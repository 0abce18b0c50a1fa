import * as c from 'cotangent'
import { it } from 'vitest'

const { mul, sum, tensor, square } = c as any
it('x', () => {
  console.log(
    String(
      (
        c.gradcheck(
          { value: (x: any) => sum(square(x)), gradient: (x: any) => mul(x, 3) } as any,
          tensor([1, 2, 3]) as any,
        ) as any
      ).left,
    ),
  )
})
