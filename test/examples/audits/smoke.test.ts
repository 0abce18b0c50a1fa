import { it } from 'vitest'
import { asKnown, verdictOf } from '../../../examples/audits/audit.js'
import { auditTensorFlow } from '../../../examples/audits/tensorflow.js'
import { auditJax } from '../../../examples/audits/jax.js'
it('tf', async () => {
  for (const f of await auditTensorFlow()) console.log(asKnown(f) ? 'ok' : 'NO', f.what, f.theirs, f.right, verdictOf(f), asKnown(f) ? '' : String((f.result as any).left ?? (f.result as any).right))
})
it('jax', async () => {
  if (globalThis.navigator === undefined) Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true })
  const r = await auditJax()
  for (const f of (r as any).right) console.log(asKnown(f) ? 'ok' : 'NO', f.what, f.theirs, f.right, verdictOf(f), asKnown(f) ? '' : String((f.result as any).left ?? (f.result as any).right))
})
import { auditLessons } from '../../../examples/audits/lessons.js'
it('lessons', () => {
  for (const f of auditLessons()) console.log(asKnown(f as never) ? 'ok' : 'NO', f.lesson, f.what, verdictOf(f as never), f.mistakes.join(), f.causes.join(), (f.result as any).left?.diagnosis?.text ?? '', asKnown(f as never) ? '' : String((f.result as any).left ?? (f.result as any).right))
})
