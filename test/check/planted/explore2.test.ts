import { appendFileSync, writeFileSync } from 'node:fs'
import { it } from 'vitest'
import { corpus } from './corpus/index.js'
import { saidAtOnce } from './look.js'
import { faultsOf } from './faults.js'
import { worth, isByANumber } from './naming.js'
import { areSame, type Digits, digitsOf } from './same.js'
import { handWritten, pointOf } from './written.js'

const log = '/tmp/s/hand.log'
it('caught', () => {
  writeFileSync(log, '')
  const counts = new Map<string, number>()
  const count = (k: string) => counts.set(k, (counts.get(k) ?? 0) + 1)
  const step = Number(process.env.STEP ?? 40)
  let at = 0
  for (const w of corpus) {
    const right = digitsOf(w) as Digits
    const seen: Digits[] = []
    const t = performance.now()
    let n = 0
    for (const f of faultsOf(w)) {
      if (at++ % step !== 0) continue
      const d = digitsOf(f.written)
      if (d === undefined || areSame(right, d) || seen.some((s) => areSame(s, d))) continue
      seen.push(d)
      n++
      const leaves = pointOf(w, 0)
      const r = saidAtOnce(handWritten(f.written), leaves)
      if (r.reason !== 'wrong') { appendFileSync(log, `SURVIVES ${f.name}\n`); count('survives'); continue }
      const k = Object.keys(leaves).length
      const both = { paths: Object.keys(leaves).map((x) => `.${x}`), shapes: Object.values(leaves).map((x) => x.shape), wrong: d.high.slice(0, k).map((x) => [...x]), right: right.high.slice(0, k).map((x) => [...x]) }
      const named = f.named ?? (isByANumber(both) ? 'number' : undefined)
      const v = worth(r.diagnosis, [f.named ?? ''], both)
      count(`${named ?? 'unnamed'}: ${v}`)
      count(`all ${named === undefined ? 'unnamed' : 'nameable'}: ${v}`)
      if (v === 'otherwise' || (named !== undefined && v === 'silent')) appendFileSync(log, `${v} ${named} | ${f.name} | ${r.diagnosis?.cause} ${r.diagnosis?.text}\n`)
    }
    appendFileSync(log, `${w.name} ${n} ${Math.round(performance.now() - t)}\n`)
  }
  appendFileSync(log, [...counts].sort().map(([k, v]) => `${k}: ${v}`).join('\n') + '\n')
}, 3600000)
