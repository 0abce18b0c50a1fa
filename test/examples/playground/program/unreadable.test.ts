import { Script } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { placed, unreadableAt } from '../../../../examples/playground/program/unreadable.js'

type Listener = (event: ErrorEvent) => void

/** Where the engine says that a script cannot be read, as its errors show it: the line, and a caret under the column. */
const faultOf = (script: string) => {
  try {
    new Script(script)
    return undefined
  } catch (thrown) {
    const [head, , caret] = String((thrown as Error).stack).split('\n')
    return { lineno: Number(/:(\d+)$/.exec(head)?.[1]), colno: caret.indexOf('^') + 1 }
  }
}

/** A scope as a worker's: scripts given to a timer are compiled, and where that fails its listeners are told. */
const scopeOf = () => {
  const listeners = new Set<Listener>()
  const prevented: boolean[] = []
  return {
    listeners,
    prevented,
    addEventListener: (_: 'error', listener: Listener) => listeners.add(listener),
    removeEventListener: (_: 'error', listener: Listener) => listeners.delete(listener),
    setTimeout: (script: string | (() => void)) => {
      if (typeof script !== 'string') return setTimeout(script)
      const fault = faultOf(script)
      if (fault === undefined) return
      for (const listener of listeners) listener({ ...fault, preventDefault: () => prevented.push(true) } as never)
    },
  }
}

describe('where a program stands that the engine cannot read', () => {
  it.each([
    ['a name that is declared twice', 'const a: number = 1\n  const a: number = 2', { line: 2, column: 9 }],
    [
      'a name that is declared twice after types',
      'const f = (x: number | string): number => 1; const f = 2',
      { line: 1, column: 52 },
    ],
    ['an await outside of functions', '\n\nawait 1', { line: 3, column: 1 }],
    ['a break outside of loops', 'const f = (): void => { break }', { line: 1, column: 25 }],
  ])('is told: %s', async (_, source, place) => {
    const scope = scopeOf()
    expect(await unreadableAt(source, scope)).toEqual(place)
    expect(scope.prevented).toEqual([true])
    expect(scope.listeners.size).toBe(0)
  })

  it('is put to a problem of reading that has no place, and to no other', async () => {
    const source = 'const a = 1\nconst a = 2'
    const unknown = { kind: 'syntax', text: 'declared', at: undefined } as const
    expect(await placed(source, unknown, scopeOf())).toEqual({ ...unknown, at: { line: 2, column: 7 } })
    for (const other of [
      { ...unknown, kind: 'thrown' as const },
      { ...unknown, at: { line: 9, column: 9 } },
    ])
      expect(await placed(source, other, scopeOf())).toBe(other)
  })

  it('is not told of what can be read, and that is not run', async () => {
    expect(await unreadableAt("throw new Error('run')", scopeOf())).toBeUndefined()
  })
})
