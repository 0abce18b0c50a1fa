import { type Describe, exportedChecks, gradientCheck, square, sum, type Tensor, tensor } from 'cotangent'
import { isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'

const at = tensor([1, 2])
const of = (x: Tensor<[2], 'float64'>) => sum(square(x))

describe('exportedChecks', () => {
  it('finds checks, descriptions and lists of them, and leaves others alone', () => {
    const check = gradientCheck({ of, at })
    const found = exportedChecks({
      of,
      at,
      nothing: null,
      check,
      plain: { of, at },
      both: [check, [{ of, at }], 1],
      default: { of, at },
    })
    expect(found.map(({ name, plain }) => [name, plain])).toEqual([
      ['check', false],
      ['plain', true],
      ['both[0]', false],
      ['both[1][0]', true],
      ['default', true],
    ])
    expect(found.every((each) => isRight(each.check.run()))).toBe(true)
    expect(found[0].check).toBe(check)
  })

  it('lets what cannot be described throw when it is run, and others run', () => {
    const [wrong, right] = exportedChecks({ wrong: { of: 3, at }, right: { of, at } })
    expect(() => wrong.check.run()).toThrow('there is nothing to check in `of`')
    expect(isRight(right.check.run())).toBe(true)
  })

  it('describes by the library that is given', () => {
    const given: unknown[] = []
    const describing: Describe = (description) => {
      given.push(description)
      return gradientCheck(description)
    }
    const plain = { of, at }
    exportedChecks({ plain, check: gradientCheck({ of, at }) }, describing)
    expect(given).toEqual([plain])
  })
})
