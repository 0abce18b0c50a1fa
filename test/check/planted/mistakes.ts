import type { Tensor } from 'cotangent'
import {
  type Call,
  type Code,
  type Environment,
  evaluate,
  type Lines,
  type Settings,
  showCode,
  sloped,
} from './code.js'

/** What a mistake in a derivative is called, as `Diagnosis` names it. */
export type Named =
  | 'factor'
  | 'sign'
  | 'forgotten'
  | 'transposed'
  | 'shifted'
  | 'reversed'
  | 'incomplete'
  | 'droppedCotangent'
  | 'atActivation'
  | 'atPreactivation'
  | 'skippedDerivative'
  | 'valueForDerivative'
  | 'missingTerm'
  | 'untransposed'
  | 'exchangedOperands'
  | 'unsummed'
  | 'wrongAxis'

/** One mistake in a formula: the formula instead, and what the mistake is called, where it has a name. */
export interface Mistake {
  readonly kind: string
  readonly code: Code
  /** What a diagnosis calls it, where it is a mistake with a name. */
  readonly named?: Named
  /** What else is true of it, as names: an operand left out of a product is a term missing in a sum of its like. */
  readonly also?: readonly Named[]
}

/** What is known of the place of a formula. */
export interface Surroundings {
  readonly environment: Environment
  /** What it comes to at a point. */
  readonly value: Tensor | number
  readonly isWholeLine: boolean
  /** Names of cotangents. */
  readonly cotangents: ReadonlySet<string>
  readonly forward: Lines
}

const shapeOf = (x: Tensor | number): readonly number[] => (typeof x === 'number' ? [] : x.shape)

const areAlike = (a: Tensor | number, b: Tensor | number): boolean =>
  typeof a === 'object' &&
  typeof b === 'object' &&
  a.dtype === b.dtype &&
  a.shape.length === b.shape.length &&
  a.shape.every((extent, axis) => extent === b.shape[axis])

const isSquare = (x: Tensor | number): boolean => {
  const [rows, columns, ...others] = shapeOf(x)
  return others.length === 0 && rows === columns && rows > 1
}

const call = (op: string, args: readonly Code[], settings?: Settings): Call =>
  settings === undefined ? { op, args } : { op, args, settings }

const times = (factor: number, code: Code): Code => call('mul', [factor, code])

// --- of a whole line: of what it comes to

const byNumber: readonly Named[] = ['factor', 'sign']

const ofLine = (code: Code, { value, isWholeLine }: Surroundings): readonly Mistake[] => {
  if (!isWholeLine) return []
  const axes = [...shapeOf(value).keys()].filter((axis) => shapeOf(value)[axis] > 1)
  const moved = (op: string, axis: number): Code => call(op, [code], { axis })
  return [
    { kind: 'twice', code: times(2, code), also: byNumber },
    { kind: 'half', code: times(0.5, code), also: byNumber },
    { kind: 'a thousandth more', code: times(1.001, code), also: byNumber },
    { kind: 'the other sign', code: times(-1, code), also: byNumber },
    { kind: 'nothing', code: call('zerosLike', [code]), also: ['missingTerm', 'forgotten'] },
    ...axes.flatMap((axis): readonly Mistake[] => [
      { kind: `one place further along axis ${axis}`, code: moved('rolled', axis) },
      { kind: `backwards along axis ${axis}`, code: moved('reversed', axis) },
      { kind: `without the first of axis ${axis}`, code: moved('withoutFirst', axis) },
      { kind: `without the last of axis ${axis}`, code: moved('withoutLast', axis) },
      { kind: `only the first of axis ${axis}`, code: moved('firstSlice', axis) },
    ]),
    ...(isSquare(value)
      ? ([{ kind: 'transposed', code: call('exchangedAxes', [code], { axes: [0, 1] }) }] as const)
      : []),
  ]
}

// --- of what it is written with

const ofNumber = (code: number): readonly Mistake[] =>
  [
    { kind: 'its opposite', code: -code },
    { kind: 'one more', code: code + 1 },
    { kind: 'one less', code: code - 1 },
    { kind: 'its inverse', code: 1 / code },
    { kind: 'twice as much', code: 2 * code },
  ].map((mistake) => ({ ...mistake, also: byNumber }))

