import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  cotangentMap,
  engine,
  onnx,
  type ProgramPlace,
  programPlaces,
  showProgram,
  showViolation,
  type TensorMap,
  type Tensors,
  tangentMap,
} from '../../laws/index.js'
import {
  asin,
  asinh,
  atan,
  cbrt,
  erf,
  exp,
  expm1,
  jit,
  log1p,
  log2,
  log10,
  mul,
  pinv,
  sigmoid,
  sin,
  sinh,
  softplus,
  tan,
  tanh,
  tensor,
} from '../../src/index.js'
import type { Tensor } from '../../src/tensor/index.js'
import { patience, runs } from '../laws/counts.js'

/** Another one at every run, and told, so that a failure can be had again. */
const seed = Number(process.env.COTANGENT_SEED ?? Math.floor(Math.random() * 2 ** 31))

const hold = (
  most: number,
  of: (place: ProgramPlace) => readonly [map: TensorMap, primals: Tensors],
  parameters: fc.Parameters<[ProgramPlace]>,
): void =>
  fc.assert(
    fc.property(programPlaces('smooth', most), (place) => {
      const [map, primals] = of(place)
      const found = onnx.roundTrip(map).violations(primals).map(showViolation)
      if (found.length > 0)
        throw new Error([...found, showProgram(place.program), `inputs ${place.inputs.join(', ')}`].join('\n'))
    }),
    parameters,
  )

describe(`random programs, out to ONNX and back (COTANGENT_SEED=${seed})`, { timeout: patience }, () => {
  it('are the same functions', () => hold(24, ({ map, primals }) => [map, primals], { seed, ...runs(40, 5000) }))

  it('and so are their derivatives in reverse mode', () =>
    hold(10, ({ map, primals, weights }) => [cotangentMap(map, primals.length), [...primals, ...weights]], {
      seed,
      ...runs(20, 5000),
    }))

  it('and in forward mode', () =>
    hold(10, ({ map, primals, tangents }) => [tangentMap(map), [...primals, ...tangents]], {
      seed,
      ...runs(20, 5000),
    }))
})

describe('functions that are composed in the model', () => {
  const slopes = (map: TensorMap, x: Tensor, weights: Tensor): readonly string[] => {
    const read = onnx.returned(map, [x])
    // Compiled, so that loops have no values to end by.
    const again = cotangentMap(([y]) => jit((z: Tensor) => read([z]))(y), 1)
    return engine
      .agreement(cotangentMap(map, 1), onnx.promised)
      .violations([x, weights], again([x, weights]))
      .map(showViolation)
  }

  it.each([
    ['log2', ([x]: Tensors) => [log2(x as Tensor<[3], 'float64'>) as Tensor], [1, 2, 2 ** -1022]],
    ['log10', ([x]: Tensors) => [log10(x as Tensor<[3], 'float64'>) as Tensor], [1, 1000, 1e-300]],
  ] as const)('%s: has slopes at powers of its base', (_, map, at) =>
    expect(slopes(map, tensor([...at]), tensor([1, 2, 3]))).toEqual([]),
  )

  // Not at 0, where formulas for either side meet, of which that of one is taken.
  describe.each(
    Object.entries({ asin, asinh, atan, cbrt, erf, expm1, log1p, sigmoid, sin, sinh, softplus, tan, tanh }),
  )('%s', (_, f) => {
    it.each([0.37, -0.62, 2 ** -10])('has the same slope at %d', (at) => {
      const map: TensorMap = ([x]) => [(f as (x: Tensor) => Tensor)(x)]
      expect(slopes(map, tensor(at), tensor(1))).toEqual([])
    })
  })

  it('the pseudoinverse, by rotations until none is asked for, has slopes', () =>
    expect(
      slopes(
        ([x]) => [pinv(x as Tensor<[2, 2], 'float64'>) as Tensor],
        tensor([
          [2, 1],
          [1, 3],
        ]),
        tensor([
          [1, 2],
          [3, 4],
        ]),
      ),
    ).toEqual([]))
})

describe('the law of the round trip', () => {
  const f: TensorMap = ([x]) => [exp(x as Tensor<[], 'float64'>) as Tensor]
  const x = tensor(0.5) as Tensor

  it('holds a function against its model', () => {
    expect(onnx.roundTrip(f).holds([x])).toBe(true)
    const [value] = onnx.returned(f, [x])([x])
    const off = mul(value as Tensor<[], 'float64'>, 1 + 1e-12) as Tensor
    expect(engine.agreement(f, onnx.promised).holds([x], [off])).toBe(false)
  })
})
