import { ArgumentError, add, concatenate, reshape, sum, tensor } from 'cotangent'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { publicModules } from '../support/documentation.js'
import { type OptionRecord, optionRecords } from '../support/optionRecords.js'
import { failureOf } from '../tensor/failures.js'

/** What plain JavaScript may hold: the types are forgotten. */
type Untyped = (...args: readonly unknown[]) => unknown

const records = optionRecords(publicModules())
const faces = new Map<string, unknown>()
for (const file of records.keys()) faces.set(file, await import(`../../${file}`))

/** A function by its name in a module, such as `keyed.normal`. */
const functionOf = (file: string, name: string): Untyped =>
  name.split('.').reduce((part, key) => (part as Readonly<Record<string, unknown>>)[key], faces.get(file)) as Untyped

/** A call with these options, behind something in every other place: options are looked at before all else. */
const calling =
  (file: string, { name, at }: OptionRecord, options: unknown) =>
  (): unknown =>
    functionOf(file, name)(...new Array<unknown>(at).fill(() => undefined), options)

const rows = [...records].flatMap(([file, all]) => all.map((record) => [record.name, record.at, file, record] as const))

describe('an option that there is not is refused, and those that there are are named', () => {
  it.each(rows)('%s, at %i in %s', (name, _, file, record) => {
    const error = failureOf(calling(file, record, { nonsense: 1 }))
    expect(error).toBeInstanceOf(ArgumentError)
    expect(error.operation).toBe(name.split('.').at(-1))
    expect(error.problem).toBe('there is no option "nonsense"')
    const [, said = ''] = /^The options are (.+)$/.exec(error.remedy ?? '') ?? []
    const foreign = said.split(', ').filter((each) => !record.names.includes(each))
    expect(foreign).toEqual([])
  })

  it('in as many places as there are', () => {
    expect(new Set(rows.map(([name, , file]) => `${file} ${name}`)).size).toBeGreaterThan(250)
  })
})

describe('what is no record is no record of options', () => {
  const last = rows.filter(
    ([name, at, file]) => !rows.some(([other, later, there]) => other === name && there === file && later > at),
  )
  it.each(last)('%s, at %i in %s', (name, _, file, record) => {
    for (const options of [null, 'float32']) {
      const error = failureOf(calling(file, record, options))
      expect(error).toBeInstanceOf(ArgumentError)
      expect(error.operation).toBe(name.split('.').at(-1))
      // Where numbers precede the options, as many as one likes, it is one of them.
      expect(error.problem).toMatch(/^the options are .*, not a record$|^it takes numbers, not/)
    }
  })
})

describe('operations', () => {
  const x = tensor([
    [1, 2],
    [3, 4],
  ])

  it('refuse options where they have none', () => {
    for (const call of [() => (add as Untyped)(x, x, { axis: 0 }), () => (reshape as Untyped)(x, [4], { order: 'C' })])
      expect(failureOf(call).remedy).toBe('It takes no options')
  })

  it('do not take for options what stands in a pipe, or what `map` and `reduce` hand over', () => {
    expect(String(pipe(x, sum({ axis: 0 })))).toBe('[4. 6.]')
    expect(String(pipe([x, x], concatenate({ axis: 1 }), sum))).toBe('20.0')
    expect([x, x].map(sum as Untyped).map(String)).toEqual(['10.0', '10.0'])
    expect([[x, x]].map(concatenate as Untyped).map(String)).toEqual([String(concatenate([x, x]))])
    expect(String([tensor(1), tensor(2), tensor(3)].reduce(add as never))).toBe('6.0')
  })
})
