import { it } from 'vitest'
import { corpus } from './corpus/index.js'
import { faultsOf } from './faults.js'
import { areSame, type Digits, digitsOf } from './same.js'
it('explore', () => {
  let generated = 0, none = 0, equal = 0, distinct = 0
  const eq: string[] = []
  const names = new Set<string>()
  for (const w of corpus) {
    const right = digitsOf(w) as Digits
    const seen: Digits[] = []
    const t = performance.now()
    let n = 0
    for (const f of faultsOf(w)) {
      generated++
      if (names.has(f.name)) console.log('dup', f.name)
      names.add(f.name)
      const d = digitsOf(f.written)
      if (d === undefined) { none++; continue }
      if (areSame(right, d)) { equal++; eq.push(f.name); continue }
      if (seen.some((s) => areSame(s, d))) continue
      seen.push(d); distinct++; n++
    }
    console.log(w.name, n, Math.round(performance.now() - t))
  }
  console.log({ generated, none, equal, distinct })
  console.log(eq.join('\n'))
}, 600000)
