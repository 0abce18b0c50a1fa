import { afterEach, expect, it, vi } from 'vitest'

/** What is kept in a page that has just been loaded, in a window that keeps its `storage`; without one it refuses to. */
const loaded = async (storage?: Map<string, string>) => {
  vi.resetModules()
  vi.stubGlobal(
    'sessionStorage',
    storage && {
      getItem: (name: string) => storage.get(name) ?? null,
      setItem: (name: string, value: string) => storage.set(name, value),
    },
  )
  return import('../../../../examples/playground/program/ran.js')
}

afterEach(() => {
  vi.unstubAllGlobals()
})

it.each([['is kept', new Map<string, string>()] as const, ['is not', undefined] as const])(
  'a program is known to the view that ran it last, and to no other, where it %s by the window',
  async (_, storage) => {
    const { isKnown, remember } = await loaded(storage)
    expect(isKnown('check', 'a')).toBe(false)
    remember('check', 'a')
    expect([isKnown('check', 'a'), isKnown('check', 'a '), isKnown('graph', 'a')]).toEqual([true, false, false])
    remember('check', 'b')
    expect([isKnown('check', 'a'), isKnown('check', 'b')]).toEqual([false, true])
  },
)

it('a program is known after the page has been loaded again, and in no other window', async () => {
  const storage = new Map<string, string>()
  const before = await loaded(storage)
  before.remember('graph', 'a')
  const after = await loaded(storage)
  expect([after.isKnown('graph', 'a'), after.isKnown('check', 'a')]).toEqual([true, false])
  const elsewhere = await loaded(new Map())
  expect(elsewhere.isKnown('graph', 'a')).toBe(false)
})
