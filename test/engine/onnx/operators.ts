/**
 * The operators of ONNX that models of ours may have, as the specification of opset 22 has them:
 *
 *   inputs -> outputs; sets of types that letters stand for; attributes
 *
 * An input or output is a letter or a type; `?` follows one that may be left out, `*` one of which there may be any
 * number, `_` stands for any type. Of attributes `!` follows one that has to be there.
 */
export const operators: Readonly<Record<string, string>> = {
  Abs: 'T -> T; T number',
  Acos: 'T -> T; T float',
  Acosh: 'T -> T; T float',
  Add: 'T T -> T; T number',
  And: 'bool bool -> bool',
  ArgMax: 'T -> int64; T number; axis int, keepdims int, select_last_index int',
  ArgMin: 'T -> int64; T number; axis int, keepdims int, select_last_index int',
  Asin: 'T -> T; T float',
  Asinh: 'T -> T; T float',
  Atan: 'T -> T; T float',
  Atanh: 'T -> T; T float',
  AveragePool:
    'T -> T; T float; auto_pad string, ceil_mode int, count_include_pad int, dilations ints, kernel_shape ints!, pads ints, strides ints',
  BitShift: 'T T -> T; T unsigned; direction string!',
  BitwiseAnd: 'T T -> T; T integer',
  BitwiseNot: 'T -> T; T integer',
  BitwiseOr: 'T T -> T; T integer',
  BitwiseXor: 'T T -> T; T integer',
  Cast: 'T -> to; T any; to int!, saturate int',
  Ceil: 'T -> T; T float',
  Clip: 'T T? T? -> T; T number',
  Concat: 'T T* -> T; T any; axis int!',
  ConstantOfShape: 'int64 -> value; ; value tensor',
  Conv: 'T T T? -> T; T float; auto_pad string, dilations ints, group int, kernel_shape ints, pads ints, strides ints',
  ConvTranspose:
    'T T T? -> T; T float; auto_pad string, dilations ints, group int, kernel_shape ints, output_padding ints, output_shape ints, pads ints, strides ints',
  Cos: 'T -> T; T float',
  Cosh: 'T -> T; T float',
  CumSum: 'T I -> T; T sum, I index; exclusive int, reverse int',
  Det: 'T -> T; T float',
  Div: 'T T -> T; T number',
  Einsum: 'T T* -> T; T number; equation string!',
  Equal: 'T T -> bool; T any',
  Erf: 'T -> T; T number',
  Exp: 'T -> T; T float',
  Expand: 'T int64 -> T; T any',
  Flatten: 'T -> T; T any; axis int',
  Floor: 'T -> T; T float',
  Gather: 'T I -> T; T any, I index; axis int',
  GatherElements: 'T I -> T; T any, I index; axis int',
  GatherND: 'T int64 -> T; T any; batch_dims int',
  Gemm: 'T T T? -> T; T sum; alpha float, beta float, transA int, transB int',
  Greater: 'T T -> bool; T number',
  GreaterOrEqual: 'T T -> bool; T number',
  Identity: 'T -> T; T any',
  If: 'bool -> graph*; ; then_branch graph!, else_branch graph!',
  IsInf: 'T -> bool; T float; detect_negative int, detect_positive int',
  IsNaN: 'T -> bool; T float',
  LeakyRelu: 'T -> T; T float; alpha float',
  Less: 'T T -> bool; T number',
  LessOrEqual: 'T T -> bool; T number',
  Log: 'T -> T; T float',
  LogSoftmax: 'T -> T; T float; axis int',
  Loop: 'int64? bool? _* -> graph*; ; body graph!',
  MatMul: 'T T -> T; T sum',
  Max: 'T T* -> T; T number',
  MaxPool:
    'T -> T int64?; T float; auto_pad string, ceil_mode int, dilations ints, kernel_shape ints!, pads ints, storage_order int, strides ints',
  Mean: 'T T* -> T; T float',
  Min: 'T T* -> T; T number',
  Mod: 'T T -> T; T number; fmod int',
  Mul: 'T T -> T; T number',
  Neg: 'T -> T; T signed',
  NonZero: 'T -> int64; T any',
  Not: 'bool -> bool',
  OneHot: 'I D T -> T; I number, D number, T any; axis int',
  Or: 'bool bool -> bool',
  Pad: 'T int64 T? I? -> T; T any, I index; mode string',
  Pow: 'T E -> T; T power, E number',
  Range: 'T T T -> T; T range',
  Reciprocal: 'T -> T; T float',
  ReduceL1: 'T int64? -> T; T sum; keepdims int, noop_with_empty_axes int',
  ReduceL2: 'T int64? -> T; T sum; keepdims int, noop_with_empty_axes int',
  ReduceLogSumExp: 'T int64? -> T; T sum; keepdims int, noop_with_empty_axes int',
  ReduceMax: 'T int64? -> T; T extremal; keepdims int, noop_with_empty_axes int',
  ReduceMean: 'T int64? -> T; T sum; keepdims int, noop_with_empty_axes int',
  ReduceMin: 'T int64? -> T; T extremal; keepdims int, noop_with_empty_axes int',
  ReduceProd: 'T int64? -> T; T sum; keepdims int, noop_with_empty_axes int',
  ReduceSum: 'T int64? -> T; T sum; keepdims int, noop_with_empty_axes int',
  ReduceSumSquare: 'T int64? -> T; T sum; keepdims int, noop_with_empty_axes int',
  Relu: 'T -> T; T signed',
  Reshape: 'T int64 -> T; T any; allowzero int',
  Round: 'T -> T; T float',
  Scan: '_* -> graph*; ; body graph!, num_scan_inputs int!, scan_input_axes ints, scan_input_directions ints, scan_output_axes ints, scan_output_directions ints',
  ScatterElements: 'T I T -> T; T any, I index; axis int, reduction string',
  ScatterND: 'T int64 T -> T; T any; reduction string',
  Shape: 'T -> int64; T any; end int, start int',
  Sigmoid: 'T -> T; T float',
  Sign: 'T -> T; T number',
  Sin: 'T -> T; T float',
  Sinh: 'T -> T; T float',
  Size: 'T -> int64; T any',
  Slice: 'T I I I? I? -> T; T any, I index',
  Softmax: 'T -> T; T float; axis int',
  Softplus: 'T -> T; T float',
  Split: 'T int64? -> T T*; T any; axis int, num_outputs int',
  Sqrt: 'T -> T; T float',
  Squeeze: 'T int64? -> T; T any',
  Sub: 'T T -> T; T number',
  Sum: 'T T* -> T; T float',
  Tan: 'T -> T; T float',
  Tanh: 'T -> T; T float',
  Tile: 'T int64 -> T; T any',
  TopK: 'T int64 -> T int64; T number; axis int, largest int, sorted int',
  Transpose: 'T -> T; T any; perm ints',
  Trilu: 'T int64? -> T; T any; upper int',
  Unsqueeze: 'T int64 -> T; T any',
  Where: 'bool T T -> T; T any',
  Xor: 'bool bool -> bool',
}

