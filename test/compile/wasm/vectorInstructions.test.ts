import { describe, expect, it } from 'vitest'
import {
  type Code,
  f32x4,
  f64x2,
  hasRelaxedInstructions,
  i32,
  i32x4,
  i64x2,
  Module,
  type Splat,
  type Value,
  type ValueType,
  type Variable,
} from '../../../src/compile/wasm/index.js'
import {
  type LaneInstruction,
  type LaneStore,
  laneInstructions,
  laneStores,
  type PartialLoad,
  partialLoads,
  vectorInstructions,
} from '../../../src/compile/wasm/vectorInstructions.js'
import { uniformNumbers } from '../../engine/agreement.js'
import {
  each,
  every,
  type Kind,
  lanesOf,
  type Meaning,
  made,
  narrowed,
  nearest,
  saturated,
  shifted,
  signs,
  some,
  splatted,
  test,
  vectorOf,
} from './lanes.js'

const memory = new WebAssembly.Memory({ initial: 1 })
const bytes = new Uint8Array(memory.buffer)
const heap = new DataView(memory.buffer)

const encoded = (write: (code: Code) => void): Uint8Array<ArrayBuffer> => {
  const module = new Module({ namespace: 'env', memory: 'memory', functions: {} })
  const code = module.define()
  write(code)
  module.export('run', code)
  return module.encode()
}

const runnable = (module: Uint8Array<ArrayBuffer>): (() => void) => {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module), { env: { memory } })
  return exports.run as () => void
}

