import { describe, expect, it } from 'vitest'
import { type Code, f32, f64, i32, i64, Module, type Value, type Variable } from '../../../src/compile/wasm/index.js'
import { numberInstructions } from '../../../src/compile/wasm/instructions.js'

const memory = new WebAssembly.Memory({ initial: 1 })
const heap = new DataView(memory.buffer)
const reported: number[] = []

/** Runs the function that `write` fills. */
const run = (write: (code: Code, module: Module) => void): void => {
  const module = new Module({ namespace: 'env', memory: 'memory', functions: { report: ['i32'] } })
  const code = module.define()
  write(code, module)
  module.export('run', code)
  const bytes = module.encode()
  expect(WebAssembly.validate(bytes)).toBe(true)
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
    env: { memory, report: (value: number) => reported.push(value) },
  })
  const started = exports.run as () => void
  started()
}

const resultOf = (write: (code: Code, module: Module) => Value<'i32'>): number => {
  run((code, module) => code.store('i32', i32(0), write(code, module)))
  return heap.getInt32(0, true)
}

const floatOf = (write: (code: Code, module: Module) => Value<'f64'>): number => {
  run((code, module) => code.store('f64', i32(8), write(code, module)))
  return heap.getFloat64(8, true)
}

describe('instructions', () => {
  /** Values of every type, chosen so that no two instructions of a type agree on them. */
  const samples = {
    i32: [i32(-10), i32(3)],
    i64: [i64(-7n), i64(3n)],
    f32: [f32(-7.5), f32(3)],
    f64: [f64(-6.5), f64(3)],
  }
  const expected: Readonly<Record<keyof typeof numberInstructions, number | bigint>> = {
    'i32.eqz': 0,
    'i32.eq': 0,
    'i32.ne': 1,
    'i32.lt_s': 1,
    'i32.le_s': 1,
    'i32.ge_u': 1,
    'f64.eq': 0,
    'f64.ne': 1,
    'f64.lt': 1,
    'f64.le': 1,
    'i32.ctz': 1,
    'i32.add': -7,
    'i32.sub': -13,
    'i32.mul': -30,
    'i32.div_s': -3,
    'i32.div_u': 1431655762,
    'i32.rem_s': -1,
    'i32.rem_u': 0,
    'i32.and': 2,
    'i32.or': -9,
    'i32.xor': -11,
    'i32.shl': -80,
    'i32.shr_s': -2,
    'i32.shr_u': 2 ** 29 - 2,
    'i64.and': 1n,
    'i64.or': -5n,
    'i64.shl': -56n,
    'i64.shr_u': 2n ** 61n - 1n,
    'f32.add': -4.5,
    'f32.sub': -10.5,
    'f32.mul': -22.5,
    'f32.div': -2.5,
    'f64.abs': 6.5,
    'f64.neg': 6.5,
    'f64.floor': -7,
    'f64.nearest': -6,
    'f64.sqrt': Number.NaN,
    'f64.add': -3.5,
    'f64.sub': -9.5,
    'f64.mul': -19.5,
    'f64.div': -6.5 / 3,
    'f64.min': -6.5,
    'f64.max': 3,
    'f64.copysign': 6.5,
    'i32.wrap_i64': -7,
    'f32.demote_f64': -6.5,
    'f64.convert_i32_s': -10,
    'f64.promote_f32': -7.5,
    'i64.reinterpret_f64': -0x3fe6000000000000n,
    'f64.reinterpret_i64': Number.NaN,
    'i32.trunc_sat_f64_s': -6,
  }

  it.each(Object.keys(numberInstructions) as (keyof typeof numberInstructions)[])('%s', (instruction) => {
    const [, operands, type] = numberInstructions[instruction]
    run((code) => {
      const apply = code.apply.bind(code) as (instruction: string, ...operands: readonly Value[]) => Variable
      const result = apply(instruction, ...operands.map((operand, index) => samples[operand][index]))
      if (type === 'i64') code.store('f64', i32(0), code.apply('f64.reinterpret_i64', result as Variable<'i64'>))
      else code.store(type, i32(0), result as Variable<'i32'>)
    })
    const read = {
      i32: () => heap.getInt32(0, true),
      i64: () => heap.getBigInt64(0, true),
      f32: () => heap.getFloat32(0, true),
      f64: () => heap.getFloat64(0, true),
    }
    expect(read[type]()).toBe(expected[instruction])
  })
})

