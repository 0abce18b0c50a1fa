import {
  ArgumentError,
  Constant,
  CotangentError,
  Displayed,
  type DType,
  describe,
  drawn,
  EscapedInput,
  isTensor,
  type Markup,
  NotConcrete,
  noNumber,
  type Shape,
  showType,
  type Tensor,
  type TensorRecord,
  type TensorType,
} from '../tensor/index.js'
import { checkBound } from './bound.js'
import { onBehalfOf, siteToKeep } from './locating.js'
import type { Primitive } from './primitive.js'

/** The time during which a transform's Inputs may be used. */
export interface Scope {
  readonly transform: string
  /** Applies with a larger serial were made while the scope was open. */
  readonly serial: number
  readonly open: boolean
}

let lastSerial = 0

/** A serial larger than all given before. */
export const nextSerial = (): number => ++lastSerial

/** The value of an expression, or why there is none. */
const valueOrReason = (expression: Tensor): Constant | string => {
  try {
    return constantOf('toString', expression)
  } catch (error) {
    if (error instanceof CotangentError) return error.problem
    throw error
  }
}

/** What prints as its value where there is one, and else as its type and why there is none. */
abstract class Printed extends Displayed {
  abstract readonly _tag: Tensor['_tag']
  abstract readonly shape: Shape
  abstract readonly dtype: DType

  toString(): string {
    const value = valueOrReason(this)
    return typeof value === 'string' ? `${showType(this)} (${value})` : value.toString()
  }

  /** That of its value; where there is none, the error that says why. */
  toJSON(): TensorRecord {
    return constantOf('JSON.stringify', this).toJSON()
  }

  /** Its text, and never a number, through which no derivative would go. */
  [Symbol.toPrimitive](hint: string): string {
    if (hint === 'number') throw noNumber(this)
    return this.toString()
  }

  override [drawn](): Markup | undefined {
    const value = valueOrReason(this)
    return typeof value === 'string' ? undefined : value[drawn]()
  }
}

/** A placeholder, bound to a value where its transform knows one. */
export class Input extends Printed implements Tensor {
  readonly shape: Shape
  readonly dtype: DType
  readonly scope: Scope
  readonly binding: Tensor | undefined
  readonly serial: number

  constructor(scope: Scope, { shape, dtype }: TensorType, binding?: Tensor) {
    super()
    this.shape = shape
    this.dtype = dtype
    this.scope = scope
    this.binding = binding
    this.serial = nextSerial()
  }

  get _tag(): 'Input' {
    return 'Input'
  }
}

/** A primitive applied to operands that are not all Constants, or within a branch. */
export class Apply {
  readonly primitive: Primitive
  readonly attributes: unknown
  readonly operands: readonly Tensor[]
  readonly results: readonly Result[]
  /** Creation order: an Apply's operands have smaller serials, so sorting by serial sorts topologically. */
  readonly serial: number
  /** The innermost scope whose Inputs it depends on; in a branch, that of the branch where it depends on none. */
  readonly scope: Scope
  /** The user's line that made it, kept while an error is being located. */
  readonly site: string | undefined
  /** Values of the results, once they have been computed; they never change. */
  memo: readonly Constant[] | undefined = undefined

  constructor(
    primitive: Primitive,
    attributes: unknown,
    operands: readonly Tensor[],
    types: readonly TensorType[],
    scope: Scope,
  ) {
    this.primitive = primitive
    this.attributes = attributes
    this.operands = operands
    this.scope = scope
    this.site = siteToKeep()
    this.serial = nextSerial()
    this.results = types.map((type, index) => new Result(this, index, type))
  }
}

/** One result of an Apply. */
export class Result extends Printed implements Tensor {
  readonly shape: Shape
  readonly dtype: DType
  readonly apply: Apply
  readonly index: number

  constructor(apply: Apply, index: number, { shape, dtype }: TensorType) {
    super()
    this.shape = shape
    this.dtype = dtype
    this.apply = apply
    this.index = index
  }

  get _tag(): 'Result' {
    return 'Result'
  }
}

export const isConstant = (tensor: Tensor): tensor is Constant => tensor._tag === 'Constant'

/** A tensor as what it is: the three classes are all there are. */
export const expressionOf = (tensor: Tensor): Constant | Input | Result => tensor as Constant | Input | Result

/** The innermost scope that an expression depends on; undefined for Constants. */
export const scopeOf = (tensor: Tensor): Scope | undefined => {
  const expression = expressionOf(tensor)
  return expression._tag === 'Constant'
    ? undefined
    : expression._tag === 'Input'
      ? expression.scope
      : expression.apply.scope
}

