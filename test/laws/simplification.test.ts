import { describe, it } from 'vitest'
import { engine, programPlaces } from '../../laws/index.js'
import { patience, runs } from './counts.js'
import { holdAt } from './placed.js'

describe('random programs on any values, simplified', () => {
  it('have the same bits', { timeout: patience }, () =>
    holdAt(programPlaces('wild'), ({ f, inputs }) => engine.simplification(f).violations(inputs), runs(150, 10_000)),
  )

  it('have derivatives of the same bits, forward and reverse', { timeout: patience }, () =>
    holdAt(
      programPlaces('wild', 12),
      ({ map, primals, tangents, weights }) => {
        const list = (...inputs: typeof primals): typeof primals => map(inputs)
        const pushed = engine.simplification(engine.pushforwardOf(list, primals.length))
        const pulled = engine.simplification(engine.pullbackOf(list, primals.length))
        return [...pushed.violations([...primals, ...tangents]), ...pulled.violations([...primals, ...weights])]
      },
      runs(60, 10_000),
    ),
  )
})
