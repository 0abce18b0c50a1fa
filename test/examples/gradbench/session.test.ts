import fc from 'fast-check'
import { right } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import type { Compiled, Evaluation, Json } from '../../../examples/gradbench/evaluation.js'
import { evaluations } from '../../../examples/gradbench/evaluations/index.js'
import { showResponse } from '../../../examples/gradbench/messages.js'
import { answer, type Setting } from '../../../examples/gradbench/session.js'

const prepared = (made: Partial<Compiled>) => () =>
  right((): Compiled => ({ evaluate: () => undefined, output: () => 1, ...made }))

/** Evaluations that do what they should not. */
const odd: Evaluation = {
  throws: prepared({
    evaluate: () => {
      throw new TypeError('this cannot be done')
    },
  }),
  throwsNoError: prepared({
    evaluate: () => {
      throw Object.create(null)
    },
  }),
  doesNotCompile: () =>
    right(() => {
      throw new RangeError('too large')
    }),
  noNumber: prepared({ output: () => ({ a: [1, [2, Number.NaN]] }) }),
  infinite: prepared({ output: () => Number.NEGATIVE_INFINITY }),
  nothing: prepared({ output: () => null }),
}

/** A clock that goes on by so many nanoseconds whenever it is looked at. */
const ticking = (nanoseconds: number): Setting['now'] => {
  let time = 0
  return () => {
    time += nanoseconds
    return time
  }
}

const setting: Setting = { evaluations: { ...evaluations, odd }, now: ticking(100) }

const say = (line: string | Uint8Array, with_ = setting): Readonly<Record<string, Json>> => {
  const written = [...showResponse(answer(with_, line))].join('')
  expect(written.endsWith('\n')).toBe(true)
  expect(written.slice(0, -1)).not.toContain('\n')
  return JSON.parse(written)
}

const ask = (message: Json, with_ = setting) => say(JSON.stringify(message), with_)

const evaluate = (module: string, name: string, input: Json, with_ = setting) =>
  ask({ id: 7, kind: 'evaluate', module, function: name, input, description: 'a test' }, with_)

describe('a session', () => {
  it('is what the protocol has', () => {
    expect(ask({ id: 0, kind: 'start', eval: 'hello' })).toEqual({ id: 0, tool: 'cotangent' })
    expect(ask({ id: 0, kind: 'start', config: { k: [1] } })).toEqual({ id: 0, tool: 'cotangent' })
    expect(ask({ id: 1, kind: 'define', module: 'hello' })).toEqual({ id: 1, success: true })
    expect(ask({ id: 2, kind: 'evaluate', module: 'hello', function: 'square', input: 3 })).toEqual({
      id: 2,
      success: true,
      output: 9,
      timings: [
        { name: 'compile', nanoseconds: 100 },
        { name: 'evaluate', nanoseconds: 100 },
      ],
    })
    expect(ask({ id: 3, kind: 'analysis', of: 2, valid: false, error: 'no' })).toEqual({ id: 3 })
    expect(ask({ id: 4, kind: 'something new', with: {} })).toEqual({ id: 4 })
  })

  it('feeds hello its own answers', () => {
    const found: Json[] = []
    let x: Json = 1
    for (let round = 0; round < 4; round++)
      for (const name of ['square', 'double']) {
        x = evaluate('hello', name, x).output
        found.push(x)
      }
    expect(found).toEqual([1, 2, 4, 8, 64, 128, 16384, 32768])
  })

  it.each([
    [{ min_runs: 3, min_seconds: 0 }, 3],
    [{ min_runs: 1, min_seconds: 1e-6 }, 10],
    [{ min_runs: 20, min_seconds: 1e-6 }, 20],
    [{ min_runs: 0, min_seconds: 0 }, 1],
    [{}, 1],
  ])('repeats until %j is met', (limits, runs) => {
    const { output, timings } = evaluate('lse', 'gradient', { x: [0, 0], ...limits })
    expect(output).toEqual([0.5, 0.5])
    expect(timings).toEqual([
      { name: 'compile', nanoseconds: 100 },
      ...Array.from({ length: runs }, () => ({ name: 'evaluate', nanoseconds: 100 })),
    ])
  })

  it('measures whole nanoseconds, at least one, by any clock', () => {
    const with_ = (nanoseconds: number) => ({ ...setting, now: ticking(nanoseconds) })
    const timesWith = (nanoseconds: number) =>
      (evaluate('hello', 'square', 2, with_(nanoseconds)).timings as { nanoseconds: number }[]).map(
        (timing) => timing.nanoseconds,
      )
    expect(timesWith(1234.56)).toEqual([1235, 1235])
    expect(timesWith(0)).toEqual([1, 1])
    expect(evaluate('lse', 'primal', { x: [1], min_seconds: 1e-8 }, with_(0)).timings).toHaveLength(11)
  })

  it('sends all timings, however many', () => {
    const { timings } = evaluate('odd', 'nothing', { min_runs: 123_456 })
    expect(timings).toHaveLength(123_457)
  })

  it('has an output also where that is null', () =>
    expect(evaluate('odd', 'nothing', 0)).toMatchObject({ success: true, output: null }))
})

