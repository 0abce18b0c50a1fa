import { ones } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { argumentOfLeaves, argumentPaths, namesOf } from '../../../src/onnx/out/names.js'
import { flatten } from '../../../src/tensor/index.js'

const one = ones([1])

describe('names', () => {
  it.each([
    ['input.layers[0].weights', 'input_layers_0_weights'],
    ['input', 'input'],
    ['0.a', '_0_a'],
    ['x.été', 'x_t'],
    ['', '_'],
    ['[3]', '_3'],
  ])('of %j is the identifier %s', (path, name) => {
    expect(namesOf([path], new Set())).toEqual([name])
    expect(name).toMatch(/^[A-Za-z_][A-Za-z0-9_]*$/)
  })

  it('that would be the same are counted, those of others included', () => {
    expect(namesOf(['a.b', 'a_b', 'a[b]'], new Set(['a_b']))).toEqual(['a_b_2', 'a_b_3', 'a_b_4'])
  })

  it('of leaves begin with those of their arguments', () => {
    const [, structure] = flatten('test', [{ w: one, b: [one, one] }, one])
    expect(argumentPaths(structure, ['params', 'x'])).toEqual(['params.b[0]', 'params.b[1]', 'params.w', 'x'])
    expect(argumentOfLeaves(structure)).toEqual([0, 0, 0, 1])
  })
})
