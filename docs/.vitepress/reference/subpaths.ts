import { core } from './core.js'
import { type Subpath, type Topic, within } from './topics.js'

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
