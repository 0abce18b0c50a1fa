import type { Entry } from './read.js'

/** A page of the reference: what it is called, what it is of, and the files whose exports it shows, in this order. */
export interface Topic {
  readonly slug: string
  readonly title: string
  readonly about: string
  /** Files or folders from `src/`, without their endings. */
  readonly files: readonly string[]
  /** Names that come first, before what the files have. */
  readonly first?: readonly string[]
  /** Single names that come here, last, though their file goes elsewhere. */
  readonly names?: readonly string[]
  /** Whether all comes here, last, that no page of the module is for. */
  readonly rest?: boolean
}

/** One entry point of the package: its folder in the reference, and its pages. */
export interface Subpath {
  readonly module: string
  readonly folder: string
  readonly about: string
  readonly topics: readonly Topic[]
}

const operations = (names: string, options = ''): readonly string[] => [
  ...words(names).map((name) => `graph/operations/${name}`),
  ...words(options).map((name) => `graph/signatures/${name}`),
]

const words = (text: string): readonly string[] => text.split(' ').filter((word) => word !== '')

const within = (folder: string, names: string): readonly string[] => words(names).map((name) => `${folder}/${name}`)

const core: readonly Topic[] = [
  {
    slug: 'tensors',
    title: 'Tensors',
    about: 'Making them, reading them, their types, shapes and dtypes.',
    files: [
      ...operations('making reading conversion', 'making'),
      ...within('tensor', 'tensor dtype shape make displayed devtools'),
      'graph/instances',
    ],
  },
  {
    slug: 'trees',
    title: 'Trees',
    about: 'Records, tuples and arrays of tensors, which all transforms take and give.',
    files: ['tensor/tree'],
  },
  {
    slug: 'derivatives',
    title: 'Derivatives',
    about: 'Transforms of functions: gradients, Jacobians, Hessians, batches, rules of your own.',
    files: [
      ...within('autodiff', 'reverse forward jacobian custom checkpoint vmap sparse dense'),
      ...operations('', 'transforms sparse'),
    ],
    first: ['grad', 'valueAndGrad', 'vjp', 'jvp', 'linearize'],
    names: ['stopGradient'],
  },
  {
    slug: 'control-flow',
    title: 'Control flow',
    about: 'Branches and loops that stay one node of the graph.',
    files: operations('cond loops', 'control'),
  },
  {
    slug: 'compiling',
    title: 'Compiling and graphs',
    about: 'One WebAssembly program of a function, what it is made of, and the graph itself.',
    files: [
      ...within('engine', 'jit explain jitAsync explanation'),
      'engine',
      'compile',
      ...operations('makeGraph graphValues'),
      ...within('graph', 'latex expression pullback'),
      'autodiff/sweep',
    ],
  },
  {
    slug: 'checking',
    title: 'Checking gradients',
    about: 'Derivatives held against difference quotients in numbers of some 31 digits, reports and diagnoses.',
    files: [
      ...within(
        'check',
        'gradcheck opaque/gradcheckOpaque check exported options opaque report details verdict slopes diagnosis',
      ),
    ],
  },
  {
    slug: 'differences',
    title: 'Differences and rounding',
    about: 'Difference quotients themselves, and how far a function is off in units in the last place.',
    files: within('check', 'differences ulp'),
  },
  {
    slug: 'arithmetic',
    title: 'Arithmetic',
    about: 'Sums, products, quotients and rounding, element by element.',
    files: operations('arithmetic division clip rounding', 'clip'),
    names: ['reciprocal', 'hypot'],
  },
  {
    slug: 'functions',
    title: 'Elementary functions',
    about: 'Powers, exponentials and logarithms, trigonometric, hyperbolic and error functions.',
    files: operations('elementary powers logarithms hyperbolic trigonometric errorFunction'),
  },
  {
    slug: 'activations',
    title: 'Activations',
    about: 'What stands between layers, each with the slope it has at its kink.',
    files: operations('activations gates rectifiers squashing', 'activations'),
  },
  {
    slug: 'logic',
    title: 'Comparisons, logic and bits',
    about: 'Truth values, choices between elements, and the bits of whole numbers.',
    files: operations('comparison predicates select bits', 'select'),
  },
  {
    slug: 'reductions',
    title: 'Sums, extrema and statistics',
    about: 'Over all axes or some, at once or cumulative.',
    files: operations('reductions norms quantiles cumulative', 'reductions cumulative'),
  },
  {
    slug: 'sorting',
    title: 'Sorting and searching',
    about: 'Orders, the largest, and places in a sorted list.',
    files: operations('sorting', 'sorting'),
    names: ['searchSorted', 'SearchSortedOptions'],
  },
  {
    slug: 'shapes',
    title: 'Shapes',
    about: 'The same elements in another arrangement; joining, splitting, repeating, padding.',
    files: operations(
      'shaping rearranging joining parts grids padding windows',
      'shaping rearranging grids padding windows',
    ),
  },
  {
    slug: 'indexing',
    title: 'Indexing',
    about: 'Elements and slices by their places, taken, gathered, set and added to; diagonals and triangles.',
    files: operations('indexing gathering scattering dynamic diagonals', 'indexing gathering dynamic diagonals'),
    names: ['slice'],
  },
  {
    slug: 'products',
    title: 'Matrix products',
    about: 'Contractions of tensors.',
    files: operations('contraction einsum products', 'products'),
  },
  {
    slug: 'linear-algebra',
    title: 'Linear algebra',
    about: 'Systems of equations, inverses, determinants and factorisations.',
    files: operations('linearAlgebra factorizations', 'linearAlgebra factorizations'),
  },
  {
    slug: 'convolution',
    title: 'Convolution and pooling',
    about: 'With stride, padding, dilation and groups, and what undoes them.',
    files: [
      ...operations('convolution transposedConvolution pooling overlap', 'convolution pooling overlap'),
      ...within('tensor/types', 'sliding overlap'),
    ],
  },
  {
    slug: 'fourier',
    title: 'Fourier transforms',
    about: 'Of pairs of real and imaginary parts.',
    files: operations('fourier', 'fourier'),
  },
  {
    slug: 'losses',
    title: 'Losses',
    about: 'Of values, classes, distributions and pairs.',
    files: operations('residuals binaryCrossEntropy crossEntropy likelihoods margins', 'losses crossEntropy margins'),
  },
  {
    slug: 'errors',
    title: 'Errors',
    about: 'What is thrown of a program that is wrong: typed, with the operation, its operands and what to do.',
    files: ['tensor/errors'],
    names: ['EngineFailure', 'EngineUnavailable'],
  },
]