describe('what cannot be done', () => {
  it.each<[string, Json, string]>([
    ['an unknown module', { kind: 'define', module: 'nowhere' }, 'there is no module "nowhere"'],
    ['a name that objects have', { kind: 'define', module: 'constructor' }, 'there is no module "constructor"'],
    ['a module without a name', { kind: 'define' }, 'message has no module'],
    ['no kind', {}, 'message has no kind'],
    ['a kind that is no string', { kind: 3 }, 'message.kind is 3, not a string'],
    ['no function', { kind: 'evaluate', module: 'lse', input: 0 }, 'message has no function'],
    ['no input', { kind: 'evaluate', module: 'lse', function: 'primal' }, 'message has no input'],
  ])('%s', (_, message, error) =>
    expect(ask({ id: 5, ...(message as object) })).toEqual({ id: 5, success: false, error }),
  )

  it.each<[string, string, Json, string]>([
    ['nowhere', 'primal', 0, 'there is no module "nowhere"'],
    ['lse', 'hessian', 0, 'lse has no function "hessian"'],
    ['lse', 'toString', 0, 'lse has no function "toString"'],
    ['lse', 'primal', 0, 'input is 0, not an object'],
    ['lse', 'primal', { y: [] }, 'input has no x'],
    ['lse', 'primal', { x: { a: 1 } }, 'input.x is an object, not an array'],
    ['lse', 'primal', { x: [1, 'a'] }, 'input.x[1] is "a", not a number'],
    ['lse', 'primal', { x: [1, null] }, 'input.x[1] is null, not a number'],
    ['lse', 'primal', { x: [1, [2]] }, 'input.x[1] is an array, not a number'],
    ['lse', 'primal', { x: [] }, expect.stringMatching(/^max: it goes over no elements/)],
    ['lse', 'primal', { x: [1], min_runs: 1.5 }, 'input.min_runs is 1.5, not an integer'],
    ['lse', 'primal', { x: [1], min_seconds: '1' }, 'input.min_seconds is "1", not a number'],
    ['llsq', 'primal', { x: [1], n: 2.5 }, 'input.n is 2.5, not an integer'],
    ['hello', 'square', [2], 'input is an array, not a number'],
    ['odd', 'throws', 0, 'this cannot be done'],
    ['odd', 'throwsNoError', 0, 'what was thrown is no error'],
    ['odd', 'doesNotCompile', 0, 'too large'],
    ['odd', 'noNumber', 0, 'output.a[1][1] is NaN'],
    ['odd', 'infinite', 0, 'output is -Infinity'],
  ])('%s %s of %j', (module, name, input, error) =>
    expect(evaluate(module, name, input)).toEqual({ id: 7, success: false, error }),
  )

  it('a number that is infinite once it is read', () =>
    expect(say('{"id":1,"kind":"evaluate","module":"hello","function":"square","input":1e999}').error).toBe(
      'input is Infinity, not a number',
    ))

  it.each([
    ['[1]', 'message is an array, not an object'],
    ['{"kind":"start"}', 'message has no id'],
    ['{"id":"0","kind":"start"}', 'message.id is "0", not an integer'],
    ['{"id":0.5,"kind":"start"}', 'message.id is 0.5, not an integer'],
  ])('%s', (line, error) => expect(say(line)).toEqual({ id: null, success: false, error }))

  it.each(['', ' ', 'NaN', '{"id":0', '{"id":1,"kind":"evaluate","module":"hello","function":"square","input":NaN}'])(
    'a line that is no JSON: %j',
    (line) =>
      expect(say(line)).toEqual({ id: null, success: false, error: expect.stringMatching(/^this is no JSON: /) }),
  )

  it('bytes that are no text', () =>
    expect(say(Uint8Array.of(0x22, 0xff, 0x22))).toMatchObject({ id: null, success: false }))
})

describe('whatever is said', () => {
  const kinds = fc.constantFrom('start', 'define', 'evaluate', 'analysis', 'other')
  const names = fc.constantFrom('hello', 'lse', 'llsq', 'primal', 'gradient', 'square', '__proto__', 'toString')
  const close = fc.record(
    { id: fc.oneof(fc.nat(), fc.jsonValue()), kind: kinds, module: names, function: names, input: fc.jsonValue() },
    { requiredKeys: [] },
  )
  const lines = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    close.map((message) => JSON.stringify(message)),
    close.map((message) => JSON.stringify(message).slice(0, -1)),
  )

  it('is answered by one line, of the same number where it has one', () =>
    fc.assert(
      fc.property(lines, (line) => {
        const { id, success, error, output } = say(line)
        let given: unknown
        try {
          given = JSON.parse(line)?.id
        } catch {
          given = null
        }
        expect(id).toBe(Number.isSafeInteger(given) ? (given as number) + 0 : null)
        if (success === false) expect(error).toMatch(/./)
        if (success === true) expect(error).toBeUndefined()
        if (success !== true) expect(output).toBeUndefined()
      }),
      { numRuns: 400 },
    ))
})
