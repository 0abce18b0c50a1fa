import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { failureOf, here } from '../../tensor/failures.js'
import { type Refusal, refuses } from './refusals.js'
import { untyped } from './untyped.js'

/** What is refused here would not compile: the types are forgotten. */
const {
  add,
  arange,
  argmax,
  astype,
  bitwiseXor,
  broadcastTo,
  concatenate,
  cond,
  div,
  exp,
  expandDims,
  eye,
  fromTypedArray,
  full,
  item,
  iterate,
  less,
  linspace,
  logicalAnd,
  logicalNot,
  logSumExp,
  makeGraph,
  matmul,
  max,
  mean,
  moveAxis,
  mse,
  mul,
  binaryCrossEntropy,
  crossEntropy,
  oneHot,
  ones,
  pad,
  relu,
  reshape,
  scan,
  scatterAdd,
  sigmoid,
  greaterEqual,
  slice,
  square,
  softmax,
  softmaxCrossEntropy,
  squeeze,
  stack,
  stopGradient,
  sub,
  sum,
  swapAxes,
  take,
  takeAlongAxis,
  tensor,
  toArray,
  transpose,
  where,
  whileLoop,
  zeros,
} = untyped

const ints = () => zeros([2, 3], { dtype: 'int32' })
const floats32 = () => zeros([2, 3], { dtype: 'float32' })
const bools = () => zeros([2, 3], { dtype: 'bool' })
const x = () => zeros([2, 3])

