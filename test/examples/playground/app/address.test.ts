import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  type Address,
  followAddress,
  linkBack,
  readAddress,
  replaceAddress,
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
  let seen: string[]
  beforeEach(() => {
    seen = []
  })
  afterEach(() => {
    vi.unstubAllGlobals()
  })
  const follow = () => followAddress((address) => seen.push(writeAddress(address)))

  it('is told at once and at every change, until the end', () => {
    const { location, listeners, told } = browser('#graph')
    const end = follow()
    location.hash = '#check?example=tanh'
    told()
    end()
    expect(seen).toEqual(['#graph', '#check?example=tanh'])
    expect(listeners.size).toBe(0)
  })

  it('is replaced by what the view shows, again and again', () => {
    const { location } = browser('#train')
    const end = follow()
    replaceAddress(addressOf('train', { steps: '1' }))
    replaceAddress(addressOf('train', { steps: '2' }))
    end()
    expect(location.hash).toBe('#train?steps=2')
  })

  it('is not replaced by the view before, once a link was followed', () => {
    const { location, told } = browser('#train')
    const end = follow()
    location.hash = '#graph'
    replaceAddress(addressOf('train', { steps: '3' }))
    expect(location.hash).toBe('#graph')
    told()
    replaceAddress(addressOf('graph', { step: '1' }))
    end()
    expect(location.hash).toBe('#graph?step=1')
    expect(seen).toEqual(['#train', '#graph'])
  })

  it('leads back to each view as it was left', () => {
    const { location, told } = browser('#train?seed=1')
    const end = follow()
    replaceAddress(addressOf('train', { seed: '2' }))
    location.hash = '#graph'
    replaceAddress(addressOf('train', { seed: '3' }))
    told()
    expect(linkBack('train')).toBe('#train?seed=2')
    replaceAddress(addressOf('graph', { step: '1' }))
    end()
    expect([linkBack('graph'), linkBack('check')]).toEqual(['#graph?step=1', '#check'])
  })

  it('is not replaced either where the link is to another state of the same view', () => {
    const { location } = browser('#train?seed=1')
    const end = follow()
    location.hash = '#train?seed=2'
    replaceAddress(addressOf('train', { seed: '1', steps: '3' }))
    end()
    expect(location.hash).toBe('#train?seed=2')
  })
})
