import fc from 'fast-check'
import { describe, it } from 'vitest'
import {
  batchesOf,
  engine,
  type Flavour,
  inputsOf,
  programPlaces,
  programs,
  runProgram,
  showProgram,
  showViolation,
} from '../../laws/index.js'
import { isFloat } from '../../src/tensor/index.js'
import { patience, runs } from './counts.js'
import { holdAt } from './placed.js'

describe('random programs on any values, NaN and infinities and -0 and subnormals included', () => {
  it('have the same bits on both engines', { timeout: patience }, () =>
    holdAt(programPlaces('wild'), ({ f, inputs }) => engine.compilation(f).violations(inputs), runs(150, 10_000)),
  )

  it('have derivatives of the same bits on both engines', { timeout: patience }, () =>
    holdAt(
      programPlaces('wild', 12),
      ({ map, primals, tangents, weights }) =>
        engine.compiledDerivatives((...inputs) => map(inputs)).violations(primals, tangents, weights),
      runs(60, 10_000),
    ),
  )
})

const batches = (flavour: Flavour) =>
  programs(flavour, 16).chain((program) => fc.tuple(fc.constant(program), batchesOf(program.domains)))

describe('a batch of examples is a loop over them, to the bit', () => {
  it('of random programs', { timeout: patience }, () =>
    fc.assert(
      fc.property(batches('wild'), ([program, batch]) => {
        const found = engine.batching(runProgram(program)).violations(...batch)
        if (found.length > 0) throw new Error([...found.map(showViolation), showProgram(program)].join('\n'))
      }),
      runs(120, 10_000),
    ),
  )

  it('of their derivatives', { timeout: patience }, () =>
    fc.assert(
      fc.property(
        programPlaces('kinked', 12).chain((place) =>
          fc.record({
            place: fc.constant(place),
            others: inputsOf(place.program.domains.filter(({ type }) => isFloat(type.dtype))),
          }),
        ),
        ({ place: { map, program, primals, tangents, turns, weights }, others }) => {
          const list = (...inputs: Parameters<typeof map>[0]) => map(inputs)
          const pushed = engine.batching(engine.pushforwardOf(list, primals.length))
          const pulled = engine.batching(engine.pullbackOf(list, primals.length))
          const found = [
            ...pushed.violations(
              [
                [...primals, ...tangents],
                [...others, ...turns],
              ],
              [...primals, ...tangents].map(() => true),
            ),
            ...pulled.violations(
              [
                [...primals, ...weights],
                [...others, ...weights],
              ],
              [...primals.map(() => true), ...weights.map(() => false)],
            ),
          ]
          if (found.length > 0) throw new Error([...found.map(showViolation), showProgram(program)].join('\n'))
        },
      ),
      runs(60, 10_000),
    ),
  )
})
