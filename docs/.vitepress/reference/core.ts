import { type Topic, within } from './topics.js'

/** Files of operations, and those of the options that they take. */
const operations = (names: string, options?: string): readonly string[] => [
  ...within('graph/operations', names),
  ...(options === undefined ? [] : within('graph/signatures', options)),
]

/** The pages of `cotangent` itself. */
export const core: readonly Topic[] = [
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
      ...within('graph/signatures', 'transforms sparse'),
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