const refusals: Readonly<Record<string, readonly Refusal[]>> = {
  dtypes: [
    [
      () => add(x(), floats32()),
      'DTypeError',
      'add: dtypes float64 and float32 differ (operands float64[2, 3], float32[2, 3]). Convert one with astype',
    ],
    [() => pipe(floats32(), sub(x())), 'DTypeError', 'sub: dtypes float32 and float64 differ'],
    [() => less(x(), ints()), 'DTypeError', 'less: dtypes float64 and int32 differ'],
    [() => where(bools(), x(), floats32()), 'DTypeError', 'where: dtypes float64 and float32 differ'],
    [() => where(x(), 1, 0), 'DTypeError', 'where: the condition is float64, not bool'],
    [() => add(x(), true), 'DTypeError', 'add: dtypes float64 and bool differ'],
    [() => add(true, 1), 'DTypeError', 'add: it does not take bool'],
    [() => mul(ints(), 2.5), 'DTypeError', 'mul: the value (2.5) is no int32'],
    [() => div(ints(), 2), 'DTypeError', 'div: it does not take int32'],
    [
      () => exp(ints()),
      'DTypeError',
      'exp: it does not take int32 (operands int32[2, 3]). It needs float64 or float32: convert with astype',
    ],
    [() => sigmoid(ints()), 'DTypeError', 'sigmoid: it does not take int32'],
    [() => relu(bools()), 'DTypeError', 'relu: it does not take bool'],
    [() => mean(ints()), 'DTypeError', 'mean: it does not take int32'],
    [() => logSumExp(ints()), 'DTypeError', 'logSumExp: it does not take int32'],
    [() => softmax(ints()), 'DTypeError', 'softmax: it does not take int32'],
    [() => square(bools()), 'DTypeError', 'square: it does not take bool'],
    [() => greaterEqual(bools(), true), 'DTypeError', 'greaterEqual: it does not take bool'],
    [() => max(bools()), 'DTypeError', 'max: it does not take bool'],
    [() => argmax(bools()), 'DTypeError', 'argmax: it does not take bool'],
    [() => logicalAnd(x(), x()), 'DTypeError', 'logicalAnd: it does not take float64'],
    [() => logicalNot(ints()), 'DTypeError', 'logicalNot: it does not take int32'],
    [() => bitwiseXor(x(), 1), 'DTypeError', 'bitwiseXor: it does not take float64'],
    [() => matmul(x(), ints()), 'DTypeError', 'matmul: dtypes float64 and int32 differ'],
    [() => concatenate([x(), ints()]), 'DTypeError', 'concatenate: dtypes float64 and int32 differ'],
    [() => take(x(), zeros([2])), 'DTypeError', 'take: the indices are float64, not int32'],
    [() => take(x(), 0.5), 'DTypeError', 'take: the value (0.5) is no int32'],
    [() => scatterAdd(bools(), ints(), bools()), 'DTypeError', 'scatterAdd: it does not take bool'],
    [() => mse(ints(), ints()), 'DTypeError', 'mse: it does not take int32'],
    [() => binaryCrossEntropy(x(), ints()), 'DTypeError', 'binaryCrossEntropy: dtypes float64 and int32 differ'],
    [
      () => softmaxCrossEntropy(x(), floats32()),
      'DTypeError',
      'softmaxCrossEntropy: dtypes float64 and float32 differ',
    ],
    [
      () => softmaxCrossEntropy(x(), zeros([2]), { targets: 'indices' }),
      'DTypeError',
      'softmaxCrossEntropy: the indices are float64, not int32',
    ],
    [() => zeros([2], { dtype: 'float16' }), 'DTypeError', 'zeros: there is no dtype float16'],
    [() => astype(x(), 'complex'), 'DTypeError', 'astype: there is no dtype complex'],
    [() => tensor([1.5], { dtype: 'int32' }), 'DTypeError', 'tensor: the element at [0] (1.5) is no int32'],
    [() => tensor(['a']), 'DTypeError', 'tensor: the element at [0] (string) is neither a number nor a boolean'],
  ],
  shapes: [
    [
      () => add(x(), zeros([2])),
      'ShapeError',
      'add: sizes 3 and 2 differ at axis -1 and cannot be broadcast (operands float64[2, 3], float64[2])',
    ],
    [() => where(zeros([4], { dtype: 'bool' }), x(), 0), 'ShapeError', 'where: sizes 4 and 3 differ at axis -1'],
    [
      () => matmul(zeros([2, 3]), zeros([4, 5])),
      'ShapeError',
      'matmul: inner dimensions 3 and 4 differ (operands float64[2, 3], float64[4, 5])',
    ],
    [
      () => pipe(zeros([2, 3]), matmul(zeros([4]))),
      'ShapeError',
      'matmul: inner dimensions 3 and 4 differ (operands float64[2, 3], float64[4])',
    ],
    [
      () => matmul(zeros([2, 2, 3]), zeros([5, 3, 4])),
      'ShapeError',
      'matmul: sizes 2 and 5 differ at axis -3 and cannot be broadcast (operands float64[2, 2, 3], float64[5, 3, 4])',
    ],
    [() => matmul(x(), tensor(2)), 'ShapeError', 'matmul: it needs operands with at least one axis'],
    [() => reshape(x(), [4]), 'ShapeError', 'reshape: shape [4] takes 4 elements, the tensor has 6'],
    [() => reshape(x(), [4, -1]), 'ShapeError', 'reshape: 6 elements leave no one size for -1 in shape [4, -1]'],
    [() => reshape(x(), [-1, -1]), 'ShapeError', 'reshape: '],
    [() => reshape(zeros([0]), [0, -1]), 'ShapeError', 'reshape: 0 elements leave no one size for -1'],
    [() => reshape(x(), 6), 'ShapeError', 'reshape: 6 is no shape'],
    [() => broadcastTo(x(), [3, 2]), 'ShapeError', 'broadcastTo: [2, 3] does not broadcast to [3, 2]'],
    [() => squeeze(x(), { axis: 0 }), 'ShapeError', 'squeeze: axis 0 has size 2, not 1'],
    [
      () => concatenate([x(), zeros([3, 3])], { axis: 1 }),
      'ShapeError',
      'concatenate: shapes [2, 3] and [3, 3] differ beside axis 1',
    ],
    [() => concatenate([x(), zeros([3])]), 'ShapeError', 'concatenate: shapes [2, 3] and [3] differ'],
    [() => stack([x(), zeros([2])]), 'ShapeError', 'stack: shapes [2, 3] and [2] differ'],
    [() => slice(x(), null), 'ShapeError', 'slice: there are no ranges for 2 axes'],
    [() => slice(x(), [null, null, null]), 'ShapeError', 'slice: there are 3 ranges for 2 axes'],
    [() => pad(x(), [[1, 1]]), 'ShapeError', 'pad: [[1,1]] are no widths for 2 axes'],
    [() => pad(zeros([2]), [[-1, 1]]), 'ShapeError', 'pad: [[-1,1]] are no widths for 1 axes'],
    [() => takeAlongAxis(x(), [0]), 'ShapeError', 'takeAlongAxis: ranks 2 and 1 differ'],
    [
      () => scatterAdd(x(), zeros([3, 1], { dtype: 'int32' }), 1),
      'ShapeError',
      'scatterAdd: the indices do not have the axes of x beside axis 1',
    ],
    [
      () => scatterAdd(x(), zeros([2, 1], { dtype: 'int32' }), zeros([2, 2])),
      'ShapeError',
      'scatterAdd: the updates have shape [2, 2], not [2, 1] like the indices',
    ],
    [() => mse(zeros([3, 1]), zeros([3])), 'ShapeError', 'mse: shapes [3, 1] and [3] differ'],
    [
      () => softmaxCrossEntropy(x(), tensor([0], { dtype: 'int32' })),
      'ShapeError',
      'softmaxCrossEntropy: the targets have shape [1], not [2]',
    ],
    [
      () => softmaxCrossEntropy(x(), zeros([2])),
      'ShapeError',
      'softmaxCrossEntropy: the targets have shape [2], not [2, 3]',
    ],
    [() => item(x()), 'ShapeError', 'item: the tensor has 6 elements, not one'],
    [() => tensor([[1, 2], [3]]), 'ShapeError', 'tensor: the nested array is ragged'],
    [
      () => fromTypedArray(new Float64Array(3), [2]),
      'ShapeError',
      'fromTypedArray: shape [2] takes 2 elements, the array has 3',
    ],
    [() => full([-1], 0), 'ShapeError', 'full: [-1] is no shape'],
  ],
  axes: [
    [
      () => sum(x(), { axis: 2 }),
      'AxisError',
      'sum: there is no axis 2 (operands float64[2, 3]). Axes go from -2 to 1 here',
    ],
    [() => pipe(x(), mean({ axis: -3 })), 'AxisError', 'mean: there is no axis -3'],
    [() => max(x(), { axis: [0, -2] }), 'AxisError', 'max: axis [0, -2] names an axis twice'],
    [() => argmax(x(), { axis: 0.5 }), 'AxisError', 'argmax: there is no axis 0.5'],
    [() => softmax(tensor(1)), 'AxisError', 'softmax: there is no axis -1'],
    [() => transpose(x(), [0, 0]), 'AxisError', 'transpose: [0, 0] is no permutation of the axes'],
    [() => transpose(x(), [0]), 'AxisError', 'transpose: [0] is no permutation of the axes'],
    [() => swapAxes(x(), 0, 2), 'AxisError', 'swapAxes: there is no axis 2'],
    [() => transpose(x(), 1), 'AxisError', 'transpose: [1] is no permutation of the axes'],
    [() => moveAxis(x(), [0, 1], 0), 'AxisError', 'moveAxis: there are 1 places for 2 axes'],
    [() => moveAxis(x(), [0, -2], [0, 1]), 'AxisError', 'moveAxis: axis [0, -2] names an axis twice'],
    [() => moveAxis(x(), 0, 2), 'AxisError', 'moveAxis: there is no axis 2'],
    [() => sum(x(), { axis: 'rows' }), 'AxisError', 'sum: there is no axis "rows"'],
    [() => expandDims(x(), null), 'AxisError', 'expandDims: there is no axis null'],
    [() => expandDims(x(), 3), 'AxisError', 'expandDims: there is no axis 3'],
    [() => concatenate([tensor(1)]), 'AxisError', 'concatenate: there is no axis 0'],
    [() => stack([x()], { axis: 3 }), 'AxisError', 'stack: there is no axis 3'],
    [() => take(x(), 0, { axis: 2 }), 'AxisError', 'take: there is no axis 2'],
  ],
  indices: [
    [() => take(x(), [0, 3], { axis: 1 }), 'IndexError', 'take: index 3 is outside axis 1 of size 3'],
    [() => take(zeros([0]), 0), 'IndexError', 'take: index 0 is outside axis 0 of size 0'],
    [() => takeAlongAxis(x(), [[0], [-4]]), 'IndexError', 'takeAlongAxis: index -4 is outside axis 1 of size 3'],
    [() => scatterAdd(zeros([3]), [3], 1), 'IndexError', 'scatterAdd: index 3 is outside axis 0 of size 3'],
    [() => oneHot([0, 3], 3), 'IndexError', 'oneHot: index 3 is outside axis 1 of size 3'],
    [() => softmaxCrossEntropy(x(), [0, 5]), 'IndexError', 'softmaxCrossEntropy: index 5 is outside axis 1 of size 3'],
  ],
  arguments: [
    [
      () => add(x(), 'one'),
      'ArgumentError',
      'add: an operand (string) is neither a tensor nor a number. Make a tensor of it with tensor(...)',
    ],
    [() => add(x(), undefined), 'ArgumentError', 'add: an operand (undefined) is neither a tensor nor a number'],
    [() => add(x(), [1, 2, 3]), 'ArgumentError', 'add: an operand (Array) is neither a tensor nor a number'],
    [() => exp(null), 'ArgumentError', 'exp: an operand (null) is neither a tensor nor a number'],
    [() => sum(undefined), 'ArgumentError', 'sum: an operand (undefined) is neither a tensor nor a number'],
    [() => sum(x(), 0), 'ArgumentError', 'sum: the options are 0, not a record. Name each option, as in { axis: ... }'],
    [() => sum(x(), null), 'ArgumentError', 'sum: the options are null, not a record'],
    [
      () => zeros([2], 'float32'),
      'ArgumentError',
      'zeros: the options are string, not a record. Name each option, as in { dtype: ... }',
    ],
    [() => ones([2], 'int32'), 'ArgumentError', 'ones: the options are string, not a record'],
    [() => linspace(0, 1, 3, 'float32'), 'ArgumentError', 'linspace: the options are string, not a record'],
    [() => full([2], 0, 'int32'), 'ArgumentError', 'full: the options are string, not a record'],
    [() => tensor([1, 2], [2], 'int32'), 'ArgumentError', 'tensor: the options are Array, not a record'],
    [() => concatenate([x(), x()], 1), 'ArgumentError', 'concatenate: the options are 1, not a record'],
    [() => stack([x(), x()], -1), 'ArgumentError', 'stack: the options are -1, not a record'],
    [() => sum(x(), [0], true), 'ArgumentError', 'sum: the options are Array, not a record'],
    [() => concatenate(3), 'ArgumentError', 'concatenate: it takes a list of tensors, not 3'],
    [() => add(), 'ArgumentError', 'add: it takes 2 arguments, or 1 where it stands in a pipe; here are 0'],
    [() => max(zeros([0])), 'ArgumentError', 'max: it goes over no elements, and there is no extremum of none'],
    [() => argmax(zeros([2, 0]), { axis: 1 }), 'ArgumentError', 'argmax: it goes over no elements'],
    [() => concatenate([]), 'ArgumentError', 'concatenate: there is nothing to join'],
    [() => stack(x()), 'ArgumentError', 'stack: it takes a list of tensors, not one tensor'],
    [() => sum(x(), { keepdims: 1 }), 'ArgumentError', 'sum: keepdims is 1, not true or false'],
    [() => argmax(x(), { keepdims: 'no' }), 'ArgumentError', 'argmax: keepdims is string, not true or false'],
    [() => slice(x(), [3]), 'ArgumentError', 'slice: 3 is no range of axis 0'],
    [() => slice(x(), [[0, 1, 0]]), 'ArgumentError', 'slice: the step of axis 0 is 0'],
    [() => slice(x(), [null, [0.5]]), 'ArgumentError', 'slice: 0.5 in the range of axis 1 is no whole number'],
    [() => mse(x(), x(), { reduction: 'median' }), 'ArgumentError', 'mse: there is no reduction median'],
    [() => crossEntropy(x(), x(), { reduction: 'all' }), 'ArgumentError', 'crossEntropy: there is no reduction all'],
    [
      () => softmaxCrossEntropy(x(), x(), { labelSmoothing: 2 }),
      'ArgumentError',
      'softmaxCrossEntropy: labelSmoothing is 2, not between 0 and 1',
    ],
    [
      () => softmaxCrossEntropy(x(), x(), { labelSmoothing: '1' }),
      'ArgumentError',
      'softmaxCrossEntropy: labelSmoothing is "1", not between 0 and 1',
    ],
    [() => arange(0, 1, [2]), 'ArgumentError', 'arange: it takes numbers, not Array'],
    [() => arange(0, 1, null), 'ArgumentError', 'arange: it takes numbers, not null'],
    [() => pad(x(), [[1n, 0]]), 'ShapeError', 'pad: [[bigint,0]] are no widths for 2 axes'],
    [() => max(x(), { axis: Symbol.iterator }), 'AxisError', 'max: there is no axis symbol'],
    [() => max(x(), { axis: '1' }), 'AxisError', 'max: there is no axis "1"'],
    [() => arange(0, 1, 0), 'ArgumentError', 'arange: from 0 to 1 in steps of 0'],
    [() => arange('3'), 'ArgumentError', 'arange: it takes numbers, not string'],
    [() => eye(), 'ArgumentError', 'eye: '],
    [() => linspace(0, 1, -1), 'ShapeError', 'linspace: [-1] is no shape'],
  ],
  'control flow': [
    [() => scan((c: unknown) => [c, c], x(), []), 'ArgumentError', 'scan: nothing says how many steps to take'],
    [
      () => scan((c: unknown) => [c, c], x(), tensor(1)),
      'ShapeError',
      'scan: xs is a scalar and has no elements to go over',
    ],
    [
      () => scan((c: unknown) => [c, c], x(), { a: x(), b: zeros([3]) }),
      'ShapeError',
      'scan: xs.b has 3 elements along axis 0, not 2',
    ],
    [
      () => scan((c: unknown) => [c, c], x(), x(), { length: 3 }),
      'ShapeError',
      'scan: xs has 2 elements along axis 0, not 3',
    ],
    [
      () => scan((c: unknown) => c, x(), x()),
      'TreeError',
      'scan: the function returns Result, not [carry, y]'.replace('Result', 'Input'),
    ],
    [
      () => scan((c: unknown) => [{ c }, c], x(), x()),
      'TreeError',
      'scan: the carry before and after a step: structures * and {"c":*} differ',
    ],
    [
      () => scan(({ h }: { h: unknown }) => [{ h: sum(h) }, []], { h: x() }, x()),
      'ShapeError',
      'scan: the carry.h is float64[2, 3] before a step and float64[] after it',
    ],
    [
      () => iterate((c: unknown) => astype(c, 'float32'), 2, x()),
      'DTypeError',
      'iterate: the carry is float64[2, 3] before a step and float32[2, 3] after it',
    ],
    [
      () => iterate((c: unknown) => c, 2.5, x()),
      'ArgumentError',
      'iterate: the number of steps is 2.5, not a whole number from 0',
    ],
    [() => iterate((c: unknown) => c, 2, 1), 'TreeError', 'iterate: the initial carry (1) is not a tensor'],
    [
      () =>
        whileLoop(
          (c: unknown) => less(c, 1),
          (c: unknown) => c,
          x(),
        ),
      'ShapeError',
      'whileLoop: the condition gives bool[2, 3], not bool[]',
    ],
    [
      () =>
        whileLoop(
          (c: unknown) => sum(c),
          (c: unknown) => c,
          x(),
        ),
      'DTypeError',
      'whileLoop: the condition gives float64[], not bool[]',
    ],
    [
      () =>
        whileLoop(
          () => true,
          (c: unknown) => c,
          x(),
          { maxSteps: -1 },
        ),
      'ArgumentError',
      'whileLoop: maxSteps is -1, not a whole number from 0',
    ],
    [
      () =>
        cond(
          bools(),
          () => x(),
          () => x(),
        ),
      'DTypeError',
      'cond: the predicate is bool[2, 3], not bool[]',
    ],
    [
      () =>
        cond(
          true,
          () => x(),
          () => [x()],
        ),
      'TreeError',
      'cond: the results of the two branches: structures * and [*] differ',
    ],
    [
      () =>
        cond(
          true,
          () => ({ y: x() }),
          () => ({ y: sum(x()) }),
        ),
      'ShapeError',
      'cond: the result.y is float64[2, 3] where true and float64[] where false',
    ],
    [
      () =>
        cond(
          true,
          () => x(),
          () => ints(),
        ),
      'DTypeError',
      'cond: the result is float64[2, 3] where true and int32[2, 3] where false',
    ],
    [
      () => iterate((c: unknown) => (item(sum(c)) > 0 ? c : mul(c, 2)), 2, x()),
      'NotConcrete',
      'item: the value is not known while iterate traces the function',
    ],
    [
      () => makeGraph((c: unknown) => toArray(c))(x()),
      'NotConcrete',
      'toArray: the value is not known while makeGraph traces the function',
    ],
    [() => stopGradient('x'), 'TreeError', 'stopGradient: the argument (string) is not a tensor'],
  ],
}

