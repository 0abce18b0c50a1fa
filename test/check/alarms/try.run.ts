import { appendFileSync, writeFileSync } from 'node:fs'
import { alarmsAt, placeOf, showAlarm } from './alarms.js'
const [from, count] = [Number(process.argv[1] ?? 0), Number(process.argv[2] ?? 100)]
const file = `/tmp/s/alarms.${from}.log`
writeFileSync(file, '')
const counts = new Map<string, number>()
const t0 = performance.now()
let n = 0
for (let seed = from; seed < from + count; seed++) {
  const t = performance.now()
  try {
    const place = placeOf(seed)
    for (const a of alarmsAt(place, seed)) {
      counts.set(a.failure.reason, (counts.get(a.failure.reason) ?? 0) + 1)
      appendFileSync(file, `${showAlarm(a)}\n\n`)
    }
  } catch (e) { counts.set('threw', (counts.get('threw') ?? 0) + 1); appendFileSync(file, `program ${seed} THREW ${e instanceof Error ? e.stack : e}\n\n`) }
  n++
  const ms = performance.now() - t
  if (ms > 3000) appendFileSync(file, `program ${seed} SLOW ${Math.round(ms)}\n`)
}
const line = `${n} programs ${Math.round(performance.now() - t0)} ms ${JSON.stringify([...counts])}`
appendFileSync(file, line + '\n')
console.log(line)
