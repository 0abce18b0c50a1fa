import * as fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  type Address,
  readAddress,
  type Visit,
  views,
  writeAddress,
} from '../../../../examples/playground/app/address.js'

/** A window's address: links change it at once, and tell of it when `told` is called, as browsers do. */
const browser = (hash: string) => {
  const listeners = new Set<() => void>()
  const location = { hash }
  vi.stubGlobal('location', location)
  vi.stubGlobal('history', {
    state: null,
    replaceState: (_state: unknown, _title: string, address: string) => {
      location.hash = address
    },
  })
  vi.stubGlobal('addEventListener', (_name: string, listener: () => void) => listeners.add(listener))
  vi.stubGlobal('removeEventListener', (_name: string, listener: () => void) => listeners.delete(listener))
  const told = () => {
    for (const listener of listeners) listener()
  }
  return { location, listeners, told }
}

const addressOf = (view: Address['view'], state: Record<string, string> = {}): Address => ({
  view,
  state: new URLSearchParams(state),
})

describe('the text of an address', () => {
  it('reads as what was written, whatever the view and its state', () => {
    const states = fc.dictionary(fc.string(), fc.string({ unit: 'grapheme' }))
    fc.assert(
      fc.property(fc.constantFrom(...views), states, (view, state) => {
        const read = readAddress(writeAddress(addressOf(view, state)))
        expect(read.view).toBe(view)
        expect([...read.state]).toEqual([...addressOf(view, state).state])
      }),
    )
  })

  it('is that of the first view where it names none', () => {
    for (const hash of ['', '#', '#nowhere', '#nowhere?a=1', '#trains', '#?train'])
      expect(readAddress(hash).view).toBe(views[0])
  })

  it('keeps what comes behind a second question mark', () => {
    expect(readAddress('#check?code=a?b').state.get('code')).toBe('a?b')
  })
})

describe('the address of the page', () => {
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  const stateOf = (state: Record<string, string>) => new URLSearchParams(state)

  /** A page opened at an address: the visits to it so far, and how a link is followed. */
  const opened = async (hash: string) => {
    // What a page keeps begins with the page.
    vi.resetModules()
    const { arrive, followLinks, linkBack } = await import('../../../../examples/playground/app/address.js')
    const { location, listeners, told } = browser(hash)
    const seen: Visit[] = [arrive()]
    const end = followLinks((visit) => seen.push(visit))
    const follow = (link: string): Visit => {
      location.hash = link
      told()
      return seen[seen.length - 1] as Visit
    }
    return { location, listeners, follow, first: seen[0] as Visit, seen, end, linkBack }
  }

  it('is told at every change, until the end', async () => {
    const { seen, follow, listeners, end } = await opened('#graph')
    follow('#check?example=tanh')
    end()
    expect(seen.map(writeAddress)).toEqual(['#graph', '#check?example=tanh'])
    expect(listeners.size).toBe(0)
  })

  it('is replaced by what the view shows, again and again', async () => {
    const { location, first } = await opened('#train')
    first.replace(stateOf({ steps: '1' }))
    first.replace(stateOf({ steps: '2' }))
    expect(location.hash).toBe('#train?steps=2')
  })

  it('is not replaced by the view before, once a link was followed', async () => {
    const { location, first, follow } = await opened('#train')
    location.hash = '#graph'
    first.replace(stateOf({ steps: '3' }))
    expect(location.hash).toBe('#graph')
    const second = follow('#graph')
    first.replace(stateOf({ steps: '4' }))
    expect(location.hash).toBe('#graph')
    second.replace(stateOf({ step: '1' }))
    expect(location.hash).toBe('#graph?step=1')
  })

  it('leads back to each view as it was left', async () => {
    const { location, first, follow, linkBack } = await opened('#train?seed=1')
    first.replace(stateOf({ seed: '2' }))
    location.hash = '#graph'
    first.replace(stateOf({ seed: '3' }))
    expect(linkBack('train')).toBe('#train?seed=2')
    const second = follow('#graph')
    first.replace(stateOf({ seed: '3' }))
    expect(linkBack('train')).toBe('#train?seed=2')
    second.replace(stateOf({ step: '1' }))
    expect([linkBack('graph'), linkBack('check')]).toEqual(['#graph?step=1', '#check'])
  })

  it('is not replaced either where the link is to another state of the same view, or to the same', async () => {
    const { location, first, follow } = await opened('#train?seed=1')
    location.hash = '#train?seed=2'
    first.replace(stateOf({ seed: '1', steps: '2' }))
    expect(location.hash).toBe('#train?seed=2')
    follow('#train?seed=2')
    first.replace(stateOf({ seed: '1', steps: '3' }))
    expect(location.hash).toBe('#train?seed=2')
    const third = follow('#train?seed=1')
    first.replace(stateOf({ seed: '1', steps: '4' }))
    expect(location.hash).toBe('#train?seed=1')
    expect(third.number).not.toBe(first.number)
  })
})