describe.each(Object.entries(refusals))('%s', (_, cases) => refuses(cases))

describe('a refusal names the line', () => {
  it('that called, data first', () => {
    const [error, line] = [failureOf(() => softmaxCrossEntropy(x(), x(), { axis: 5 })), here()]
    expect(error.site).toContain(line)
  })

  it('of the pipe, data last', () => {
    const [error, line] = [failureOf(() => pipe(x(), add(zeros([2])))), here()]
    expect(error.site).toContain(line)
  })

  it('inside the function that is traced', () => {
    let line = ''
    const step = (c: unknown): unknown => {
      line = here()
      return matmul(c, zeros([5, 2]))
    }
    const error = failureOf(() => iterate(step, 2, x()))
    const [file, number] = line.split(':')
    expect(error.site).toContain(`${file}:${Number(number) + 1}:`)
  })
})

describe('an operand that outlived its transform', () => {
  it.each([
    ['sum', () => sum],
    ['softmax', () => softmax],
    ['stopGradient', () => stopGradient],
  ] as const)('is refused by %s', (name, operation) => {
    let kept: unknown
    makeGraph((a: unknown) => {
      kept = a
      return a
    })(x())
    const error = failureOf(() => operation()(kept))
    expect(error._tag).toBe('EscapedInput')
    expect(error.operation).toBe(name)
  })
})
