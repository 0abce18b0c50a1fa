import * as h5wasm from 'h5wasm'

type Libver = 'v108' | 'latest'

/** The bytes of a file that the library itself writes. */
const written = async (libver: Libver, fill: (file: h5wasm.File) => void): Promise<Uint8Array> => {
  const { FS } = await h5wasm.ready
  const file = new h5wasm.File('/sample.h5', 'w', { libver })
  fill(file)
  file.close()
  const bytes: unknown = FS.readFile('/sample.h5')
  FS.unlink('/sample.h5')
  if (!(bytes instanceof Uint8Array)) throw new Error('the library wrote no file')
  return bytes
}

/** Images, labels and attributes, as the lessons' files have them. */
export const images = (libver: Libver): Promise<Uint8Array> =>
  written(libver, (file) => {
    const pixels = Uint8Array.from({ length: 24 }, (_, index) => 10 * index)
    const dataset = file.create_dataset({ name: 'images', data: pixels, shape: [2, 2, 2, 3] })
    dataset.create_attribute('scale', Float64Array.of(1, 2, 3), [3])
    dataset.create_attribute('unit', 'levels')
    file.create_attribute('title', 'of images')
    file.create_dataset({ name: 'labels', data: BigInt64Array.of(0n, 1n), shape: [2] })
    file.create_dataset({ name: 'classes', data: ['cat', 'not'], dtype: 'S3' })
  })

/** Chunks, packed and not, in groups with links: some that lead nowhere, one that leads out, one that leads back. */
export const chunks = (libver: Libver): Promise<Uint8Array> =>
  written(libver, (file) => {
    const inner = file.create_group('deep').create_group('er')
    inner.create_dataset({
      name: 'packed',
      data: Float64Array.from({ length: 200 }, (_, index) => index / 7),
      shape: [20, 10],
      chunks: [5, 5],
      compression: 'gzip',
      compression_opts: [4],
    })
    inner.create_dataset({ name: 'floats', data: Float32Array.of(-0, Number.NaN, 2.5), maxshape: [null], chunks: [2] })
    file.create_soft_link('/deep/er/floats', 'soft')
    file.create_soft_link('/nowhere', 'broken')
    file.create_external_link('/etc/passwd', '/x', 'outside')
    file.create_hard_link('/deep', 'deep/er/round')
  })

/** Everything else: scalars, empty ones, strings of any length, integers that no float64 is, a compound. */
export const others = (libver: Libver): Promise<Uint8Array> =>
  written(libver, (file) => {
    file.create_dataset({ name: 'scalar', data: Int32Array.of(7), shape: [] })
    file.create_dataset({ name: 'empty', data: new Float32Array(), shape: [0, 3] })
    file.create_dataset({ name: 'titles', data: ['short', 'a longer one', ''], dtype: 'S' })
    file.create_dataset({ name: 'large', data: BigInt64Array.of(2n ** 40n), shape: [1] })
    file.create_dataset({ name: 'huge', data: BigInt64Array.of(2n ** 53n + 1n), shape: [1] })
    file.create_dataset({
      name: 'pairs',
      data: new Map([
        ['a', Int32Array.of(1, 2)],
        ['b', Int32Array.of(3, 4)],
      ]),
      dtype: [
        ['a', '<i'],
        ['b', '<i'],
      ],
      shape: [2],
    })
  })

/** Forty groups, each with two links to the next one: 2^40 paths. */
export const ladder = (): Promise<Uint8Array> =>
  written('latest', (file) => {
    const paths = Array.from({ length: 41 }, (_, depth) => '/a'.repeat(depth))
    for (const path of paths.slice(1)) {
      file.create_group(path)
      file.create_hard_link(path, `${path.slice(0, -1)}b`)
    }
  })

/** So many bytes, as pixels are. */
export const bytesOf = (count: number): Promise<Uint8Array> =>
  written('v108', (file) => {
    const data = Uint8Array.from({ length: count }, (_, at) => (at * 7) % 251)
    file.create_dataset({ name: 'bytes', data, shape: [count] })
  })

/** Datasets and attributes of 20,000 numbers: 0 and on, 1 and on, ... */
export const long = (): Promise<Uint8Array> =>
  written('latest', (file) => {
    for (const [index, name] of ['a', 'b'].entries()) {
      const numbers = (from: number): Float64Array => Float64Array.from({ length: 20_000 }, (_, at) => from + at)
      const dataset = file.create_dataset({ name, data: numbers(2 * index), shape: [20_000] })
      dataset.create_attribute('also', numbers(2 * index + 1), [20_000])
    }
  })

/** Nothing, in a shape that is beyond exact integers. */
export const impossible = (): Promise<Uint8Array> =>
  written('v108', (file) => {
    const data = new Uint8Array()
    const dataset = file.create_dataset({ name: 'z', data, shape: [1, 0], maxshape: [null, null], chunks: [1, 1] })
    dataset.resize([2 ** 62, 0])
  })

/** A few bytes that claim 2^40 numbers. */
export const boast = (): Promise<Uint8Array> =>
  written('v108', (file) => {
    const dataset = file.create_dataset({ name: 'boast', data: Float32Array.of(1), maxshape: [null], chunks: [4] })
    dataset.resize([2 ** 40])
  })
