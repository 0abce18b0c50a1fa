import { showDataError } from 'cotangent/data'
import { describe, expect, it } from 'vitest'

describe('an error as a line', () => {
  it('tells where, and what', () => {
    expect(showDataError({ _tag: 'SystemError', path: 'a/b', problem: 'no space is left' })).toBe(
      'a/b: no space is left',
    )
    expect(showDataError({ _tag: 'FormatError', format: 'idx', problem: 'x', path: 'f', offset: 4 })).toBe(
      'f at byte 4: x',
    )
    expect(showDataError({ _tag: 'TransferError', url: 'http://x/', problem: 'gone' })).toBe('http://x/: gone')
    expect(showDataError({ _tag: 'ChecksumError', path: 'f', expected: 'a', found: 'b' })).toBe(
      'f: the checksum is b, not a',
    )
  })

  it('has no other line in it, and nothing that a terminal obeys', () => {
    const shown = showDataError({
      _tag: 'FormatError',
      format: 'npy',
      problem: 'é \u001b[2J\n\u009b\u2028\u007f',
      path: 'a\rb',
    })
    expect(shown).toBe('a\\u000db: é \\u001b[2J\\u000a\\u009b\\u2028\\u007f')
  })
})
