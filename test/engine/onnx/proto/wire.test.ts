import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AttributeProto,
  attributeTypes,
  decode,
  encode,
  type GraphProto,
  type ModelProto,
  modelSchema,
  type NodeProto,
  type TensorProto,
  WireFault,
} from '../../../../src/engine/onnx/proto/index.js'

const tensor: TensorProto = {
  dims: [2, 0],
  dataType: 1,
  floatData: [0.5, -0, Number.POSITIVE_INFINITY],
  int32Data: [-1, 2 ** 31 - 1],
  stringData: [Uint8Array.of(255, 0)],
  int64Data: [-(2 ** 53), 2 ** 40],
  name: 'é',
  rawData: Uint8Array.of(1, 2, 3),
  doubleData: [Math.PI],
  uint64Data: [2 ** 52],
  externalData: [{ key: 'location', value: 'a.bin' }],
  dataLocation: 1,
}
const emptyGraph: GraphProto = {
  node: [],
  initializer: [],
  input: [],
  output: [],
  valueInfo: [],
  sparseInitializer: [],
}
const attribute = (rest: Partial<AttributeProto>): AttributeProto => ({
  floats: [],
  ints: [],
  strings: [],
  tensors: [],
  graphs: [],
  ...rest,
})
const node: NodeProto = {
  input: ['x', '', 'y'],
  output: ['z'],
  opType: 'If',
  attribute: [
    attribute({ name: 'i', i: -3, type: attributeTypes.int }),
    attribute({ name: 'f', f: 0.25, floats: [1, 2], ints: [-1, 0, 2 ** 40] }),
    attribute({ name: 'g', g: { ...emptyGraph, name: 'inner' }, t: tensor }),
  ],
}
const model: ModelProto = {
  irVersion: 10,
  producerName: 'x'.repeat(300),
  graph: {
    ...emptyGraph,
    node: [node],
    initializer: [tensor],
    input: [{ name: 'x', type: { tensorType: { elemType: 1, shape: { dim: [{ dimValue: 0 }, { dimParam: 'N' }] } } } }],
  },
  opsetImport: [{ domain: '', version: 22 }],
  metadataProps: [],
  functions: [],
}
const bytes = encode(modelSchema, model)

/** What decoding comes to: anything but a WireFault is a mistake. */
const outcome = (encoded: Uint8Array): 'read' | 'refused' => {
  try {
    decode(modelSchema, encoded)
    return 'read'
  } catch (error) {
    if (error instanceof WireFault) return 'refused'
    throw error
  }
}

describe('a message', () => {
  it('comes back from its bytes', () => expect(decode(modelSchema, bytes)).toEqual(model))

  it('of numbers with or without tags between them is the same', () => {
    // Field 8 (ints) of an attribute, packed as newer writers have it.
    const packed = Uint8Array.of(0x3a, 10, 0x0a, 8, 0x2a, 6, 0x42, 4, 1, 2, 0xac, 0x02)
    const { graph } = decode(modelSchema, packed)
    expect(graph?.node[0].attribute[0].ints).toEqual([1, 2, 300])
  })

  it('leaves out fields that it does not know', () => {
    const unknown = Uint8Array.of(0xa2, 0x06, 2, 9, 9)
    const joined = Uint8Array.from([...unknown, ...bytes])
    expect(decode(modelSchema, joined)).toEqual(model)
  })
})

describe('bytes that are none', () => {
  it('are refused wherever they end too early, or are a shorter message', () => {
    for (let length = 0; length < bytes.length; length++) {
      const cut = bytes.slice(0, length)
      if (outcome(cut) === 'read') expect(encode(modelSchema, decode(modelSchema, cut))).toEqual(cut)
    }
    expect(outcome(bytes.slice(0, bytes.length - 1))).toBe('refused')
  })

  it('are refused or read, never anything else', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (any) => ['read', 'refused'].includes(outcome(any))))
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
        const damaged = bytes.slice()
        damaged[at] = byte
        return ['read', 'refused'].includes(outcome(damaged))
      }),
      { numRuns: 2000 },
    )
  })

  it('are refused where the messages are too deep', () => {
    // Graph in attribute in node in graph: each level a tag and a length.
    let inner: Uint8Array = new Uint8Array()
    const within = (field: number, body: Uint8Array): Uint8Array => {
      const length = []
      for (let left = body.length; ; left >>>= 7) {
        length.push(left > 127 ? (left & 127) | 128 : left)
        if (left <= 127) break
      }
      return Uint8Array.from([(field << 3) | 2, ...length, ...body])
    }
    for (let level = 0; level < 100; level++) inner = within(1, within(5, within(6, inner)))
    expect(() => decode(modelSchema, within(7, inner))).toThrow('messages are more than 200 deep')
  })

  it('are refused where there are too many messages in them', () => {
    const many = new Uint8Array(2 * 2_000_001)
    for (let at = 0; at < many.length; at += 2) many[at] = 0x42
    expect(() => decode(modelSchema, many)).toThrow('there are more than 2000000 messages')
  })

  it('say where', () => {
    expect(() => decode(modelSchema, Uint8Array.of(0x08, 0x0a, 0x3a, 0x7f))).toThrow(
      expect.objectContaining({ message: 'field graph is longer than what holds it', offset: 2 }),
    )
    expect(() => decode(modelSchema, Uint8Array.of(0x0d, 0, 0, 0, 0))).toThrow(
      'field irVersion is of wire type 5, not 0',
    )
  })
})
