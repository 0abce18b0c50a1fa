import {
  type Constant,
  equalShapes,
  isUniform,
  layoutOf,
  rowMajor,
  type Shape,
  sizeOf,
  view,
} from '../../../tensor/index.js'
import type { GraphProto, NodeProto, TensorProto, ValueInfo } from '../proto/index.js'
import { type Attributes, int, named } from './attributes.js'
import { elementArrays, printed, tensorProto, valueInfo } from './protos.js'
import type { ModelDType, ModelType, Origin, Value } from './value.js'

/** A large constant whose elements stand elsewhere than in the model: what is done with it the caller says. */
export type Place = (constant: Constant, name: string) => Value | undefined

/** What all graphs of a model share: its names, and its constants, which stand in the outermost graph. */
export interface Shared {
  readonly fresh: (stem: string) => string
  readonly initializers: TensorProto[]
  readonly constants: Map<unknown, Value>
  readonly place: Place
}

/** Constants that print alike are the same. */
const keyOf = ({ shape, dtype }: ModelType, elements: readonly number[]): string =>
  `${dtype}[${shape.join()}]: ${printed(elements)}`

/** What a constant is broadcast from: once each of what repeats along axes. */
const coreOf = (constant: Constant): Constant => {
  const { strides, offset } = layoutOf(constant)
  const shape = constant.shape.map((extent, axis) => (strides[axis] === 0 ? 1 : extent))
  const first = shape.findIndex((extent) => extent !== 1)
  return view(constant, shape.slice(first), strides.slice(first), offset)
}

/** Constants of so many elements at most are told apart by their elements, larger ones by being the same tensor. */
const comparedElements = 16

/**
 * A graph of a model in the making. Operators are added in the order in which their results are needed; the graphs of
 * loops and branches may use the values of those around them.
 */
export class Emitter {
  private readonly nodes: NodeProto[] = []
  /** Values that this graph makes, with the operators that make them. */
  private readonly made = new Map<string, string>()

  constructor(private readonly shared: Shared) {}

  /** A name that no other value has. */
  fresh(stem: string): string {
    return this.shared.fresh(stem)
  }

  /** Adds an operator; an undefined input is one that is left out. */
  node(
    operator: string,
    inputs: readonly (Value | undefined)[],
    results: readonly ModelType[],
    attributes: Attributes = {},
    domain = '',
  ): readonly Value[] {
    const values = results.map(({ shape, dtype }) => ({ shape, dtype, name: this.fresh(operator) }))
    const output = values.map(({ name }) => name)
    this.add(
      operator,
      { input: inputs.map((input) => input?.name ?? ''), output, attribute: named(attributes) },
      domain,
    )
    for (const name of output) this.made.set(name, operator)
    return values
  }

  private add(opType: string, parts: Pick<NodeProto, 'input' | 'output' | 'attribute'>, domain = ''): void {
    this.nodes.push({ ...parts, name: this.fresh(`node_${opType}`), opType, ...(domain === '' ? {} : { domain }) })
  }

  /** Adds an operator of one result. */
  one(
    operator: string,
    inputs: readonly (Value | undefined)[],
    result: ModelType,
    attributes: Attributes = {},
    domain = '',
  ): Value {
    return this.node(operator, inputs, [result], attributes, domain)[0]
  }

  /** A value that is made here, once, when its name is first asked for. */
  lazily({ shape, dtype }: ModelType, make: () => Value, origin?: Origin): Value {
    let known: Value | undefined
    const made = (): Value => {
      known ??= make()
      return known
    }
    return {
      shape,
      dtype,
      origin,
      made,
      get waits() {
        return known === undefined
      },
      get name() {
        return made().name
      },
    }
  }

