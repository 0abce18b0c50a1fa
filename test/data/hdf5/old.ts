/**
 * HDF5 files in the format of the first version, by hand: the library here writes only later ones, whose checksums turn
 * most damage away at the door, while the files of the world (h5py's) are in this one. Written after the HDF5 File
 * Format Specification: superblock 0, a group as a B-tree over a symbol table and a heap of names, contiguous datasets.
 */
export interface OldDataset {
  readonly name: string
  readonly shape: readonly number[]
  /** A datatype message. */
  readonly type: readonly number[]
  readonly bytes: Uint8Array
  /** One attribute, of no axes. */
  readonly attribute?: Omit<OldDataset, 'shape' | 'attribute'>
}

const number = (value: number | bigint, width: number): readonly number[] =>
  Array.from({ length: width }, (_, index) => Number((BigInt(value) >> BigInt(8 * index)) & 255n))

const nowhere: readonly number[] = Array(8).fill(255)

const padded = (bytes: readonly number[], length: number): readonly number[] => [
  ...bytes,
  ...Array(length - bytes.length).fill(0),
]

const toEight = (bytes: readonly number[]): readonly number[] => padded(bytes, 8 * Math.ceil(bytes.length / 8))

const text = (name: string): readonly number[] => toEight([...Buffer.from(`${name}\0`)])

/** An integer: class 0, version 1; bit 0 for big-endian, bit 3 for signed; no offset, full precision. */
export const integer = (width: number, { signed = true, big = false } = {}): readonly number[] => [
  ...[0x10, Number(big) + 8 * Number(signed), 0, 0],
  ...[...number(width, 4), ...number(0, 2), ...number(8 * width, 2)],
]

/** A float64: class 1; the leading bit of the mantissa is implied; sign at 63, exponent of 11 bits at 52, bias 1023. */
export const double: readonly number[] = [
  ...[0x11, 0x20, 63, 0, ...number(8, 4), ...number(0, 2), ...number(64, 2)],
  ...[52, 11, 0, 52, ...number(1023, 4)],
]

/** What h5py makes of truths: an enumeration of FALSE and TRUE over signed bytes. */
export const truth: readonly number[] = [
  ...[0x18, 2, 0, 0, ...number(1, 4)],
  ...[...integer(1), ...text('FALSE'), ...text('TRUE'), 0, 1],
]

const message = (type: number, body: readonly number[]): readonly number[] => {
  const whole = toEight(body)
  return [...number(type, 2), ...number(whole.length, 2), 0, 0, 0, 0, ...whole]
}

const header = (messages: readonly (readonly number[])[]): readonly number[] => {
  const body = messages.flat()
  return [1, 0, ...number(messages.length, 2), ...number(1, 4), ...number(body.length, 4), 0, 0, 0, 0, ...body]
}

const dataspace = (shape: readonly number[]): readonly number[] => [
  ...[1, shape.length, 0, 0, 0, 0, 0, 0],
  ...shape.flatMap((extent) => number(extent, 8)),
]

const attributeMessage = ({ name, type, bytes }: NonNullable<OldDataset['attribute']>): readonly number[] => {
  const sizes = [name.length + 1, type.length, dataspace([]).length]
  return message(12, [
    ...[1, 0, ...sizes.flatMap((size) => number(size, 2))],
    ...[...text(name), ...toEight(type), ...toEight(dataspace([])), ...bytes],
  ])
}

const datasetHeader = ({ shape, type, bytes, attribute }: OldDataset, address: number): readonly number[] =>
  header([
    message(1, dataspace(shape)),
    message(3, type),
    // Version 3, contiguous.
    message(8, [3, 1, ...number(address, 8), ...number(bytes.length, 8)]),
    ...(attribute === undefined ? [] : [attributeMessage(attribute)]),
  ])

/** Up to eight datasets in the root group. */
export const oldFile = (unsorted: readonly OldDataset[]): Uint8Array => {
  const datasets = unsorted.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const names = datasets.map(({ name }) => text(name))
  const nameAt = names.map((_, index) => 8 + names.slice(0, index).flat().length)
  const heapSize = 8 + names.flat().length
  const [root, tree, heap, heapData] = [96, 136, 680, 712]
  const symbols = heapData + heapSize
  const headers = symbols + 8 + 8 * 40
  const headerAt = datasets.map((_, index) =>
    datasets.slice(0, index).reduce((at, dataset) => at + datasetHeader(dataset, 0).length, headers),
  )
  const data = datasets.reduce((at, dataset) => at + datasetHeader(dataset, 0).length, headers)
  const dataAt = datasets.map((_, index) =>
    datasets.slice(0, index).reduce((at, { bytes }) => at + 8 * Math.ceil(bytes.length / 8), data),
  )
  const end = datasets.reduce((at, { bytes }) => at + 8 * Math.ceil(bytes.length / 8), data)
  const entry = (name: number, address: number, scratch: readonly number[]): readonly number[] => [
    ...[...number(name, 8), ...number(address, 8), ...number(scratch.length > 0 ? 1 : 0, 4), 0, 0, 0, 0],
    ...padded(scratch, 16),
  ]
  const group = [...number(tree, 8), ...number(heap, 8)]
  return Uint8Array.from([
    ...[0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0, 0, 8, 8, 0, ...number(4, 2), ...number(16, 2)],
    ...[0, 0, 0, 0, ...number(0, 8), ...nowhere, ...number(end, 8), ...nowhere, ...entry(0, root, group)],
    ...header([message(0x11, group)]),
    ...padded(
      [
        ...[...Buffer.from('TREE'), 0, 0, ...number(1, 2), ...nowhere, ...nowhere],
        ...[...number(0, 8), ...number(symbols, 8), ...number(nameAt.at(-1) ?? 0, 8)],
      ],
      heap - tree,
    ),
    ...[...Buffer.from('HEAP'), 0, 0, 0, 0, ...number(heapSize, 8), ...number(1, 8), ...number(heapData, 8)],
    ...[0, 0, 0, 0, 0, 0, 0, 0, ...names.flat()],
    ...padded(
      [
        ...[...Buffer.from('SNOD'), 1, 0, ...number(datasets.length, 2)],
        ...datasets.flatMap((_, index) => entry(nameAt[index], headerAt[index], [])),
      ],
      8 + 8 * 40,
    ),
    ...datasets.flatMap((dataset, index) => datasetHeader(dataset, dataAt[index])),
    ...datasets.flatMap(({ bytes }) => toEight([...bytes])),
  ])
}

/** Integers of both orders, truths and doubles. */
export const old = (): Uint8Array => {
  const attribute = { name: 'offset', type: integer(4, { big: true }), bytes: Uint8Array.of(0, 0, 1, 0) }
  const big = Uint8Array.of(0, 0, 1, 0, 255, 255, 255, 254)
  return oldFile([
    { name: 'little', shape: [2, 2], type: integer(2), bytes: Uint8Array.of(1, 0, 2, 0, 255, 255, 0, 128) },
    { name: 'big', shape: [2], type: integer(4, { big: true }), bytes: big, attribute },
    { name: 'truths', shape: [3], type: truth, bytes: Uint8Array.of(1, 0, 1) },
    { name: 'doubles', shape: [1], type: double, bytes: new Uint8Array(Float64Array.of(0.1).buffer) },
  ])
}
