import { add, matmul, mean, mul, square, sub, type Tensor, tensor } from 'cotangent'
import {
  adam,
  applyUpdates,
  carryingStep,
  earlyStopping,
  epochs,
  fit,
  lastOf,
  lbfgs,
  measured,
  type OptimizerState,
  type Schedule,
  sameBatch,
  sgd,
  tap,
  trainStep,
  withL2,
} from 'cotangent/optim'
import { pipe } from 'fp-ts/lib/function.js'
import { expect, expectTypeOf, it } from 'vitest'

interface Params {
  readonly w: Tensor<[2], 'float64'>
  readonly b: Tensor<[], 'float64'>
}
type Batch = { readonly x: Tensor<[number, 2], 'float64'>; readonly y: Tensor<[number], 'float64'> }
type Scalar = Tensor<[], 'float64'>

const loss = ({ w, b }: Params, { x, y }: Batch) => mean(square(sub(add(matmul(x, w), b), y)))
const optimizer = adam(0.1)
const params: Params = { w: tensor([1, 2]), b: tensor(0) }
const batch: Batch = { x: tensor([[1, 2]]), y: tensor([1]) }
const start = { params, opt: optimizer.init(params) }

it('updates and parameters are of the type of the parameters', () => {
  expectTypeOf(optimizer.init(params)).toEqualTypeOf<OptimizerState>()
  expectTypeOf(optimizer.update(params, start.opt, params)).toEqualTypeOf<[updates: Params, state: OptimizerState]>()
  expectTypeOf(applyUpdates(params, params)).toEqualTypeOf<Params>()
  // @ts-expect-error the gradients are of another tree
  expect(() => optimizer.update({ w: tensor([1, 2]) }, start.opt, params)).toThrow()
})

it('a step takes and gives the parameters, and the loss with its dtype', () => {
  const step = trainStep(loss, optimizer)
  const after = step(start, batch)
  expectTypeOf(after.params).toEqualTypeOf<Params>()
  expectTypeOf(after.loss).toEqualTypeOf<Scalar>()
  expectTypeOf(trainStep(withL2(loss, 0.1), optimizer)).toEqualTypeOf<typeof step>()
  // @ts-expect-error the batch is another one
  expect(() => step(start, { x: batch.x })).toThrow()
  // @ts-expect-error a loss is a scalar
  expect(() => trainStep((p: Params) => p.w, optimizer)(start, batch)).toThrow()
})

it('states keep their types through all that follows fit', () => {
  const step = trainStep(loss, optimizer)
  const states = fit(
    step,
    start,
    epochs(2, () => sameBatch(batch, 3)),
  )
  const stopped = earlyStopping<ReturnType<typeof step>>({ patience: 3, score: (state) => state.loss })(
    tap(states, ({ params: { w } }) => expectTypeOf(w).toEqualTypeOf<Tensor<[2], 'float64'>>()),
  )
  expectTypeOf(lastOf(stopped).best.params).toEqualTypeOf<Params>()
  expectTypeOf(lastOf(measured(states, (state) => state.loss)).value).toEqualTypeOf<Scalar>()
  expectTypeOf(lastOf(states, start).params).toEqualTypeOf<Params>()
  const piped = pipe(
    measured(states, (state) => state.loss, { every: 2 }),
    earlyStopping({ patience: 3, score: ({ value }) => value }),
    lastOf,
  )
  expectTypeOf(piped.best.state.params).toEqualTypeOf<Params>()
  const carried = carryingStep((p: Params, b: Batch, n: Scalar): [Scalar, Scalar] => [loss(p, b), n], optimizer)
  expectTypeOf(lastOf(fit(carried, { ...start, carry: tensor(0) }, [batch])).carry).toEqualTypeOf<Scalar>()
  expectTypeOf(lastOf(lbfgs((p: Params) => loss(p, batch))(params)).params).toEqualTypeOf<Params>()
})

it('a rate is a number, a schedule, or a function of the count', () => {
  const schedule: Schedule = (step) => mul(tensor(0.1), typeof step === 'number' ? step : 1)
  sgd(0.1)
  sgd(schedule)
  sgd((count) => {
    expectTypeOf(count).toEqualTypeOf<Tensor<[], 'int32'>>()
    return tensor(0.1, { dtype: 'float32' })
  })
  // @ts-expect-error a rate is no text
  expect(() => sgd('fast')).toThrow()
})
