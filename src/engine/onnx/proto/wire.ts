import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire'

/** Thrown by `decode` at bytes that are no such message. */
export class WireFault extends Error {
  /** Bytes from the beginning. */
  readonly offset: number

  constructor(problem: string, offset: number) {
    super(problem)
    this.offset = offset
  }
}

/** How one value of a field is written and read; those `packable` may follow each other without tags. */
interface Scalar<T> {
  readonly wire: WireType
  readonly packable: boolean
  readonly read: (reader: BinaryReader) => T
  readonly write: (writer: BinaryWriter, value: T) => void
}

/** Whole numbers of 64 bits as numbers: those beyond 2^53 are the nearest double. */
const int64: Scalar<number> = {
  wire: WireType.Varint,
  packable: true,
  read: (reader) => Number(reader.int64()),
  write: (writer, value) => writer.int64(BigInt(value)),
}

const int32: Scalar<number> = {
  wire: WireType.Varint,
  packable: true,
  read: (reader) => reader.int32(),
  write: (writer, value) => writer.int32(value),
}

const uint64: Scalar<number> = {
  wire: WireType.Varint,
  packable: true,
  read: (reader) => Number(reader.uint64()),
  write: (writer, value) => writer.uint64(BigInt(value)),
}

const float: Scalar<number> = {
  wire: WireType.Bit32,
  packable: true,
  read: (reader) => reader.float(),
  write: (writer, value) => writer.float(value),
}

const double: Scalar<number> = {
  wire: WireType.Bit64,
  packable: true,
  read: (reader) => reader.double(),
  write: (writer, value) => writer.double(value),
}

const string: Scalar<string> = {
  wire: WireType.LengthDelimited,
  packable: false,
  read: (reader) => reader.string(),
  write: (writer, value) => writer.string(value),
}

/** Read, it is a part of the bytes of the message. */
const bytes: Scalar<Uint8Array> = {
  wire: WireType.LengthDelimited,
  packable: false,
  read: (reader) => reader.bytes(),
  write: (writer, value) => writer.bytes(value),
}

/** The scalars of protocol buffers that ONNX uses. */
export const scalars = { int64, int32, uint64, float, double, string, bytes } as const

/** A field: its number, and what it holds. A message is asked for late, since messages hold each other. */
interface Field {
  readonly number: number
  readonly repeated: boolean
  /** Repeated numbers are written one after the other, without tags. */
  readonly packed: boolean
  readonly scalar?: Scalar<unknown>
  readonly message?: () => Schema<unknown>
}

/** What is known of a message of type `M`: its fields by their names. */
export interface Schema<M> {
  readonly names: readonly (keyof M & string)[]
  readonly fields: Readonly<Record<string, Field>>
  readonly byNumber: ReadonlyMap<number, string>
}

/** A field of a message that holds a `T`. */
export interface Holds<T> extends Field {
  /** Never there: it keeps fields of different types apart. */
  readonly holds?: (value: T) => T
}

type Fields<M> = { readonly [K in keyof M]-?: Holds<Exclude<M[K], undefined>> }

export const one = <T>(number: number, scalar: Scalar<T>): Holds<T> => ({
  number,
  repeated: false,
  packed: false,
  scalar: scalar as Scalar<unknown>,
})

export const many = <T>(number: number, scalar: Scalar<T>, packed = false): Holds<readonly T[]> => ({
  number,
  repeated: true,
  packed,
  scalar: scalar as Scalar<unknown>,
})

export const oneOf = <M>(number: number, message: () => Schema<M>): Holds<M> => ({
  number,
  repeated: false,
  packed: false,
  message: message as () => Schema<unknown>,
})

export const manyOf = <M>(number: number, message: () => Schema<M>): Holds<readonly M[]> => ({
  number,
  repeated: true,
  packed: false,
  message: message as () => Schema<unknown>,
})

export const schema = <M>(fields: Fields<M>): Schema<M> => {
  const names = Object.keys(fields) as (keyof M & string)[]
  const byNumber = new Map(names.map((name) => [fields[name].number, name]))
  return { names, fields: fields as Readonly<Record<string, Field>>, byNumber }
}

