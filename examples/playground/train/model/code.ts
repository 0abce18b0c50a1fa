import { iris } from '../../../data/iris.js'
import { batchOf, classesOf, countsOf, decaysItself, type OwnPoint, ownParts, type Settings } from '../settings.js'

const width = 120

/** `name(a, b)`, an argument a line where they do not fit into one. */
const call = (before: string, args: readonly string[], after = ''): string => {
  const line = `${before}(${args.join(', ')})${after}`
  return line.length <= width ? line : `${before}(\n${args.map((arg) => `  ${arg},\n`).join('')})${after}`
}

/** `name({ a, b })`, an entry a line where they do not fit into one. */
const callWith = (before: string, entries: readonly string[], after: string): string => {
  const line = `${before}({ ${entries.join(', ')} })${after}`
  return line.length <= width ? line : `${before}({\n${entries.map((entry) => `  ${entry},\n`).join('')}})${after}`
}

/** Numbers in brackets, as many a line as fit. */
const list = (before: string, numbers: readonly number[], after: string): string => {
  const line = `${before}[${numbers.join(', ')}]${after}`
  if (line.length <= width) return line
  const rows: string[] = []
  for (const number of numbers) {
    const last = rows.at(-1)
    if (last !== undefined && last.length + ` ${number},`.length <= width) rows[rows.length - 1] = `${last} ${number},`
    else rows.push(`  ${number},`)
  }
  return `${before}[\n${rows.join('\n')}\n]${after}`
}

/** Where names come from, in the order in which they are imported. */
type Module = 'cotangent' | 'cotangent/data' | 'cotangent/nn' | 'cotangent/optim' | 'cotangent/random'

/** Some lines of the program, and the names that they use. */
interface Part {
  readonly lines: readonly string[]
  readonly uses: Partial<Readonly<Record<Module, readonly string[]>>>
}

/** The alphabet's order, small letters before capitals. */
const alphabetical = new Intl.Collator('en', { caseFirst: 'lower' }).compare

const isType = (name: string): boolean => name.startsWith('type ')
const bare = (name: string): string => name.replace(/^type /, '')

/** An import of names; of types only, it says so once. */
const importOf = (names: readonly string[], module: Module): string =>
  names.every(isType)
    ? `import type { ${names.map(bare).join(', ')} } from '${module}'`
    : `import { ${names.join(', ')} } from '${module}'`

const imported = (parts: readonly Part[]): readonly string[] =>
  (['cotangent', 'cotangent/data', 'cotangent/nn', 'cotangent/optim', 'cotangent/random'] as const).flatMap(
    (module) => {
      const names = [...new Set(parts.flatMap(({ uses }) => uses[module] ?? []))]
      const written = names.sort((a, b) => alphabetical(bare(a), bare(b)))
      return written.length === 0 ? [] : [importOf(written, module)]
    },
  )

/** The part of the data, whose last name of a state of the generator is `state`. */
interface DataPart extends Part {
  readonly state: string
}

const seeded = ({ seed }: Settings): string => `seed(${seed})`

/** All points, under the name `points`, of what draws them. */
const drawnBy = (name: string, expression: string, comment: string): Part => ({
  lines: [`// ${comment}`, expression],
  uses: { 'cotangent/data': [name], 'cotangent/random': ['seed'] },
})

const pointsOf = (settings: Settings): Part => {
  const { samples, noise } = settings
  const by = (name: string, comment: string, ...options: readonly string[]): Part =>
    drawnBy(
      name,
      callWith(`const [points, drawn] = ${name}`, [`nSamples: ${samples}`, ...options], `(${seeded(settings)})`),
      comment,
    )
  switch (settings.data) {
    case 'lesson':
      return by(
        'makeClassification',
        `Two classes of clouds; a share of ${noise} of the labels is drawn anew.`,
        'nFeatures: 2',
        'nInformative: 2',
        'nRedundant: 0',
        `flipY: ${noise}`,
      )
    case 'moons':
      return by('makeMoons', 'Two half circles that reach into each other.', `noise: ${noise}`)
    case 'circles':
      return by('makeCircles', 'A circle in a circle.', `noise: ${noise}`, 'factor: 0.5')
    case 'spirals':
      return by('makeSpirals', 'Two arms of a spiral.', `noise: ${noise}`)
    case 'xor':
      return {
        lines: [
          '// Clouds around the corners of a square, in turn: of those of odd numbers exactly one coordinate is 1.',
          'const centers = [',
          ...['[0, 0]', '[0, 1]', '[1, 1]', '[1, 0]'].map((corner) => `  ${corner},`),
          ']',
          `const [clouds, drawn] = makeBlobs({ nSamples: ${samples}, centers, clusterStd: ${noise} })(${seeded(settings)})`,
          'const points = { x: clouds.x, y: remainder(clouds.y, 2) }',
        ],
        uses: { cotangent: ['remainder'], 'cotangent/data': ['makeBlobs'], 'cotangent/random': ['seed'] },
      }
    default: {
      const petals = iris.measurements.flatMap((flower) => flower.slice(2))
      return {
        lines: [
          '// Length and width of the petals of 150 irises, 50 of each of three species in turn (Fisher 1936).',
          list('const petals: readonly number[] = ', petals, ''),
          "const species = repeat(tensor([0, 1, 2], { dtype: 'int32' }), 50)",
          'const points = { x: reshape(tensor(petals), [150, 2]), y: species }',
        ],
        uses: { cotangent: ['repeat', 'reshape', 'tensor'] },
      }
    }
  }
}