describe('code', () => {
  it('holds literals exactly', () => {
    for (const value of [0, -0, Math.PI, 5e-324, Number.MAX_VALUE, Number.NEGATIVE_INFINITY, Number.NaN])
      expect(floatOf(() => f64(value))).toBe(value)
    for (const value of [0, -1, 2 ** 31 - 1, -(2 ** 31)]) expect(resultOf(() => i32(value))).toBe(value)
  })

  it('takes addresses above 2 GiB for what they are', () => expect(resultOf(() => i32(2 ** 32 - 16))).toBe(-16))

  it('loads and stores bytes and floats at offsets', () => {
    const copied = resultOf((code) => {
      code.store('u8', i32(100), i32(0x1ff), 3)
      return code.load('u8', i32(103))
    })
    expect(copied).toBe(0xff)
    run((code) => code.store('f32', i32(4), code.apply('f32.add', f32(0.1), f32(0.2))))
    expect(heap.getFloat32(4, true)).toBe(Math.fround(Math.fround(0.1) + Math.fround(0.2)))
  })

  it('loops, with the label at the start', () => {
    const sum = resultOf((code) => {
      const total = code.variable('i32')
      const left = code.variable('i32', i32(10))
      code.loop((start) => {
        code.update(total, 'i32.add', total, left)
        code.update(left, 'i32.sub', left, i32(1))
        code.branchIf(start, left)
      })
      return total
    })
    expect(sum).toBe(55)
  })

  it('leaves nested blocks for the end that a label names', () => {
    const steps = resultOf((code) => {
      const steps = code.variable('i32')
      code.block((end) => {
        code.loop((start) => {
          code.update(steps, 'i32.add', steps, i32(1))
          code.when(code.apply('i32.eq', steps, i32(5)), () => code.branch(end))
          code.branch(start)
        })
      })
      return steps
    })
    expect(steps).toBe(5)
  })

  it('chooses', () => {
    const chosen = (condition: number): readonly number[] => [
      resultOf((code) => code.select(i32(condition), i32(1), i32(2))),
      resultOf((code) => {
        const result = code.variable('i32', i32(9))
        code.when(
          i32(condition),
          () => code.assign(result, i32(1)),
          () => code.assign(result, i32(2)),
        )
        return result
      }),
      resultOf((code) => {
        const result = code.variable('i32', i32(9))
        code.when(i32(condition), () => code.assign(result, i32(1)))
        return result
      }),
    ]
    expect(chosen(1)).toEqual([1, 1, 1])
    expect(chosen(0)).toEqual([2, 2, 9])
  })

  it('runs only one of two bodies that give a value', () => {
    reported.length = 0
    const chosen = (condition: number): number =>
      floatOf((code, module) => {
        const side = (value: number) => () => {
          code.call(module.imported('report'), i32(value))
          return f64(value)
        }
        return code.either(i32(condition), side(1), () => code.either(i32(1), side(2), side(3)))
      })
    expect([chosen(1), chosen(0)]).toEqual([1, 2])
    expect(reported).toEqual([1, 2])
  })

  it('copies and clears memory', () => {
    new Uint8Array(memory.buffer).fill(7, 200, 232)
    run((code) => {
      code.clearBytes(i32(204), 4)
      code.copyBytes(i32(216), i32(202), 8)
    })
    const bytes = [...new Uint8Array(memory.buffer, 200, 32)]
    expect(bytes).toEqual([...'77770000777777777700007777777777'].map(Number))
  })

  it('declares variables of mixed types', () => {
    const value = floatOf((code) => {
      const variables = [...Array(5).keys()].map((index) => [
        code.variable('i32', i32(index)),
        code.variable('f64', f64(index / 2)),
      ])
      return variables[4][1] as Variable<'f64'>
    })
    expect(value).toBe(2)
  })
})

describe('a module', () => {
  it('calls its own functions and imported ones, in the order of definition', () => {
    reported.length = 0
    run((code, module) => {
      const twice = module.define('i32')
      const [x] = twice.parameters as readonly Variable<'i32'>[]
      twice.call(module.imported('report'), twice.apply('i32.add', x, x))
      code.call(twice, i32(4))
      code.call(module.imported('report'), i32(1))
    })
    expect(reported).toEqual([8, 1])
  })

  it('has functions that give values, in order', () => {
    const value = resultOf((code, module) => {
      const divide = module.defineValued(['i32', 'f64', 'i32'], 'i32', 'i32')
      const [a, b] = divide.parameters as readonly Variable<'i32'>[]
      divide.give(divide.apply('i32.div_s', a, b), f64(0.5), divide.apply('i32.rem_s', a, b))
      const [quotient, , rest] = code.invoke(divide, i32(23), i32(7)) as readonly Variable<'i32'>[]
      return code.apply('i32.add', code.apply('i32.mul', quotient, i32(10)), rest)
    })
    expect(value).toBe(32)
  })

  it('keeps variables between functions', () => {
    const value = resultOf((code, module) => {
      const counter = module.global()
      const other = module.global()
      const bump = module.define()
      bump.update(counter, 'i32.add', counter, i32(3))
      code.assign(other, i32(100))
      for (let times = 0; times < 4; times++) code.call(bump)
      return code.apply('i32.add', counter, other)
    })
    expect(value).toBe(112)
  })

  it('lets functions and variables be used from outside, over a memory that threads share', () => {
    const module = new Module({ namespace: 'env', memory: 'memory', shared: 4, functions: {} })
    const given = module.global()
    const run = module.define()
    run.store('i32', i32(0), run.apply('i32.add', given, i32(1)))
    module.export('given', given)
    module.export('run', run)
    const shared = new WebAssembly.Memory({ initial: 1, maximum: 4, shared: true })
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.encode()), { env: { memory: shared } })
    const variable = exports.given as WebAssembly.Global
    variable.value = 41
    const started = exports.run as () => void
    started()
    expect(new Int32Array(shared.buffer)[0]).toBe(42)
  })
})