const escaped = (operation: string, operands: readonly TensorType[], scope: Scope): EscapedInput =>
  new EscapedInput({
    operation,
    operands,
    problem: `an operand belongs to a ${scope.transform} that has already returned`,
    remedy: `Return what you need from the function given to ${scope.transform} (as a result, or with hasAux) instead of storing it outside`,
  })

/** The innermost open scope among the operands; EscapedInput where one is closed. */
const commonScope = (operation: string, operands: readonly Tensor[]): Scope | undefined => {
  let innermost: Scope | undefined
  for (let index = 0; index < operands.length; index++) {
    const scope = scopeOf(operands[index])
    if (scope === undefined) continue
    if (!scope.open) throw escaped(operation, operands, scope)
    if (innermost === undefined || scope.serial > innermost.serial) innermost = scope
  }
  return innermost
}

/** Refuses operands whose transform has returned. */
export const checkOpen = (operation: string, operands: readonly Tensor[]): void => {
  commonScope(operation, operands)
}

/** The innermost branch that is being traced. */
let branch: Scope | undefined

/** Runs `body` within a branch, of which nothing is evaluated before it is taken, not even on Constants; or outside of any. */
export const inBranch = <R>(scope: Scope | undefined, body: () => R): R => {
  const around = branch
  branch = scope
  try {
    return body()
  } finally {
    branch = around
  }
}

/** Applies a primitive: to Constants it folds, to anything else it makes an Apply. */
export const applyPrimitive = <A>(
  primitive: Primitive<string, A>,
  attributes: A,
  operands: readonly Tensor[],
): readonly Tensor[] => {
  const scope = commonScope(primitive.name, operands) ?? branch
  const types = primitive.infer(operands, attributes)
  checkBound(primitive.name, operands, types)
  if (scope === undefined) return primitive.evaluate(operands as readonly Constant[], attributes, types)
  return new Apply(primitive as Primitive, attributes, operands, types, scope).results
}

/** Applies a primitive that has one result. */
export const applyOne = <A>(primitive: Primitive<string, A>, attributes: A, ...operands: readonly Tensor[]): Tensor =>
  applyPrimitive(primitive, attributes, operands)[0]

const notConcrete = (operation: string, input: Input): NotConcrete =>
  new NotConcrete({
    operation,
    operands: [input],
    problem: `the value is not known while ${input.scope.transform} traces the function`,
    remedy: 'Choose with where(...) or cond(...), repeat with scan(...) or whileLoop(...), or read the value outside',
  })

const known = (tensor: Tensor): Constant | undefined => {
  let expression = expressionOf(tensor)
  while (expression._tag === 'Input' && expression.binding !== undefined) expression = expressionOf(expression.binding)
  return expression._tag === 'Constant'
    ? expression
    : expression._tag === 'Result'
      ? expression.apply.memo?.[expression.index]
      : undefined
}

/** The Apply or unbound Input at the end of a chain of bindings. */
const behind = (tensor: Tensor): Constant | Input | Apply => {
  let expression = expressionOf(tensor)
  while (expression._tag === 'Input' && expression.binding !== undefined) expression = expressionOf(expression.binding)
  return expression._tag === 'Result' ? expression.apply : expression
}

/** Computes what an Apply depends on and then itself. An explicit stack instead of recursion: graphs may be 100,000 deep. */
const evaluate = (operation: string, root: Constant | Input | Apply): void => {
  const stack = [root]
  while (stack.length > 0) {
    const top = stack[stack.length - 1]
    if (top instanceof Input) throw notConcrete(operation, top)
    if (top instanceof Constant || top.memo !== undefined) {
      stack.pop()
      continue
    }
    const missing = top.operands.filter((operand) => known(operand) === undefined)
    if (missing.length > 0) {
      for (const operand of missing) stack.push(behind(operand))
      continue
    }
    const operands = top.operands.map((operand) => known(operand) as Constant)
    top.memo = onBehalfOf(top, () => top.primitive.evaluate(operands, top.attributes, top.results))
    stack.pop()
  }
}

/** The value of an expression all of whose Inputs are bound, computed once and kept; NotConcrete otherwise. */
export const constantOf = (operation: string, tensor: Tensor): Constant => {
  if (!isTensor(tensor))
    throw new ArgumentError({
      operation,
      problem: `the operand (${describe(tensor)}) is not a tensor`,
      remedy: 'Make a tensor of it with tensor(...)',
    })
  const scope = scopeOf(tensor)
  if (scope !== undefined && !scope.open) throw escaped(operation, [tensor], scope)
  const root = known(tensor)
  if (root !== undefined) return root
  inBranch(undefined, () => evaluate(operation, behind(tensor)))
  return known(tensor) as Constant
}