const nn: readonly Topic[] = [
  {
    slug: 'models',
    title: 'Models',
    about: 'A model is `{ init, apply }`; how models compose.',
    files: within(
      'nn',
      'model sequential compose parallel residual each lambda activation flatten parametric stateful kinds summary',
    ),
    rest: true,
  },
  {
    slug: 'layers',
    title: 'Dense and embedding layers',
    about: 'Layers that multiply and look up, dropout, and how weights are drawn.',
    files: within('nn', 'dense embedding dropout initializers'),
  },
  {
    slug: 'convolution',
    title: 'Convolution and pooling',
    about: 'Layers over one, two and three axes of space.',
    files: within('nn', 'convolution transposedConvolution pooling spatial'),
  },
  {
    slug: 'normalization',
    title: 'Normalisation',
    about: 'By batch, by group, by channel, by element.',
    files: within('nn', 'batchNorm layerNorm groupNorm instanceNorm rmsNorm standardize'),
  },
  {
    slug: 'recurrent',
    title: 'Recurrent layers',
    about: 'Over the steps of a sequence, and single steps.',
    files: within('nn', 'recurrent rnn rnnStep lstm lstmStep gru gruStep'),
  },
  {
    slug: 'attention',
    title: 'Attention',
    about: 'Of queries to keys, and where in a sequence something stands.',
    files: within('nn', 'attention multiHeadAttention positions rotary'),
  },
  { slug: 'metrics', title: 'Metrics', about: 'Predictions, and how good they are.', files: ['nn/metrics'] },
]

const optim: readonly Topic[] = [
  {
    slug: 'training',
    title: 'Training',
    about: 'Training is a fold: steps, and what goes on around them.',
    files: within('optim', 'trainStep fit sequences stepping validation').concat('engine/prepared'),
  },
  {
    slug: 'optimizers',
    title: 'Optimizers',
    about: 'By their known names, and the monoid that they form.',
    files: within('optim', 'aliases optimizer lbfgs lineSearch'),
  },
  {
    slug: 'schedules',
    title: 'Schedules',
    about: 'Learning rates that depend on the step.',
    files: within('optim', 'schedules joining'),
  },
  {
    slug: 'transformations',
    title: 'Transformations of gradients',
    about: 'The pieces that optimizers are chained of.',
    files: within('optim', 'adam adaptive momentum lion trustRatio scaling clipping decay masks accumulation leaves'),
    rest: true,
  },
]

const data: readonly Topic[] = [
  {
    slug: 'tensor-files',
    title: 'Files of tensors',
    about: 'npy, npz, safetensors, IDX and HDF5; checkpoints.',
    files: within('data', 'npy npz safetensors idx hdf5 elements named'),
  },
  {
    slug: 'text',
    title: 'Tables and text',
    about: 'CSV, JSON and ARFF.',
    files: within('data', 'text'),
  },
  { slug: 'images', title: 'Images', about: 'PNG and JPEG.', files: within('data', 'image') },
  {
    slug: 'sets',
    title: 'Data sets',
    about: 'Drawn ones, and those that are fetched.',
    files: within('data', 'sets net'),
  },
  {
    slug: 'preparation',
    title: 'Batches and preparation',
    about: 'Splitting, scaling, encoding, and the batches of epochs.',
    files: ['data/preparation', 'tensor/types/tree'],
  },
  {
    slug: 'bytes',
    title: 'Bytes and errors',
    about: 'Reading, writing in one step, and what goes wrong.',
    files: within('data', 'bytes write error'),
    rest: true,
  },
]

