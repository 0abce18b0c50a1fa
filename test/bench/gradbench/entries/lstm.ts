import { drawsFrom } from '../../random.js'
import type { Entry } from '../entry.js'
import { type LstmInput, loops } from '../loops/lstm.js'

type Rows = readonly (readonly number[])[]

interface Input {
  readonly main_params: Rows
  readonly extra_params: Rows
  readonly state: Rows
  readonly sequence: Rows
}

const bits = 14

const drawn = (layers: number, characters: number): Input & { readonly [key: string]: Rows } => {
  const { uniform } = drawsFrom(layers * characters)
  const rows = (count: number, columns: number, draw = uniform): Rows =>
    Array.from({ length: count }, () => Array.from({ length: columns }, draw))
  return {
    main_params: rows(2 * layers, 4 * bits),
    extra_params: rows(3, bits),
    state: rows(2 * layers, bits),
    sequence: rows(characters, bits, () => Math.round(uniform())),
  }
}

const numbersOf = (rows: Rows): Float64Array => Float64Array.from(rows.flat())

const inputOf = ({ main_params, extra_params, state, sequence }: Input): LstmInput => ({
  layers: main_params.length / 2,
  bits: state[0].length,
  main: numbersOf(main_params),
  extra: numbersOf(extra_params),
  state: numbersOf(state),
  sequence: numbersOf(sequence),
})

/** The loss of a network of long short-term memory on a text. */
export const lstm: Entry = {
  name: 'lstm',
  functions: ['objective', 'jacobian'],
  score: 'sum',
  workloads: [2, 4].flatMap((layers) =>
    [1024, 4096].map((characters) => ({
      description: `l = ${layers}, c = ${characters}`,
      input: () => drawn(layers, characters),
    })),
  ),
  loops: {
    objective: (input: Input) => {
      const numbers = inputOf(input)
      return () => loops.objective(numbers)
    },
    jacobian: (input: Input) => {
      const numbers = inputOf(input)
      return () => loops.jacobian(numbers)
    },
  },
  torch: false,
  elsewhere: { manual: 230, codipack: 81, adolc: 206, finite: 17_200 },
}
