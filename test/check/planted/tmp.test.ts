import { it } from 'vitest'
import { corpus } from './corpus/index.js'
import { faultsOf } from './faults.js'
import { digitsOf } from './same.js'
import { saidAtOnce } from './look.js'
import { handWritten, pointOf } from './written.js'
it('x', () => {
  for (const [p, n] of [['batch normalization', 'backward d: x in place of c in mul.0'], ['layer normalization', 'gradient x: c in place of d in mean.0 in sub.1 in sub.0 in div.0'], ['a leaky integrator', 'backward d2: c in place of d3 in mul.1'], ['steps of gradient descent', 'backward d2: nothing']]) {
    const w = corpus.find((x) => x.name === p)!
    const f = faultsOf(w).find((x) => x.name === `${p}, ${n}`)!
    const a = digitsOf(f.written)!, b = digitsOf(w)!
    const k = Object.keys(w.leaves).length
    console.log(f.name, Object.keys(w.leaves))
    console.log(a.high.slice(0, k).map((x) => [...x].map((y) => y.toPrecision(6)).join(' ')).join('\n'))
    console.log(b.high.slice(0, k).map((x) => [...x].map((y) => y.toPrecision(6)).join(' ')).join('\n'))
    const d = saidAtOnce(handWritten(f.written), pointOf(w, 0)).diagnosis
    console.log(JSON.stringify(d, null, 1))
  }
})
