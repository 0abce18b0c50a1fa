import { gradcheck } from 'cotangent'
import { isLeft } from 'fp-ts/lib/Either.js'
import { it } from 'vitest'
import { corpus } from './corpus/index.js'
import { faultsOf } from './faults.js'
import { areSame, type Digits, digitsOf } from './same.js'
import { handWritten, pointOf } from './written.js'

it('caught', () => {
  const counts = new Map<string, number>()
  const count = (k: string) => counts.set(k, (counts.get(k) ?? 0) + 1)
  const survivors: string[] = []
  for (const w of corpus) {
    const right = digitsOf(w) as Digits
    const seen: Digits[] = []
    const t = performance.now()
    let n = 0
    for (const [i, f] of faultsOf(w).entries()) {
      if (i % 7 !== 0) continue
      const d = digitsOf(f.written)
      if (d === undefined || areSame(right, d) || seen.some((s) => areSame(s, d))) continue
      seen.push(d)
      n++
      const reasons = [0, 1, 2, 3].map((seed) => {
        const r = gradcheck(handWritten(f.written), pointOf(w, seed))
        return isLeft(r) ? r.left.reason : 'right'
      })
      const first = reasons.find((r) => r === 'wrong') ?? reasons.join()
      count(first)
      count('first point ' + reasons[0])
      if (first !== 'wrong') survivors.push(f.name + ': ' + reasons.join())
    }
    console.log(w.name, n, Math.round(performance.now() - t))
  }
  console.log(counts, survivors.join('\n'))
}, 600000)
