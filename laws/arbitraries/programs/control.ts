import { isFloat, type TensorType } from '../../../src/tensor/index.js'
import { type Builder, isOf, type Template, unknown, type Value } from './builder.js'
import { anything, between, either, type Range, truth } from './range.js'

/** What smooth programs carry round a loop: whatever the body does, it is tamed into this again. */
const carried = between(-2, 2)

/** Up to that many values, any of them. */
const some = (builder: Builder, most: number, passes: (value: Value) => boolean = () => true): readonly Value[] =>
  Array.from({ length: builder.below(most + 1) }, () => builder.pick(passes)).filter((value) => value !== undefined)

/** The places of values. */
const at = (values: readonly Value[]) => values.map(({ place }) => place)

/** What a loop carries: a float at least, and sometimes another value. */
const carriesOf = (builder: Builder): readonly Value[] | undefined => {
  const drawn = builder.float()
  const first = drawn && builder.within(drawn, carried.low, carried.high)
  const second = builder.below(3) === 0 ? builder.pick(({ type }) => !isFloat(type.dtype)) : undefined
  return first && (second === undefined ? [first] : [first, second])
}

const rangeOfCarry = (builder: Builder, type: TensorType): Range =>
  isFloat(type.dtype) && !builder.isWild ? carried : unknown(type)

const asCarry = (builder: Builder, { type }: Value): Omit<Value, 'place'> => ({
  type,
  range: rangeOfCarry(builder, type),
})

/** What a body makes of a carry: the newest value of its type, in its range. */
const nextCarries = (body: Builder, carries: readonly Value[]): readonly Value[] =>
  carries.map(({ type }) => {
    const next = body.newest(isOf(type)) as Value
    return isFloat(type.dtype) ? (body.within(next, carried.low, carried.high) as Value) : next
  })

const ofElement = ({ type: { dtype, shape }, range }: Value): Omit<Value, 'place'> => ({
  type: { dtype, shape: shape.slice(1) },
  range,
})

const scanning: Template = (builder) => {
  const carries = carriesOf(builder)
  if (carries === undefined) return
  const first = builder.pick(({ type }) => type.shape.length > 0)
  const length = first === undefined || builder.below(4) === 0 ? builder.below(4) : first.type.shape[0]
  const xs = some(builder, 2, ({ type }) => type.shape.length > 0 && type.shape[0] === length)
  const captured = some(builder, 2)
  const body = builder.inside(
    captured,
    [...carries.map((carry) => asCarry(builder, carry)), ...xs.map(ofElement)],
    1 + builder.below(4),
  )
  const next = nextCarries(body, carries)
  const y = builder.below(3) > 0 ? body.newest(() => true) : undefined
  const outputs = y === undefined ? next : [...next, y]
  const reverse = builder.below(3) === 0
  builder.write(
    {
      kind: 'scan',
      captured: at(captured),
      carries: at(carries),
      xs: at(xs),
      length,
      reverse,
      body: body.block(outputs),
    },
    [...carries.map(({ type }) => rangeOfCarry(builder, type)), ...(y === undefined ? [] : [y.range])],
  )
}

const iterating: Template = (builder) => {
  const carries = carriesOf(builder)
  if (carries === undefined) return
  const captured = some(builder, 2)
  const own = carries.map((carry) => asCarry(builder, carry))
  const body = builder.inside(captured, own, 1 + builder.below(3))
  const block = body.block(nextCarries(body, carries))
  const steps = builder.below(4)
  builder.write(
    { kind: 'iterate', captured: at(captured), carries: at(carries), steps, body: block },
    own.map(({ range }) => range),
  )
}