const meanings: Readonly<Record<keyof typeof vectorInstructions, Meaning>> = {
  'i32x4.splat': splatted('i32', 4),
  'i64x2.splat': splatted('i64', 2),
  'f32x4.splat': splatted('f32', 4),
  'f64x2.splat': splatted('f64', 2),
  'i32x4.eq': test('i32', (a, b) => a === b),
  'i32x4.ne': test('i32', (a, b) => a !== b),
  'i32x4.lt_s': test('i32', (a, b) => a < b),
  'i32x4.gt_s': test('i32', (a, b) => a > b),
  'i32x4.le_s': test('i32', (a, b) => a <= b),
  'i32x4.ge_s': test('i32', (a, b) => a >= b),
  'f32x4.eq': test('f32', (a, b) => a === b),
  'f32x4.ne': test('f32', (a, b) => a !== b),
  'f32x4.lt': test('f32', (a, b) => a < b),
  'f32x4.le': test('f32', (a, b) => a <= b),
  'f64x2.eq': test('f64', (a, b) => a === b),
  'f64x2.ne': test('f64', (a, b) => a !== b),
  'f64x2.lt': test('f64', (a, b) => a < b),
  'f64x2.le': test('f64', (a, b) => a <= b),
  'v128.not': each('i32', (a) => ~a),
  'v128.and': each('i32', (a, b) => a & b),
  'v128.andnot': each('i32', (a, b) => a & ~b),
  'v128.or': each('i32', (a, b) => a | b),
  'v128.xor': each('i32', (a, b) => a ^ b),
  'v128.bitselect': each('i32', (a, b, c) => (a & c) | (b & ~c)),
  'v128.any_true': some('i32'),
  'f32x4.demote_f64x2_zero': made('f64', 0, 2, 'f32'),
  'f64x2.promote_low_f32x4': made('f32', 0, 2, 'f64'),
  'i8x16.narrow_i16x8_u': narrowed('i16', 'u8', 2 ** 8 - 1),
  'f32x4.ceil': each('f32', Math.ceil),
  'f32x4.floor': each('f32', Math.floor),
  'f32x4.trunc': each('f32', Math.trunc),
  'f32x4.nearest': each('f32', nearest),
  'f64x2.ceil': each('f64', Math.ceil),
  'f64x2.floor': each('f64', Math.floor),
  'f64x2.trunc': each('f64', Math.trunc),
  'f64x2.nearest': each('f64', nearest),
  'i16x8.narrow_i32x4_u': narrowed('i32', 'u16', 2 ** 16 - 1),
  'i16x8.extend_low_i8x16_u': made('u8', 0, 8, 'i16'),
  'i32x4.abs': each('i32', Math.abs),
  'i32x4.neg': each('i32', (a) => -a),
  'i32x4.all_true': every('i32'),
  'i32x4.bitmask': signs('i32'),
  'i32x4.extend_low_i16x8_u': made('u16', 0, 4, 'i32'),
  'i32x4.shl': shifted('i32', (x, count) => x << count),
  'i32x4.shr_s': shifted('i32', (x, count) => x >> count),
  'i32x4.shr_u': shifted('u32', (x, count) => x >>> count),
  'i32x4.add': each('i32', (a, b) => a + b),
  'i32x4.sub': each('i32', (a, b) => a - b),
  'i32x4.mul': each('i32', Math.imul),
  'i32x4.min_s': each('i32', Math.min),
  'i32x4.max_s': each('i32', Math.max),
  'i64x2.all_true': every('i64'),
  'i64x2.bitmask': signs('i64'),
  'i64x2.extend_low_i32x4_s': made('i32', 0, 2, 'i64', BigInt),
  'i64x2.extend_high_i32x4_s': made('i32', 2, 2, 'i64', BigInt),
  'i64x2.shl': shifted('i64', (x, count) => x << count),
  'i64x2.shr_s': shifted('i64', (x, count) => x >> count),
  'i64x2.shr_u': shifted('u64', (x, count) => x >> count),
  'i64x2.add': each('i64', (a, b) => a + b),
  'i64x2.sub': each('i64', (a, b) => a - b),
  'i64x2.eq': test('i64', (a, b) => a === b),
  'f32x4.abs': each('f32', Math.abs),
  'f32x4.neg': each('f32', (a) => -a),
  'f32x4.sqrt': each('f32', Math.sqrt),
  'f32x4.add': each('f32', (a, b) => a + b),
  'f32x4.sub': each('f32', (a, b) => a - b),
  'f32x4.mul': each('f32', (a, b) => a * b),
  'f32x4.div': each('f32', (a, b) => a / b),
  'f32x4.min': each('f32', Math.min),
  'f32x4.max': each('f32', Math.max),
  'f32x4.pmin': each('f32', (a, b) => (b < a ? b : a)),
  'f32x4.pmax': each('f32', (a, b) => (a < b ? b : a)),
  'f64x2.abs': each('f64', Math.abs),
  'f64x2.neg': each('f64', (a) => -a),
  'f64x2.sqrt': each('f64', Math.sqrt),
  'f64x2.add': each('f64', (a, b) => a + b),
  'f64x2.sub': each('f64', (a, b) => a - b),
  'f64x2.mul': each('f64', (a, b) => a * b),
  'f64x2.div': each('f64', (a, b) => a / b),
  'f64x2.min': each('f64', Math.min),
  'f64x2.max': each('f64', Math.max),
  'f64x2.pmin': each('f64', (a, b) => (b < a ? b : a)),
  'f64x2.pmax': each('f64', (a, b) => (a < b ? b : a)),
  'i32x4.trunc_sat_f32x4_s': made('f32', 0, 4, 'i32', saturated),
  'f32x4.convert_i32x4_s': made('i32', 0, 4, 'f32'),
  'i32x4.trunc_sat_f64x2_s_zero': made('f64', 0, 2, 'i32', saturated),
  'f64x2.convert_low_i32x4_s': made('i32', 0, 2, 'f64'),
  'f32x4.relaxed_madd': each('f32', (a, b, c) => a * b + c),
  'f64x2.relaxed_madd': each('f64', (a, b, c) => a * b + c),
  'f32x4.relaxed_nmadd': each('f32', (a, b, c) => c - a * b),
  'f64x2.relaxed_nmadd': each('f64', (a, b, c) => c - a * b),
  'i32x4.relaxed_laneselect': each('i32', (a, b, c) => (a & c) | (b & ~c)),
  'i64x2.relaxed_laneselect': each('i64', (a, b, c) => (a & c) | (b & ~c)),
}

const size = 16
const resultAt = 4 * size

const load = (code: Code, type: ValueType, index: number): Value =>
  type === 'i64'
    ? code.apply('i64.reinterpret_f64', code.load('f64', i32(size * index)))
    : code.load(type, i32(size * index))