const writeField = (writer: BinaryWriter, field: Field, value: unknown): void => {
  if (field.message !== undefined) {
    writer.tag(field.number, WireType.LengthDelimited).fork()
    writeMessage(writer, field.message(), value)
    writer.join()
    return
  }
  const scalar = field.scalar as Scalar<unknown>
  writer.tag(field.number, scalar.wire)
  scalar.write(writer, value)
}

const writeMessage = <M>(writer: BinaryWriter, { names, fields }: Schema<M>, message: M): void => {
  for (const name of names) {
    const field = fields[name]
    const value = message[name] as unknown
    if (value === undefined) continue
    if (!field.repeated) {
      writeField(writer, field, value)
      continue
    }
    const values = value as readonly unknown[]
    if (!field.packed) for (const each of values) writeField(writer, field, each)
    else if (values.length > 0) {
      writer.tag(field.number, WireType.LengthDelimited).fork()
      for (const each of values) (field.scalar as Scalar<unknown>).write(writer, each)
      writer.join()
    }
  }
}

/** A message as bytes; a field that is undefined is left out. */
export const encode = <M>(schema: Schema<M>, message: M): Uint8Array => {
  const writer = new BinaryWriter()
  writeMessage(writer, schema, message)
  return writer.finish()
}

/** Messages within messages are read so deep: more than any model has, less than the stack bears. */
const deepest = 200

/**
 * So many messages within one are read: an empty one takes two bytes of a file and some hundred of memory, so that a file
 * could ask for fifty times its size. The largest models in use have some 100,000.
 */
const mostMessages = 2_000_000

interface Reading {
  readonly reader: BinaryReader
  left: number
}

const readPacked = (reader: BinaryReader, scalar: Scalar<unknown>, end: number, values: unknown[]): void => {
  while (reader.pos < end) values.push(scalar.read(reader))
  if (reader.pos > end) throw new WireFault('a list of numbers ends within one', reader.pos)
}

const readMessage = <M>(reading: Reading, schema: Schema<M>, end: number, depth: number): M => {
  const { reader } = reading
  if (depth > deepest) throw new WireFault(`messages are more than ${deepest} deep`, reader.pos)
  if (--reading.left < 0) throw new WireFault(`there are more than ${mostMessages} messages`, reader.pos)
  const message: Record<string, unknown> = {}
  for (const name of schema.names) if (schema.fields[name].repeated) message[name] = []
  while (reader.pos < end) {
    const start = reader.pos
    const [number, wire] = reader.tag()
    const name = schema.byNumber.get(number)
    if (name === undefined) {
      reader.skip(wire, number)
      continue
    }
    const { repeated, scalar, message: inner } = schema.fields[name]
    const expected = scalar?.wire ?? WireType.LengthDelimited
    const packed = repeated && scalar?.packable === true && wire === WireType.LengthDelimited
    if (wire !== expected && !packed)
      throw new WireFault(`field ${name} is of wire type ${wire}, not ${expected}`, start)
    const lengthTo = (): number => {
      const length = reader.uint32()
      if (reader.pos + length > end) throw new WireFault(`field ${name} is longer than what holds it`, start)
      return reader.pos + length
    }
    if (packed) {
      readPacked(reader, scalar, lengthTo(), message[name] as unknown[])
      continue
    }
    const value =
      scalar === undefined
        ? readMessage(reading, (inner as () => Schema<unknown>)(), lengthTo(), depth + 1)
        : scalar.read(reader)
    if (repeated) (message[name] as unknown[]).push(value)
    else message[name] = value
  }
  if (reader.pos > end) throw new WireFault('a message ends within a field', reader.pos)
  return message as M
}

/** The message that bytes are, unknown fields left out; or a WireFault. Bytes within it are parts of those given. */
export const decode = <M>(schema: Schema<M>, encoded: Uint8Array): M => {
  const reading = { reader: new BinaryReader(encoded), left: mostMessages }
  try {
    return readMessage(reading, schema, encoded.length, 0)
  } catch (error) {
    // What the reader throws where bytes end too early or are no tag, number or text.
    if (error instanceof WireFault) throw error
    if (error instanceof Error) throw new WireFault(error.message, Math.min(reading.reader.pos, encoded.length))
    throw error
  }
}