/** Points that the reader put down, as a table. */
const table = (name: string, points: readonly OwnPoint[]): readonly string[] => [
  list(
    `const ${name}Places: readonly number[] = `,
    points.flatMap(({ x, y }) => [x, y]),
    '',
  ),
  list(
    `const ${name}Classes: readonly number[] = `,
    points.map(({ label }) => label),
    '',
  ),
  `const ${name} = {`,
  `  x: reshape(tensor(${name}Places), [${points.length}, 2]),`,
  `  y: tensor(${name}Classes, { dtype: 'int32' }),`,
  '}',
]

const dataOf = (settings: Settings): DataPart => {
  const held = countsOf(settings).test
  if (settings.data === 'own') {
    const { train, test } = ownParts(settings)
    return {
      lines: [
        '// Points of your own: x and y in turn, and their classes.',
        ...table('train', train),
        ...(held === 0 ? [] : table('test', test)),
      ],
      uses: { cotangent: ['reshape', 'tensor'], 'cotangent/random': ['seed'] },
      state: seeded(settings),
    }
  }
  const points = pointsOf(settings)
  const before = settings.data === 'iris' ? seeded(settings) : 'drawn'
  if (held === 0) return { ...points, lines: [...points.lines, 'const train = points'], state: before }
  return {
    lines: [
      ...points.lines,
      `const [{ train, test }, split] = trainTestSplit(points, { test: ${settings.testShare} })(${before})`,
    ],
    uses: { ...points.uses, 'cotangent/data': [...(points.uses['cotangent/data'] ?? []), 'trainTestSplit'] },
    state: 'split',
  }
}

const modelOf = (settings: Settings, state: string): Part => {
  const { layers } = settings
  const sizes = [2, ...layers.map(({ units }) => units), classesOf(settings)]
  const models = sizes.slice(1).flatMap((size, index) => {
    const dense = `dense(${sizes[index]}, ${size})`
    const name = layers[index]?.activation ?? 'linear'
    return name === 'linear' ? [dense] : [dense, `activation(${name})`]
  })
  const names = layers.flatMap(({ activation }) => (activation === 'linear' ? [] : [activation]))
  return {
    lines: [
      '// The model: a function of its parameters, which are drawn.',
      call('const net = sequential', models),
      `const [initial] = net.init(${state})`,
    ],
    uses: {
      cotangent: names,
      'cotangent/nn': [...(names.length > 0 ? ['activation'] : []), 'dense', 'sequential'],
      'cotangent/random': ['seed'],
    },
  }
}

const lossOf = (): Part => ({
  lines: [
    '// The loss of parameters on some points: the cross entropy of the classes.',
    'const loss = (params: ParamsOf<typeof net>, { x, y }: LabelledSet<number, 2>) =>',
    '  softmaxCrossEntropy(net.apply(params)(x), y)',
  ],
  uses: {
    cotangent: ['softmaxCrossEntropy'],
    'cotangent/data': ['type LabelledSet'],
    'cotangent/nn': ['type ParamsOf'],
  },
})

const trainingOf = (settings: Settings, epochs: number): Part => {
  const { optimizer, learningRate, decay, seed } = settings
  const own = optimizer === 'adamw' || (optimizer === 'lion' && decay > 0)
  const punished = decay > 0 && !decaysItself(optimizer)
  const size = batchOf(settings)
  return {
    lines: [
      `// The training: a fold of its steps over ${size === undefined ? 'all points, again and again' : 'batches'}.`,
      `const optimizer = ${optimizer}(${learningRate}${own ? `, { weightDecay: ${decay} }` : ''})`,
      `const step = trainStep(${punished ? `withL2(loss, ${decay})` : 'loss'}, optimizer)`,
      'const start = { params: initial, opt: optimizer.init(initial) }',
      size === undefined
        ? `const batches = sameBatch(train, ${epochs})`
        : `const batches = epochBatches(train, { batchSize: ${size}, dropLast: true, epochs: ${epochs}, key: key(${seed}) })`,
      'const { params } = lastOf(fit(step, start, batches))',
    ],
    uses: {
      'cotangent/data': size === undefined ? [] : ['epochBatches'],
      'cotangent/optim': [
        optimizer,
        'fit',
        'lastOf',
        'trainStep',
        ...(size === undefined ? ['sameBatch'] : []),
        ...(punished ? ['withL2'] : []),
      ],
      'cotangent/random': size === undefined ? [] : ['key'],
    },
  }
}

const figuresOf = (settings: Settings): Part => ({
  lines: [
    '// What it has learnt: the loss, and the share of points whose class it tells.',
    'const share = ({ x, y }: LabelledSet<number, 2>) => accuracy(y, predict(net, params)(x))',
    "console.log('training', loss(params, train), share(train))",
    ...(countsOf(settings).test === 0 ? [] : ["console.log('test', loss(params, test), share(test))"]),
  ],
  uses: { 'cotangent/data': ['type LabelledSet'], 'cotangent/nn': ['accuracy', 'predict'] },
})

/**
 * The training of settings as one would write it with Cotangent: a whole program, which comes to the figures of the
 * playground after so many epochs, to the bit.
 */
export const codeOf = (settings: Settings, epochs: number): string => {
  const data = dataOf(settings)
  const parts = [data, modelOf(settings, data.state), lossOf(), trainingOf(settings, epochs), figuresOf(settings)]
  return `${[imported(parts), ...parts.map(({ lines }) => lines)].map((lines) => lines.join('\n')).join('\n\n')}\n`
}
