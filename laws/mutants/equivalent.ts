import { type Primitive, primitives } from '../../src/graph/index.js'

/** Mutants that are no faults: of each of these rules, each of these mutations. */
export interface Equivalence {
  readonly rules: readonly string[]
  readonly mutations: readonly string[]
  /** Why the mutant computes what the right rule computes. */
  readonly proof: string
}

const rulesOf = (primitive: string, ...rules: readonly string[]): readonly string[] =>
  rules.map((rule) => `${primitive} ${rule}`)

const multiples = ['twice', 'half', 'a thousandth more', 'sign', 'dropped']

const sources = ['of ones', 'of squares']

/** The mutations along axes of what comes out, where it has no more axes than these. */
const along = (...axes: readonly number[]): readonly string[] => [
  ...axes.flatMap((axis) => [
    `rolled along axis ${axis}`,
    `only the first slice of axis ${axis}`,
    `without the first slice of axis ${axis}`,
    `without the last slice of axis ${axis}`,
  ]),
  ...axes.slice(1).map((axis) => `axes ${axis - 1} and ${axis} transposed`),
]

/** The mutations along axes of what goes in. */
const alongSource = (...axes: readonly number[]): readonly string[] =>
  axes.flatMap((axis) => [
    `of what is rolled along axis ${axis}`,
    `of only the first slice of axis ${axis}`,
    `of without the first slice of axis ${axis}`,
    `of without the last slice of axis ${axis}`,
  ])

const shares = ['divided by the count', 'times the count']

const exactZero =
  'The rule gives an exact zero, whatever it is given, and a zero that is scaled or moved about is zero.'

/** The primitives that work element by element on one operand. */
const unaryElementwise = (Object.values(primitives) as readonly Primitive[])
  .filter((record) => 'kernel' in record && record.domain()[0].operands.length === 1)
  .map(({ name }) => name)

/** Those that are algorithms on the last axes of one operand. */
const unaryRoutines = (Object.values(primitives) as readonly Primitive[])
  .filter((record) => 'routine' in record && record.domain()[0].operands.length === 1)
  .map(({ name }) => name)