  /** Elements in row-major order as a constant of the model. */
  elements(dtype: ModelDType, shape: Shape, elements: readonly number[]): Value {
    const key = elements.length > comparedElements ? undefined : keyOf({ dtype, shape }, elements)
    const known = key === undefined ? undefined : this.shared.constants.get(key)
    if (known !== undefined) return known
    const array =
      dtype === 'int64' ? BigInt64Array.from(elements.map(BigInt)) : elementArrays[dtype].from(elements as number[])
    const made = this.initializer({ dtype, shape }, array)
    const value = elements.length === 1 ? Object.assign(made, { element: elements[0] }) : made
    if (key !== undefined) this.shared.constants.set(key, value)
    return value
  }

  /** A scalar constant. */
  scalar(dtype: ModelDType, element: number): Value {
    return this.elements(dtype, [], [element])
  }

  /** A list of whole numbers, as operators take axes, shapes and bounds. */
  int64s(elements: readonly number[]): Value {
    return this.elements('int64', [elements.length], elements)
  }

  /** A tensor as a constant of the model; one number repeated stands there once. */
  constant(constant: Constant): Value {
    const { shape, dtype } = constant
    const { data, offset } = layoutOf(constant)
    if (sizeOf(shape) > 1 && isUniform(constant)) {
      const element = this.elements(dtype, [], [data[offset]])
      return this.broadcast(element, shape)
    }
    if (sizeOf(shape) <= comparedElements) return this.elements(dtype, shape, Array.from<number>(rowMajor(constant)))
    const known = this.shared.constants.get(constant)
    if (known !== undefined) return known
    const core = coreOf(constant)
    const value = equalShapes(core.shape, shape)
      ? (this.shared.place(constant, this.fresh('constant')) ??
        this.initializer(constant, rowMajor(constant), constant))
      : this.broadcast(this.constant(core), shape)
    this.shared.constants.set(constant, value)
    return value
  }

  /** Elements that are in the model as soon as something uses them. */
  private initializer(type: ModelType, elements: ArrayBufferView, of?: Constant): Value {
    const make = (): Value => {
      const name = this.fresh('constant')
      this.shared.initializers.push(tensorProto(name, type, elements))
      return { shape: type.shape, dtype: type.dtype, name }
    }
    return this.lazily(type, make, of && { kind: 'constant', of })
  }

  /** A value as one of a larger shape, by NumPy's rules: made only where an operator cannot do without it. */
  broadcast(value: Value, shape: Shape): Value {
    // ONNX Runtime keeps an axis of size 1 where it is to become one of size 0.
    if (sizeOf(shape) === 0) return this.elements(value.dtype, shape, [])
    const type = { shape, dtype: value.dtype }
    return this.lazily(type, () => this.one('Expand', [value, this.int64s(shape)], type), {
      kind: 'broadcast',
      of: value,
    })
  }

  /** The same elements under another shape. */
  reshape(value: Value, shape: Shape): Value {
    // A size of 0 would stand for the operand's own size at that axis.
    return this.one('Reshape', [value, this.int64s(shape)], { shape, dtype: value.dtype }, { allowzero: int(1) })
  }

  /** The operator of this graph that makes a value, if it is one that does. */
  operatorOf(value: Value): string | undefined {
    return this.made.get(value.name)
  }

  /** A graph within this one, such as the body of a loop. */
  inner(): Emitter {
    return new Emitter(this.shared)
  }

  /** The finished graph. Each output is a value that an operator of this graph makes, and no two are one. */
  finish(
    name: string,
    inputs: readonly ValueInfo[],
    outputs: readonly { readonly value: Value; readonly name?: string; readonly docString?: string }[],
  ): GraphProto {
    const taken = new Set<string>()
    const output = outputs.map(({ value, name: wanted, docString }) => {
      const { name: own } = value
      let shown = own
      if (wanted !== undefined || !this.made.has(own) || taken.has(own)) {
        shown = wanted ?? this.fresh('output')
        this.add('Identity', { input: [own], output: [shown], attribute: [] })
      }
      taken.add(shown)
      return { ...valueInfo(shown, value), ...(docString === undefined ? {} : { docString }) }
    })
    return { name, node: this.nodes, initializer: [], input: inputs, output, valueInfo: [], sparseInitializer: [] }
  }
}
