import { describe, it } from 'vitest'
import {
  type At,
  type Block,
  calculus,
  derivative,
  factored,
  type Instruction,
  type Place,
  type ProgramPlace,
  programPlaces,
  type TensorMap,
  transform,
} from '../../laws/index.js'
import { bodiesOf } from '../../laws/programs/program.js'
import { neg } from '../../src/index.js'
import { patience, runs } from './counts.js'
import { holdAt } from './placed.js'

const at = ({ primals, tangents, weights }: Place): At => [primals, tangents, weights]

/** The same program of opposite inputs: as many results of the same types. */
const mirrored =
  (map: TensorMap): TensorMap =>
  (inputs) =>
    map(inputs.map((input) => neg(input)))

const half = ({ program }: ProgramPlace): number => Math.ceil(program.block.instructions.length / 2)

/** Whether a block has an instruction of a kind, in itself or in a block inside. */
const holds = ({ instructions }: Block, kind: Instruction['kind']): boolean =>
  instructions.some(
    (instruction) => instruction.kind === kind || bodiesOf(instruction).some((body) => holds(body, kind)),
  )

describe('random smooth programs have derivatives', () => {
  it('that forward differences show', { timeout: patience }, () =>
    holdAt(
      programPlaces('smooth'),
      (place) => derivative.forwardDifference(place.map).violations(...at(place)),
      runs(120, 10_000),
    ),
  )

  it('that central differences show', { timeout: patience }, () =>
    holdAt(
      programPlaces('smooth'),
      (place) => derivative.centralDifference(place.map).violations(...at(place)),
      runs(60, 10_000),
    ),
  )

  it('of second order', { timeout: patience }, () =>
    holdAt(
      programPlaces('smooth', 6),
      (place) => derivative.secondOrder(place.map).violations(...at(place), place.turns),
      runs(30, 10_000),
    ),
  )

  it('with symmetric Hessians, by every nesting of modes', { timeout: patience }, () =>
    holdAt(
      programPlaces('smooth', 8),
      (place) => transform.symmetry(place.map).violations(...at(place)),
      runs(60, 10_000),
    ),
  )

  it('with the diagonals of Hessians by themselves', { timeout: patience }, () =>
    holdAt(
      programPlaces('smooth', 8),
      (place) => {
        const [primals, , weights] = at(place)
        return transform.diagonality(place.map).violations(primals, weights)
      },
      runs(30, 10_000),
    ),
  )
})

describe('random programs, kinks and ties and jumps included, have derivatives', () => {
  it('adjoint to each other', { timeout: patience }, () =>
    holdAt(
      programPlaces('kinked'),
      (place) => derivative.adjoint(place.map).violations(...at(place)),
      runs(120, 10_000),
    ),
  )

  it('that are linear maps', { timeout: patience }, () =>
    holdAt(
      programPlaces('kinked'),
      (place) => derivative.homogeneity(place.map).violations(...at(place)),
      runs(60, 10_000),
    ),
  )

  it('the identity being that of the identity', { timeout: patience }, () =>
    holdAt(
      programPlaces('kinked'),
      ({ primals, tangents, turns }) => calculus.identity.violations(primals, tangents, turns),
      runs(30, 10_000),
    ),
  )

  it('the chain rule: D(g . f) = Dg D f', { timeout: patience }, () =>
    holdAt(
      programPlaces('kinked'),
      (place) => calculus.functoriality(...factored(place, half(place))).violations(...at(place)),
      runs(80, 10_000),
    ),
  )

  it('linear in the function', { timeout: patience }, () =>
    holdAt(
      programPlaces('kinked'),
      (place) => calculus.linearity(place.map, mirrored(place.map)).violations(...at(place)),
      runs(40, 10_000),
    ),
  )

  it('the product rule', { timeout: patience }, () =>
    holdAt(
      programPlaces('kinked'),
      (place) => calculus.productRule(place.map, mirrored(place.map)).violations(...at(place)),
      runs(40, 10_000),
    ),
  )

  it('the same Jacobian by both modes', { timeout: patience }, () =>
    holdAt(
      programPlaces('kinked', 12),
      (place) => transform.jacobian(place.map).violations(...at(place)),
      runs(50, 10_000),
    ),
  )

  it('that leave the value alone', { timeout: patience }, () =>
    holdAt(
      programPlaces('kinked'),
      (place) => transform.invisibility(place.map).violations(...at(place)),
      runs(60, 10_000),
    ),
  )

  it.each([
    ['a scan', 'scan'],
    ['an iteration', 'iterate'],
    ['a bounded while loop', 'while'],
  ] as const)('that no kept carry of a loop changes: %s', { timeout: patience }, (_, kind) =>
    holdAt(
      programPlaces('kinked').filter(({ program }) => holds(program.block, kind)),
      (place) => transform.keeping(place.map, 2).violations(...at(place)),
      runs(20, 3_000),
    ),
  )

  it.each([
    ['a scan is a fold', 'scan'],
    ['an iteration is a fold', 'iterate'],
    ['a bounded while loop is the steps that it takes', 'while'],
    ['a choice is its branch', 'cond'],
    ['a call is its body', 'call'],
  ] as const)('of the unrolled program: %s', { timeout: patience }, (_, kind) =>
    holdAt(
      programPlaces('kinked').filter(({ program }) => holds(program.block, kind)),
      (place) => transform.unrolling(place.map).violations(...at(place)),
      runs(40, 3_000),
    ),
  )
})
