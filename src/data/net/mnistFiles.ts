/** One of the four files: what it is called, and what its bytes and its tensor must be. */
export interface MnistFile {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
  readonly shape: readonly number[]
}

/** The files of the MNIST digits (LeCun, Cortes and Burges) as they have been published since 1998. */
export const mnistFiles = {
  trainImages: {
    name: 'train-images-idx3-ubyte.gz',
    bytes: 9912422,
    sha256: '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609',
    shape: [60000, 28, 28],
  },
  trainLabels: {
    name: 'train-labels-idx1-ubyte.gz',
    bytes: 28881,
    sha256: '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c',
    shape: [60000],
  },
  testImages: {
    name: 't10k-images-idx3-ubyte.gz',
    bytes: 1648877,
    sha256: '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6',
    shape: [10000, 28, 28],
  },
  testLabels: {
    name: 't10k-labels-idx1-ubyte.gz',
    bytes: 4542,
    sha256: 'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6',
    shape: [10000],
  },
} as const satisfies Readonly<Record<string, MnistFile>>

/** Folders on the web that hold the four files, tried in this order. */
export const mnistMirrors: readonly string[] = [
  'https://ossci-datasets.s3.amazonaws.com/mnist/',
  'https://storage.googleapis.com/cvdf-datasets/mnist/',
]