const looping: Template = (builder) => {
  const carries = carriesOf(builder)
  if (carries === undefined) return
  const captured = some(builder, 2)
  const own = carries.map((carry) => asCarry(builder, carry))
  const body = builder.inside(captured, own, 1 + builder.below(3))
  const block = body.block(nextCarries(body, carries))
  const count = builder.pick(isOf({ dtype: 'int32', shape: [] })) ?? builder.literal('int32', [], builder.below(4))
  const limit = builder.bounded(count, -1, 4)
  const bound = builder.flavour === 'smooth' || builder.below(2) === 0 ? null : builder.below(5) - 1
  const maxSteps = 2 + builder.below(3)
  builder.write(
    { kind: 'while', captured: at(captured), carries: at(carries), limit: limit.place, bound, maxSteps, body: block },
    own.map(({ range }) => range),
  )
}

/** A truth value that is a scalar; of whole numbers where jumps are not welcome. */
const predicateOf = (builder: Builder): Value => {
  const known = builder.pick(isOf({ dtype: 'bool', shape: [] }))
  if (known !== undefined) return known
  const smooth = builder.flavour === 'smooth'
  const scalar = builder.pick(
    ({ type: { dtype, shape } }) => shape.length === 0 && dtype !== 'bool' && !(smooth && isFloat(dtype)),
  )
  const compared = scalar ?? builder.literal('int32', [], builder.below(2))
  const threshold = builder.literal(compared.type.dtype, [], builder.below(2))
  return builder.straight('less', [compared, threshold], {}, truth) as Value
}

const branching: Template = (builder) => {
  const predicate = predicateOf(builder)
  const captured = some(builder, 2)
  const x = builder.float()
  if (x === undefined) return
  const operands = [x, ...some(builder, 1)]
  const [yes, no] = [0, 1].map(() => {
    const body = builder.inside(captured, operands, 1 + builder.below(3))
    return { body, result: body.newest(isOf(x.type)) as Value }
  })
  builder.write(
    {
      kind: 'cond',
      predicate: predicate.place,
      captured: at(captured),
      operands: at(operands),
      onTrue: yes.body.block([yes.result]),
      onFalse: no.body.block([no.result]),
    },
    [either(yes.result.range, no.result.range)],
  )
}

const calling =
  (through: 'checkpoint' | 'jit'): Template =>
  (builder) => {
    const captured = some(builder, 2)
    const x = builder.float()
    if (x === undefined) return
    const operands = [x, ...some(builder, 1)]
    const body = builder.inside(captured, operands, 1 + builder.below(4))
    const results = [body.newest(isOf(x.type)), builder.below(2) === 0 ? body.newest(() => true) : undefined].filter(
      (value) => value !== undefined,
    )
    builder.write(
      { kind: 'call', through, captured: at(captured), operands: at(operands), body: body.block(results) },
      results.map(({ range }) => range),
    )
  }

const mapping: Template = (builder) => {
  const captured = some(builder, 2)
  const x = builder.float(({ type }) => type.shape.length > 0)
  if (x === undefined) return
  const operands = [x, ...some(builder, 1, ({ type }) => type.shape.length > 0 && type.shape[0] === x.type.shape[0])]
  const body = builder.inside(captured, operands.map(ofElement), 1 + builder.below(3))
  const result = body.newest(({ type }) => isFloat(type.dtype)) as Value
  builder.write({ kind: 'vmap', captured: at(captured), operands: at(operands), body: body.block([result]) }, [
    result.range,
  ])
}

const differentiating: Template = (builder) => {
  const captured = some(builder, 1)
  const x = builder.float()
  if (x === undefined) return
  const body = builder.inside(captured, [x], 1 + builder.below(2))
  const result = body.newest(({ type }) => type.dtype === x.type.dtype) as Value
  builder.write({ kind: 'grad', captured: at(captured), operands: [x.place], body: body.block([result]) }, [anything])
}

/** Loops, branches, calls, and transforms of blocks. */
export const control: readonly Template[] = [
  scanning,
  iterating,
  looping,
  branching,
  calling('checkpoint'),
  mapping,
  differentiating,
]

/** Takes a compiler to run, so there is less of it. */
export const compiled: readonly Template[] = [calling('jit')]