/** Every mutant that is the same function as the right rule, but for those of what a rule does not even look at. */
export const equivalences: readonly Equivalence[] = [
  {
    rules: rulesOf('add', 'jvp[0]', 'vjp[0]'),
    mutations: ['passed through', 'that of operand 1'],
    proof: 'The derivative of a sum is the identity in each addend.',
  },
  {
    rules: rulesOf('add', 'jvp[1]', 'vjp[1]'),
    mutations: ['passed through', 'that of operand 0'],
    proof: 'The derivative of a sum is the identity in each addend.',
  },
  {
    rules: ['sub', 'remainder', 'scatterAdd'].flatMap((primitive) => rulesOf(primitive, 'jvp[0]', 'vjp[0]')),
    mutations: ['passed through'],
    proof: 'The derivative in what is added to, or subtracted from, is the identity.',
  },
  {
    rules: ['convert', 'reshape'].flatMap((primitive) => rulesOf(primitive, 'jvp[0]', 'vjp[0]')),
    mutations: ['passed through'],
    proof:
      'The derivative is the conversion or reshaping that brings a differential to its type when it is passed through.',
  },
  {
    rules: ['ceil', 'floor', 'round', 'sign', 'trunc'].flatMap((primitive) => rulesOf(primitive, 'jvp[0]', 'vjp[0]')),
    mutations: [...multiples, ...sources, ...along(0)],
    proof: exactZero,
  },
  {
    rules: rulesOf('floorDiv', 'jvp[0]', 'vjp[0]'),
    mutations: [...multiples, ...sources, ...along(0), 'that of operand 1'],
    proof: exactZero,
  },
  {
    rules: rulesOf('floorDiv', 'jvp[1]', 'vjp[1]'),
    mutations: [...multiples, ...sources, ...along(0), 'that of operand 0'],
    proof: exactZero,
  },
  {
    rules: rulesOf('slogdet', 'jvp[0][0]'),
    mutations: [...multiples, ...sources, ...shares, ...along(0), ...alongSource(0, 1, 2)],
    proof: `Result 0 is the sign, which is constant wherever it has a derivative. ${exactZero}`,
  },
  {
    rules: rulesOf('slogdet', 'vjp[0][0]'),
    mutations: [...multiples, ...sources, ...shares, ...along(0, 1, 2), 'axes 0 and 2 transposed', ...alongSource(0)],
    proof: `Result 0 is the sign, which is constant wherever it has a derivative. ${exactZero}`,
  },
  {
    rules: rulesOf('det', 'jvp[0]', 'vjp[0]'),
    mutations: ['passed through'],
    proof:
      'There are as many matrix elements as determinants only of 1 by 1 matrices, which are their own determinants.',
  },
  {
    rules: rulesOf('cholesky', 'vjp[0]'),
    mutations: ['axes 1 and 2 transposed'],
    proof: 'Only the symmetric part of each matrix matters, so the cotangents are symmetric matrices.',
  },
  {
    rules: rulesOf('eigh', 'vjp[0][0]', 'vjp[0][1]'),
    mutations: ['axes 1 and 2 transposed'],
    proof: 'Only the symmetric part of each matrix matters, so the cotangents are symmetric matrices.',
  },
  {
    rules: rulesOf('eigh', 'jvp[0][0]', 'vjp[0][0]'),
    mutations: ['passed through'],
    proof: 'There are as many matrix elements as eigenvalues only of 1 by 1 matrices, which are their own eigenvalues.',
  },
  {
    rules: rulesOf('svd', 'jvp[0][1]', 'vjp[0][1]'),
    mutations: ['passed through'],
    proof:
      'There are as many matrix elements as singular values only of 1 by 1 matrices, which are their own singular values: in the domain they are positive.',
  },
  {
    rules: rulesOf('svd', 'vjp[0][1]'),
    mutations: ['with result 1 rolled', 'with result 1 held constant'],
    proof: 'Where only singular values have a cotangent, all that is multiplied by inverses of them is 0.',
  },
  {
    rules: rulesOf('qr', 'jvp[0][0]'),
    mutations: ['of without the last slice of axis 1'],
    proof:
      'Where there are more columns than rows, Q is told by the first columns, and does not depend on the last one.',
  },
  {
    rules: rulesOf('stopGradient', 'jvp[0]', 'vjp[0]'),
    mutations: [...multiples, ...sources, ...along(0, 1)],
    proof: exactZero,
  },
  {
    rules: ['whileLoop vjp[0]'],
    mutations: [...multiples, ...sources],
    proof:
      'Operand 0 is read by the condition alone, and the rule says that it has no derivative, which is an exact zero.',
  },
  {
    rules: [...unaryElementwise, 'convert', 'stopGradient'].map((primitive) => `${primitive} batch`),
    mutations: ['the batch axis unnoticed'],
    proof: 'With one operand and element by element, a whole batch is computed as one example of a larger shape is.',
  },
  {
    rules: unaryRoutines.map((primitive) => `${primitive} batch`),
    mutations: ['the batch axis unnoticed'],
    proof:
      'With one operand, of which the primitive looks at the last axes only, a batch is one example with one more.',
  },
  {
    rules: ['add', 'bitwiseAnd', 'bitwiseOr', 'bitwiseXor', 'equal', 'hypot', 'maximum', 'minimum', 'mul'].map(
      (primitive) => `${primitive} batch`,
    ),
    mutations: ['operands 0 and 1 exchanged'],
    proof: 'The operation is commutative, to the bit: its kernel gives the same for a and b as for b and a.',
  },
  {
    rules: rulesOf('abs', 'jvp[0]', 'vjp[0]'),
    mutations: ['with operand 0 held constant'],
    proof: 'The rules take of the operand its sign and whether it is 0, both of which have derivative 0.',
  },
  {
    rules: rulesOf('remainder', 'jvp[1]', 'vjp[1]'),
    mutations: ['with operand 0 held constant', 'with operand 1 held constant'],
    proof: 'The rules take of the operands the floor of their quotient, which has derivative 0.',
  },
  {
    rules: ['maximum', 'minimum'].flatMap((primitive) => rulesOf(primitive, 'jvp[0]', 'jvp[1]', 'vjp[0]', 'vjp[1]')),
    mutations: ['with operand 0 held constant', 'with operand 1 held constant'],
    proof: 'The rules only compare the operands, and a comparison has no derivative.',
  },
  {
    rules: ['reduceMax', 'reduceMin'].flatMap((primitive) => rulesOf(primitive, 'jvp[0]', 'vjp[0]')),
    mutations: ['with operand 0 held constant', 'with result 0 held constant'],
    proof: 'The rules only compare the operand with the result, and a comparison has no derivative.',
  },
  {
    rules: rulesOf('concatenate', 'jvp[0]', 'vjp[0]'),
    mutations: ['passed through'],
    proof:
      'An operand has as many elements as the result only if the others have none: then the result is the operand.',
  },
  {
    rules: ['whileLoop jvp[0]'],
    mutations: [
      ...multiples,
      ...sources,
      'with operands 0 and 1 exchanged',
      'with operands 0 and 2 exchanged',
      'with operands 1 and 2 exchanged',
      'with result 0 for operand 0',
      'with result 0 for operand 1',
      'with result 0 for operand 2',
      'with operand 0 held constant',
      'with operand 1 held constant',
      'with operand 2 held constant',
      'with one step fewer',
    ],
    proof:
      'Operand 0 is read by the condition alone, so the tangent that the rule gives for it is 0: started at 0, and added to by nothing. So it stays, whatever its factor, and whatever the rule sees.',
  },
  {
    rules: rulesOf('whileLoop', 'jvp[1]', 'jvp[2]', 'vjp[1]', 'vjp[2]'),
    mutations: ['with operand 0 held constant'],
    proof: 'Operand 0 is read by the condition alone, which gives a bool, and a bool has no derivative.',
  },
  {
    rules: rulesOf('whileLoop', 'jvp[2]', 'vjp[2]'),
    mutations: ['with operand 2 held constant'],
    proof:
      'The body is linear in the carry: its derivative in the carry is made of operand 1 alone, and of the number of steps, which has no derivative.',
  },
]

/** The names of the mutants in the list. */
export const equivalentNames = ({ rules, mutations }: Equivalence): readonly string[] =>
  rules.flatMap((rule) => mutations.map((mutation) => `${rule} ${mutation}`))