/** Whether a formula is written with a name. */
const mentions = (code: Code | undefined, name: string): boolean =>
  typeof code === 'object' ? code.args.some((arg) => mentions(arg, name)) : code === name

const ofName = (name: string, { environment, forward }: Surroundings): readonly Mistake[] =>
  Object.keys(environment)
    .filter((other) => other !== name && areAlike(environment[other], environment[name]))
    .map((other): Mistake => {
      const pairs: readonly Named[] = [
        ...(mentions(forward[name], other) ? (['atPreactivation'] as const) : []),
        ...(mentions(forward[other], name) ? (['atActivation'] as const) : []),
      ]
      return { kind: `${other} in place of ${name}`, code: other, also: ['exchangedOperands', ...pairs] }
    })

/** Whether a formula has a cotangent in it. */
const comesBack = (code: Code, cotangents: ReadonlySet<string>): boolean =>
  typeof code === 'object' ? code.args.some((arg) => comesBack(arg, cotangents)) : cotangents.has(`${code}`)

const isSlope = (code: Code): boolean => typeof code === 'object' && code.op === 'slope'

/** Of a product, one factor is left out; the other is made as large as the product where it was not. */
const ofProduct = ({ args: [left, right] }: Call, { cotangents }: Surroundings): readonly Mistake[] => {
  const without = (dropped: Code, kept: Code): Mistake => {
    const [lost, stays] = [dropped, kept].map((code) => comesBack(code, cotangents))
    const named = isSlope(dropped) ? 'skippedDerivative' : lost && !stays ? 'droppedCotangent' : undefined
    return {
      kind: `without the factor ${showCode(dropped)}`,
      code: call('mul', [call('onesLike', [call('mul', [left, right])]), kept]),
      ...(named === undefined ? {} : { named }),
      also:
        typeof dropped === 'number'
          ? [...byNumber, 'missingTerm']
          : lost
            ? ['droppedCotangent']
            : ['skippedDerivative'],
    }
  }
  const isFactor = (code: Code): boolean => typeof code === 'number'
  return [
    ...(isFactor(right) ? [] : [without(left, right)]),
    ...(isFactor(left) ? [] : [without(right, left)]),
    { kind: 'a quotient for a product', code: call('div', [left, right]) },
  ]
}

const ofSum = ({ op, args: [left, right] }: Call, { cotangents }: Surroundings): readonly Mistake[] => {
  const whole = call(op, [left, right])
  const fitted = (code: Code): Code => call('add', [call('zerosLike', [whole]), code])
  // Of a sum of what comes back by several ways; any other sum is just a formula.
  const name: Pick<Mistake, 'named' | 'also'> = [left, right].every((term) => comesBack(term, cotangents))
    ? { named: 'missingTerm' }
    : { also: ['missingTerm'] }
  return [
    {
      kind: `without the term ${showCode(left)}`,
      code: fitted(op === 'sub' ? call('neg', [right]) : right),
      ...name,
    },
    { kind: `without the term ${showCode(right)}`, code: fitted(left), ...name },
    { kind: 'the other sign of a term', code: call(op === 'sub' ? 'add' : 'sub', [left, right]), also: byNumber },
  ]
}

const ofMatmul = ({ args: [left, right] }: Call, { environment }: Surroundings): readonly Mistake[] => {
  const turned = (code: Code): readonly Code[] => {
    const value = evaluate(code, environment)
    return isSquare(value) ? [call('exchangedAxes', [code], { axes: [0, 1] })] : []
  }
  return [
    ...turned(left).map(
      (code): Mistake => ({
        kind: 'the left matrix transposed',
        code: call('matmul', [code, right]),
        named: 'untransposed',
      }),
    ),
    ...turned(right).map(
      (code): Mistake => ({
        kind: 'the right matrix transposed',
        code: call('matmul', [left, code]),
        named: 'untransposed',
      }),
    ),
    { kind: 'the matrices exchanged', code: call('matmul', [right, left]), named: 'exchangedOperands' },
  ]
}

/** The extent of what a reduction goes over. */
const countOf = ({ args: [x], settings }: Call, { environment }: Surroundings): number => {
  const shape = shapeOf(evaluate(x, environment))
  const axis = settings?.axis as number | undefined
  return axis === undefined ? shape.reduce((product, extent) => product * extent, 1) : shape[axis]
}

