import { it } from 'vitest'
import { byGradcheck, byGradcheckOpaque, byTorch } from './compare.js'
import { faults } from './cases/faults.js'
import { delicate } from './cases/delicate.js'
it('s', () => {
  const all = [...faults, ...delicate]
  const torch = byTorch(all)
  all.forEach((c, i) => {
    let a = ''; try { a = byGradcheck(c) } catch (e) { a = String(e) }
    console.log(i < faults.length ? 'F' : 'D', c.group.padEnd(18), c.name.padEnd(36), 'ours', a, '| opaque', byGradcheckOpaque(c), '| torch', torch?.verdicts[i].slice(0, 40)) })
})
