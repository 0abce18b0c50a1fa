import { describe, expect, it } from 'vitest'
import { siteIn, userSite } from '../../src/tensor/site.js'
import { here } from './failures.js'

const own = '    at userSite (file:///home/ada/cotangent/src/tensor/site.ts:3:1)'

describe('siteIn', () => {
  it.each([
    ['a function', '    at train (file:///home/ada/net.js:12:5)', '/home/ada/net.js:12:5'],
    ['the top level', '    at file:///home/ada/net.js:12:5', '/home/ada/net.js:12:5'],
    ['an asynchronous function', '    at async train (file:///home/ada/net.js:12:5)', '/home/ada/net.js:12:5'],
    ['an asynchronous top level', '    at async file:///home/ada/net.js:12:5', '/home/ada/net.js:12:5'],
    ['a constructor', '    at new Net (/home/ada/net.js:12:5)', '/home/ada/net.js:12:5'],
    ['a method', '    at Net.f [as loss] (/home/ada/net.js:12:5)', '/home/ada/net.js:12:5'],
    ['a path with spaces', '    at file:///home/ada/my%20nets/net.js:12:5', '/home/ada/my nets/net.js:12:5'],
    ['a path with brackets', '    at f (/home/ada/net (copy)/net.js:12:5)', '/home/ada/net (copy)/net.js:12:5'],
    ['a path with a per cent sign', '    at f (/home/ada/100%/net.js:12:5)', '/home/ada/100%/net.js:12:5'],
    ['a Windows file URL', '    at f (file:///C:/ada/net.js:12:5)', 'C:/ada/net.js:12:5'],
    ['a Windows path', '    at f (C:\\ada\\net.js:12:5)', 'C:/ada/net.js:12:5'],
    ['a module with a query', '    at f (/home/ada/net.ts?t=17:12:5)', '/home/ada/net.ts:12:5'],
    ['a page', '    at f (https://ada.example/net.js:12:5)', 'https://ada.example/net.js:12:5'],
    ['Firefox', 'train@https://ada.example/net.js:12:5', 'https://ada.example/net.js:12:5'],
    ['Safari at the top level', '@https://ada.example/@ada/net.js:12:5', 'https://ada.example/@ada/net.js:12:5'],
    ['a prompt', '    at REPL1:1:1', 'REPL1:1:1'],
  ])('reads a frame of %s', (_, frame, site) => {
    expect(siteIn(`Error\n${own}\n${frame}\n    at after (/home/ada/other.js:1:1)`)).toBe(site)
  })

  it('passes over frames of the library, of Node, of packages and without a place', () => {
    const stack = [
      'Error: at least one frame: 1:2',
      own,
      '    at add (/home/ada/cotangent/src/graph/add.ts:3:1)',
      '    at Array.map (<anonymous>)',
      '    at eval (eval at f (file:///home/ada/net.js:1:1), <anonymous>:1:1)',
      '    at run (node:internal/process:3:1)',
      '    at test (file:///home/ada/node_modules/runner/index.js:3:1)',
      '    at async Promise.all (index 0)',
      '    at model (/home/ada/src/model.ts:7:9)',
      '    at main (/home/ada/src/main.ts:1:1)',
    ]
    expect(siteIn(stack.join('\n'))).toBe('/home/ada/src/model.ts:7:9')
    expect(siteIn(stack.slice(0, -2).join('\n'))).toBeUndefined()
  })

  it('takes laws and tests beside the library for user code', () => {
    expect(siteIn(`${own}\n    at law (/home/ada/cotangent/laws/ring.ts:4:2)`)).toBe(
      '/home/ada/cotangent/laws/ring.ts:4:2',
    )
  })

  it('says nothing of a stack that tells nothing', () => {
    expect(siteIn('')).toBeUndefined()
    expect(siteIn('Error: without frames')).toBeUndefined()
    expect(siteIn(own)).toBeUndefined()
  })
})

describe('userSite', () => {
  it('is the line that called', () => {
    const [site, line] = [userSite(), here()]
    expect(site).toContain(line)
    expect(site).toMatch(/^\/.*\/test\/tensor\/site\.test\.ts:\d+:\d+$/)
  })

  it.each([0, 3, undefined])('leaves a stack limit of %s as it was', (limit) => {
    const holder = Error as { stackTraceLimit?: number }
    const before = holder.stackTraceLimit
    holder.stackTraceLimit = limit
    if (limit === undefined) delete holder.stackTraceLimit
    const site = userSite()
    const after = [holder.stackTraceLimit, 'stackTraceLimit' in holder]
    holder.stackTraceLimit = before
    expect(site).toContain('site.test.ts')
    expect(after).toEqual([limit, limit !== undefined])
  })
})