const ofReduction = (code: Call, surroundings: Surroundings): readonly Mistake[] => {
  const { op, args, settings } = code
  const axis = settings?.axis as number | undefined
  const rank = shapeOf(evaluate(args[0], surroundings.environment)).length
  const otherAxes = axis === undefined ? [] : [...new Array(rank).keys()].filter((other) => other !== axis)
  const single = countOf(code, surroundings) === 1
  return [
    ...(single
      ? []
      : [
          {
            kind: op === 'sum' ? 'a mean for a sum' : 'a sum for a mean',
            code: call(op === 'sum' ? 'mean' : 'sum', args, settings),
            also: byNumber,
          },
        ]),
    ...otherAxes.map(
      (other): Mistake => ({
        kind: `along axis ${other}`,
        code: call(op, args, { ...settings, axis: other }),
        named: 'wrongAxis',
      }),
    ),
    ...(op === 'sum' && axis !== undefined && !single
      ? ([
          {
            kind: 'only the first of what is to be summed',
            code: call('onlyFirst', args, settings),
            named: 'unsummed',
          },
        ] as const)
      : []),
  ]
}

const ofSlope = ({ args: [x], settings }: Call): readonly Mistake[] => {
  const of = settings?.of as string
  const other = sloped[(sloped.indexOf(of) + 1) % sloped.length]
  return [
    { kind: 'the slope at the activation', code: call('slope', [call(of, [x])], settings), named: 'atActivation' },
    { kind: 'the value for the slope', code: call(of, [x]), named: 'valueForDerivative' },
    { kind: `the slope of ${other}`, code: call('slope', [x], { of: other }) },
  ]
}

/** Off by one. */
const ofPlace = (code: Call): readonly Mistake[] =>
  [-1, 1].flatMap((by): readonly Mistake[] => {
    const { settings = {} } = code
    const from = (settings.from as number) + by
    const to = settings.to === undefined ? {} : { to: (settings.to as number) + by }
    return from < 0
      ? []
      : [{ kind: `${by > 0 ? 'one later' : 'one earlier'}`, code: { ...code, settings: { ...settings, from, ...to } } }]
  })

const dropped = ({ op, args: [x] }: Call): readonly Mistake[] => [
  { kind: `without ${op}`, code: x, also: ['skippedDerivative', 'valueForDerivative'] },
]

const ofCall: Readonly<Record<string, (code: Call, surroundings: Surroundings) => readonly Mistake[]>> = {
  add: ofSum,
  sub: ofSum,
  mul: ofProduct,
  div: ({ args: [left, right] }) => [
    {
      kind: `without the divisor ${showCode(right)}`,
      code: call('mul', [call('onesLike', [call('div', [left, right])]), left]),
    },
    { kind: 'a product for a quotient', code: call('mul', [left, right]) },
    { kind: 'the inverse quotient', code: call('div', [right, left]) },
  ],
  matmul: ofMatmul,
  outer: ({ args: [left, right] }) => [
    { kind: 'the vectors exchanged', code: call('outer', [right, left]), named: 'exchangedOperands' },
  ],
  transpose: ({ args: [x] }) => [{ kind: 'without transpose', code: x, named: 'untransposed' }],
  sum: ofReduction,
  mean: ofReduction,
  slope: ofSlope,
  part: ofPlace,
  placed: ofPlace,
  take: ({ args, settings }) => [
    { kind: 'the rows in order', code: call('part', [args[0]], { ...settings, from: 0, to: 4 }) },
  ],
  scattered: (code) => [
    {
      kind: 'the first for all',
      code: { ...code, args: [call('firstSlice', [code.args[0]], { axis: 0 }), code.args[1]] },
    },
  ],
  ...Object.fromEntries(
    ['square', 'sqrt', 'exp', 'log', 'neg', 'inverse', 'flip', 'cumsum', 'power', 'tanh', 'cos'].map((op) => [
      op,
      dropped,
    ]),
  ),
}

/** Every mistake at one place of a formula. */
export const mistakesAt = (code: Code, surroundings: Surroundings): readonly Mistake[] => [
  ...ofLine(code, surroundings),
  ...(typeof code === 'number'
    ? ofNumber(code)
    : typeof code === 'string'
      ? ofName(code, surroundings)
      : (ofCall[code.op]?.(code, surroundings) ?? [])),
]