const integers = ['uint8', 'uint16', 'uint32', 'uint64', 'int8', 'int16', 'int32', 'int64']
const floats = ['float16', 'bfloat16', 'float32', 'float64']

/** What the names of sets of types stand for. */
export const typeSets: Readonly<Record<string, readonly string[]>> = {
  any: [...integers, ...floats, 'bool', 'string', 'complex64', 'complex128'],
  number: [...integers, ...floats],
  integer: integers,
  unsigned: ['uint8', 'uint16', 'uint32', 'uint64'],
  signed: ['int8', 'int16', 'int32', 'int64', ...floats],
  float: floats,
  index: ['int32', 'int64'],
  sum: ['uint32', 'uint64', 'int32', 'int64', ...floats],
  extremal: ['uint8', 'int8', 'uint32', 'uint64', 'int32', 'int64', ...floats, 'bool'],
  power: ['int32', 'int64', ...floats],
  range: ['int16', 'int32', 'int64', 'float32', 'float64'],
}

/** An input or output: what its type is to be, and how often it is there. */
export interface Parameter {
  readonly type: string
  readonly occurs: 'once' | 'maybe' | 'any'
}

export interface Signature {
  readonly inputs: readonly Parameter[]
  readonly outputs: readonly Parameter[]
  readonly letters: ReadonlyMap<string, readonly string[]>
  readonly attributes: ReadonlyMap<string, { readonly type: string; readonly required: boolean }>
}

const words = (text: string, separator: string): readonly string[] =>
  text
    .split(separator)
    .map((each) => each.trim())
    .filter((each) => each !== '')

const parameter = (word: string): Parameter => ({
  type: word.replace(/[?*]$/, ''),
  occurs: word.endsWith('?') ? 'maybe' : word.endsWith('*') ? 'any' : 'once',
})

/** The signature of an operator, read. */
export const signatureOf = (operator: string): Signature | undefined => {
  const text = operators[operator]
  if (text === undefined) return undefined
  const [parameters, letters = '', attributes = ''] = text.split(';')
  const [inputs, outputs] = parameters.split('->').map((part) => words(part, ' ').map(parameter))
  return {
    inputs,
    outputs,
    letters: new Map(words(letters, ',').map((pair) => [pair[0], typeSets[pair.slice(2)]])),
    attributes: new Map(
      words(attributes, ',').map((pair) => {
        const [name, type] = pair.split(' ')
        return [name, { type: type.replace('!', ''), required: type.endsWith('!') }]
      }),
    ),
  }
}