const plot: readonly Topic[] = [
  {
    slug: 'figures',
    title: 'Figures',
    about: 'Figures as values: what there is to draw.',
    files: within('plot', 'figures figure spec shown values error'),
    rest: true,
  },
  {
    slug: 'drawing',
    title: 'Drawing',
    about: 'A figure as a picture, a page or text.',
    files: within('plot', 'render'),
  },
]

const whole = (title: string, about: string): readonly Topic[] => [
  { slug: 'index', title, about, files: [], rest: true },
]

/** All entry points and their pages. Those of the laws are one for each record of laws, and one for what is left. */
export const subpaths: readonly Subpath[] = [
  { module: 'cotangent', folder: 'cotangent', about: 'Tensors, operations, derivatives, checks.', topics: core },
  { module: 'cotangent/nn', folder: 'nn', about: 'Models as pure functions.', topics: nn },
  { module: 'cotangent/optim', folder: 'optim', about: 'Optimizers, schedules, training.', topics: optim },
  {
    module: 'cotangent/random',
    folder: 'random',
    about: 'Random numbers.',
    topics: whole('Random numbers', 'NumPy’s generator as a pure `State`, and keys that split.'),
  },
  { module: 'cotangent/data', folder: 'data', about: 'Files to tensors and back, data sets, batches.', topics: data },
  { module: 'cotangent/plot', folder: 'plot', about: 'Figures.', topics: plot },
  {
    module: 'cotangent/onnx',
    folder: 'onnx',
    about: 'Models of ONNX, out and in.',
    topics: whole('ONNX', 'Functions to models of ONNX, and models to functions.'),
  },
  {
    module: 'cotangent/distributed',
    folder: 'distributed',
    about: 'Training by many processes.',
    topics: whole('Many processes', 'The same training on as many processes as MPI has started.'),
  },
  {
    module: 'cotangent/cli',
    folder: 'cli',
    about: 'What a program shows while it works.',
    topics: whole(
      'In the terminal',
      'Progress, figures that redraw themselves, and the reports of `cotangent gradcheck`.',
    ),
  },
  {
    module: 'cotangent/vitest',
    folder: 'vitest',
    about: 'Matchers of derivatives and laws.',
    topics: whole('In vitest', 'Importing it adds matchers of derivatives and laws to `expect`.'),
  },
  {
    module: 'cotangent/laws',
    folder: 'laws',
    about: 'What must hold, as pure predicates with generators.',
    topics: whole('Laws', 'Pure predicates, and the generators of what they hold for.'),
  },
]

const stem = (file: string): string => file.replace(/^src\//, '').replace(/(\/index)?\.ts$/, '')

const holds = (of: string, file: string): boolean => stem(file) === of || stem(file).startsWith(`${of}/`)

interface Place {
  readonly topic: Topic
  /** Which of the topic's files declares it. */
  readonly at: number
}

const placeOf = (topics: readonly Topic[], { name, file }: Entry): Place | undefined => {
  const first = topics.find((topic) => topic.first?.includes(name))
  if (first?.first !== undefined) return { topic: first, at: first.first.indexOf(name) - first.first.length }
  const named = topics.find((topic) => topic.names?.includes(name))
  if (named !== undefined) return { topic: named, at: Number.POSITIVE_INFINITY }
  for (const topic of topics) {
    const at = topic.files.findIndex((each) => holds(each, file))
    if (at >= 0) return { topic, at }
  }
  const rest = topics.find((topic) => topic.rest)
  return rest && { topic: rest, at: Number.POSITIVE_INFINITY }
}

/** The exports that none of the topics takes. */
export const unplaced = (topics: readonly Topic[], entries: readonly Entry[]): readonly string[] =>
  entries.filter((entry) => placeOf(topics, entry) === undefined).map(({ name, file }) => `${name} of ${file}`)

/** The exports of a module by topic, in the order of the topic's files and of what stands in them. */
export const sortedInto = (
  topics: readonly Topic[],
  entries: readonly Entry[],
): readonly (Topic & { readonly entries: readonly Entry[] })[] => {
  const left = unplaced(topics, entries)
  if (left.length > 0)
    throw new Error(`no page of the reference is for ${left.join(', ')}: see docs/.vitepress/reference/topics.ts`)
  return topics.map((topic) => ({
    ...topic,
    entries: entries
      .flatMap((entry) => {
        const place = placeOf(topics, entry)
        return place?.topic === topic ? [{ entry, at: place.at }] : []
      })
      .toSorted(
        (a, b) =>
          (a.at === b.at ? 0 : a.at - b.at) || a.entry.file.localeCompare(b.entry.file) || a.entry.at - b.entry.at,
      )
      .map(({ entry }) => entry),
  }))
}