const store = (code: Code, result: Variable): void => {
  if (result.type === 'i64')
    code.store('f64', i32(resultAt), code.apply('f64.reinterpret_i64', result as Variable<'i64'>))
  else code.store(result.type as 'v128', i32(resultAt), result as Variable<'v128'>)
}

const put = {
  i32: (value: any, at: number) => heap.setInt32(at, value, true),
  i64: (value: any, at: number) => heap.setBigInt64(at, value, true),
  f32: (value: any, at: number) => heap.setFloat32(at, value, true),
  f64: (value: any, at: number) => heap.setFloat64(at, value, true),
  v128: (value: any, at: number) => bytes.set(value, at),
} as const

const get = {
  i32: () => heap.getInt32(resultAt, true),
  i64: () => heap.getBigInt64(resultAt, true),
  f32: () => heap.getFloat32(resultAt, true),
  f64: () => heap.getFloat64(resultAt, true),
} as const

// --- samples

const random = uniformNumbers(11)
const floats = [0, -0, 0.5, -0.5, 1.5, -2.5, 3, -3.75, 1e-40, 5e-324, -1e9, 1e10, 3e38, 1e300]
  .concat([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
  .toSorted(() => random() - 0.5)
const integers = [0, -1, 1, 2, -3, 70_000, -70_000, 300, 2 ** 31 - 1, -(2 ** 31), 255, -255, 65_535, 40, -40, 6]
const small = [3, -2, 7, 5]

/** Vectors whose lanes are drawn from numbers, every one of which comes into every lane. */
const drawn = (kind: Kind, numbers: readonly any[], count: number): readonly Uint8Array[] =>
  numbers.map((_, start) =>
    vectorOf(
      kind,
      Array.from({ length: count }, (_, lane) => numbers[(start + lane * 5) % numbers.length]),
    ),
  )

const noise = Array.from({ length: 8 }, () => Uint8Array.from({ length: size }, () => Math.floor(random() * 256)))

const vectors = [
  ...drawn('f64', floats, 2),
  ...drawn('f32', floats, 4),
  ...drawn('i32', integers, 4),
  ...drawn('u8', [0, 255, 1, 128, 7], 16),
  ...noise,
]

const samples: Readonly<Record<ValueType, readonly any[]>> = {
  i32: [0, 1, 5, 31, 32, 33, 63, 65, -1],
  i64: [0n, 1n, -1n, 2n ** 62n],
  f32: floats.map(Math.fround),
  f64: floats,
  v128: vectors,
}

/** Operands at which the relaxed ones may give but one thing: sums of products that are not rounded, and truth values. */
const [singles, doubles] = [drawn('f32', small, 4), drawn('f64', small, 2)]
const relaxed: Readonly<Record<string, readonly (readonly any[])[]>> = {
  'f32x4.relaxed_madd': [singles, singles, singles],
  'f64x2.relaxed_madd': [doubles, doubles, doubles],
  'f32x4.relaxed_nmadd': [singles, singles, singles],
  'f64x2.relaxed_nmadd': [doubles, doubles, doubles],
  'i32x4.relaxed_laneselect': [vectors, vectors, drawn('i32', [0, -1, -1, 0, -1], 4)],
  'i64x2.relaxed_laneselect': [vectors, vectors, drawn('i64', [0n, -1n, -1n], 2)],
}

const choices = (instruction: string, types: readonly ValueType[]): readonly (readonly any[])[] => {
  const lists = relaxed[instruction] ?? types.map((type) => samples[type])
  const third = lists[2]
  if (third === undefined)
    return lists.reduce<readonly (readonly any[])[]>(
      (rows, list) => rows.flatMap((row) => list.map((value) => [...row, value])),
      [[]],
    )
  return lists[0].flatMap((a, index) =>
    lists[1].map((b, other) => [a, b, third[(3 * index + 5 * other) % third.length]]),
  )
}

/** What was stored as a result, as the expected outcome has it. */
const found = (type: ValueType, kind: Kind | undefined): unknown =>
  type === 'v128' ? lanesOf(kind as Kind, bytes.slice(resultAt, resultAt + size)) : get[type]()

const areSame = (expected: readonly unknown[], lanes: readonly unknown[]): boolean =>
  expected.every((lane, index) => Object.is(lane, lanes[index]))

describe('instructions on vectors', () => {
  it.each(Object.keys(vectorInstructions) as (keyof typeof vectorInstructions)[])('%s', (instruction) => {
    const [, types, result] = vectorInstructions[instruction]
    const module = encoded((code) => {
      const apply = code.apply.bind(code) as (instruction: string, ...operands: readonly Value[]) => Variable
      store(code, apply(instruction, ...types.map((type, index) => load(code, type, index))))
    })
    if (instruction in relaxed) expect(WebAssembly.validate(module)).toBe(hasRelaxedInstructions())
    if (instruction in relaxed && !hasRelaxedInstructions()) return
    const run = runnable(module)
    const fault = choices(instruction, types).find((operands) => {
      operands.forEach((operand, index) => {
        put[types[index]](operand, index * size)
      })
      run()
      const outcome = meanings[instruction](...operands)
      return typeof outcome === 'object'
        ? !areSame(outcome.lanes, found(result, outcome.kind) as readonly unknown[])
        : found(result, undefined) !== outcome
    })
    expect(fault).toBeUndefined()
  })
})

describe('instructions on lanes', () => {
  const kinds = { i32x4: 'i32', i64x2: 'i64', f32x4: 'f32', f64x2: 'f64' } as const

  it.each(Object.keys(laneInstructions) as LaneInstruction[])('%s', (instruction) => {
    const [shape, name] = instruction.split('.') as [keyof typeof kinds, string]
    const kind = kinds[shape]
    const count = Number(shape.at(-1))
    for (let lane = 0; lane < count; lane++) {
      const [, types, result] = laneInstructions[instruction]
      const run = runnable(
        encoded((code) => {
          const apply = code.lane.bind(code) as (
            instruction: string,
            lane: number,
            ...operands: readonly Value[]
          ) => Variable
          store(code, apply(instruction, lane, ...types.map((type, index) => load(code, type, index))))
        }),
      )
      for (const vector of vectors) {
        const [number] = samples[kind].slice(1)
        put.v128(vector, 0)
        put[kind](number, size)
        run()
        const lanes = lanesOf(kind, vector)
        const expected = name === 'extract_lane' ? lanes[lane] : lanes.with(lane, number)
        expect(found(result, kind)).toEqual(expected)
      }
    }
  })
})

describe('memory', () => {
  const parts: Readonly<Record<PartialLoad, { bytes: number; repeated: boolean }>> = {
    u32Zero: { bytes: 4, repeated: false },
    u64Zero: { bytes: 8, repeated: false },
    u16Splat: { bytes: 2, repeated: true },
    f32Splat: { bytes: 4, repeated: true },
    f64Splat: { bytes: 8, repeated: true },
  }

  it.each(Object.keys(partialLoads) as PartialLoad[])('loads %s', (part) => {
    bytes.set(noise[0], 3)
    runnable(encoded((code) => code.store('v128', i32(resultAt), code.loadPart(part, i32(1), 2))))()
    const { bytes: count, repeated } = parts[part]
    const expected = Array.from({ length: size }, (_, index) =>
      repeated ? noise[0][index % count] : index < count ? noise[0][index] : 0,
    )
    expect([...bytes.slice(resultAt, resultAt + size)]).toEqual(expected)
  })

  const stores: Readonly<Record<LaneStore, number>> = { u16: 2, u32: 4, u64: 8 }

  it.each(Object.keys(laneStores) as LaneStore[])('stores a lane as %s', (part) => {
    const count = stores[part]
    for (let lane = 0; lane < size / count; lane++) {
      bytes.set(noise[1], 0)
      bytes.fill(99, resultAt, resultAt + size)
      runnable(encoded((code) => code.storeLane(part, lane, i32(resultAt - 5), code.load('v128', i32(0)), 6)))()
      const stored = [...noise[1].subarray(lane * count, (lane + 1) * count)]
      expect([...bytes.slice(resultAt, resultAt + size)]).toEqual([
        99,
        ...stored,
        ...new Array<number>(size - 1 - count).fill(99),
      ])
    }
  })

  it('holds a whole vector, at any address', () => {
    bytes.set(noise[2], 3)
    runnable(encoded((code) => code.store('v128', i32(resultAt), code.load('v128', i32(1), 2), 5)))()
    expect(bytes.slice(resultAt + 5, resultAt + 5 + size)).toEqual(noise[2])
  })

  it('shuffles the bytes of two vectors', () => {
    bytes.set(noise[3], 0)
    bytes.set(noise[4], size)
    const order = [0, 31, 2, 29, 4, 27, 16, 16, 8, 23, 10, 21, 12, 19, 14, 17]
    runnable(
      encoded((code) => {
        const [a, b] = [code.load('v128', i32(0)), code.load('v128', i32(size))]
        code.store('v128', i32(resultAt), code.shuffle(a, b, order))
      }),
    )()
    const both = [...noise[3], ...noise[4]]
    expect([...bytes.slice(resultAt, resultAt + size)]).toEqual(order.map((index) => both[index]))
  })
})

describe('vectors as literals', () => {
  it.each([
    ['f64', f64x2, -0],
    ['f64', f64x2, Math.PI],
    ['f32', f32x4, 0.1],
    ['i32', i32x4, -7],
    ['i32', i32x4, 0],
    ['i64', i64x2, -1n],
    ['i64', i64x2, -(2n ** 40n)],
  ] as const)('have the same %s in every lane', (kind, constant: (value: any) => Value<'v128'>, value) => {
    runnable(encoded((code) => code.store('v128', i32(resultAt), constant(value))))()
    const expected = lanesOf(kind, vectorOf(kind, new Array(kind.endsWith('64') ? 2 : 4).fill(value)))
    expect(found('v128', kind)).toEqual(expected)
  })

  /** How often a vector's bytes stand in others. */
  const occurrences = (module: Uint8Array, vector: Uint8Array): number =>
    module.reduce((count, _, at) => count + Number(vector.every((byte, index) => module[at + index] === byte)), 0)

  it('are made once in a function, also where the first use is in a part that does not run', () => {
    const three = vectorOf('f64', [3, 3])
    const module = encoded((code) => {
      const total = code.variable('v128', f64x2(0))
      code.when(i32(0), () => code.update(total, 'f64x2.add', total, f64x2(3)))
      for (let times = 0; times < 2; times++) code.update(total, 'f64x2.add', total, f64x2(3))
      code.store('v128', i32(resultAt), total)
    })
    expect(occurrences(module, three)).toBe(1)
    runnable(module)()
    expect(found('v128', 'f64')).toEqual([6, 6])
  })

  it('are read from memory where they have an address there', () => {
    const asked: Splat[] = []
    const module = encoded((code) => {
      code.pool((literal) => {
        asked.push(literal)
        return literal.number === 3 ? 2 * size : undefined
      })
      code.store('v128', i32(resultAt), code.apply('f64x2.add', f64x2(3), f64x2(0.5)))
    })
    bytes.set(vectorOf('f64', [10, 20]), 2 * size)
    runnable(module)()
    expect(asked.map(({ number }) => number)).toEqual([3, 0.5])
    expect(found('v128', 'f64')).toEqual([10.5, 20.5])
  })

  it('are read from memory once, and again where control may have come another way', () => {
    for (const taken of [0, 1]) {
      const module = encoded((code) => {
        code.pool(() => 2 * size)
        const total = code.variable('v128', f64x2(3))
        const add = (): void => code.update(total, 'f64x2.add', total, f64x2(3))
        code.when(i32(taken), add, () => {
          add()
          add()
        })
        add()
        add()
        code.store('v128', i32(resultAt), total)
      })
      bytes.set(vectorOf('f64', [10, 20]), 2 * size)
      // One load in front, one in each of the branches, one behind them.
      expect(occurrences(module, new Uint8Array([0xfd, 0x00, 0x04]))).toBe(4)
      runnable(module)()
      expect(found('v128', 'f64')).toEqual(taken ? [40, 80] : [50, 100])
    }
  })
})
