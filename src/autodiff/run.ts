import {
  type ArgumentOptions,
  type Environment,
  environmentOf,
  type Graph,
  locatingErrors,
  traceBound,
} from '../graph/index.js'
import {
  ArgumentError,
  checkFunction,
  DTypeError,
  describe,
  equalShapes,
  flatten,
  isFloat,
  leafPaths,
  type OptionNames,
  ShapeError,
  type Structure,
  showStructure,
  showType,
  type Tensor,
  TreeError,
  unflatten,
} from '../tensor/index.js'

/** An ordinary function of trees, its types forgotten: the transforms' public types stand on their signatures. */
export type AnyFunction = (...args: never[]) => unknown

export const argumentNames: OptionNames<ArgumentOptions> = { argnums: true }

/** A function followed on values: its graph on bound Inputs, and what every expression in it stands for. */
export interface Run {
  readonly transform: string
  readonly graph: Graph
  readonly environment: Environment
  readonly primals: readonly Tensor[]
  /** Structure of the list of arguments that are differentiated. */
  readonly input: Structure
  readonly output: Structure
  readonly outputs: readonly Tensor[]
}

/** Refuses primals that are no list, as those of a function of one argument are too. */
export const checkPrimals = (operation: string, primals: unknown): void => {
  if (!Array.isArray(primals))
    throw new ArgumentError({
      operation,
      problem: `the primals (${describe(primals)}) are no list of arguments`,
      remedy: 'Give them as an array, also where the function takes one',
    })
}

/** Follows `f` on Inputs bound to the arguments at the positions `argnums`; the other arguments pass as they are. */
export const runBound = (
  transform: string,
  f: AnyFunction,
  args: readonly unknown[],
  argnums?: readonly number[],
): Run => {
  checkFunction(transform, f)
  checkPrimals(transform, args)
  return runAt(transform, f, args, argnums ?? args.map((_, index) => index))
}

const runAt = (transform: string, f: AnyFunction, args: readonly unknown[], argnums: readonly number[]): Run => {
  const [primals, input] = flatten(
    transform,
    argnums.map((argnum) => args[argnum]),
  )
  checkFloat(transform, primals, input, argnums)
  let output: Structure | undefined
  const body = (inputs: readonly Tensor[]): readonly Tensor[] => {
    const replaced = unflatten(input, inputs) as readonly unknown[]
    const actual = [...args]
    argnums.forEach((argnum, index) => {
      actual[argnum] = replaced[index]
    })
    const [leaves, structure] = flatten(transform, (f as (...all: unknown[]) => unknown)(...actual), 'the result')
    output = structure
    return leaves
  }
  const [graph, environment] = locatingErrors(() => {
    const traced = traceBound(transform, body, primals)
    return [traced, environmentOf(traced, primals)] as const
  })
  const outputs = graph.outputs.map(environment)
  return { transform, graph, environment, primals, input, output: output as Structure, outputs }
}

const checkFloat = (
  operation: string,
  primals: readonly Tensor[],
  input: Structure,
  argnums: readonly number[],
): void => {
  const paths =
    input._tag === 'List' ? input.items.flatMap((item, index) => leafPaths(item, `argument ${argnums[index]}`)) : []
  primals.forEach((primal, index) => {
    if (!isFloat(primal.dtype))
      throw new DTypeError({
        operation,
        operands: [primal],
        problem: `${paths[index]} is ${primal.dtype}, which has no derivative`,
        remedy: 'Convert it with astype, or leave it out of argnums',
      })
  })
}

/** Refuses leaves that are not like `expected`: same structure, shapes and dtypes. */
export const checkLike = (
  operation: string,
  what: string,
  [leaves, own]: readonly [leaves: readonly Tensor[], structure: Structure],
  [expected, structure]: readonly [leaves: readonly Tensor[], structure: Structure],
): void => {
  if (showStructure(own) !== showStructure(structure))
    throw new TreeError({
      operation,
      problem: `the structure of the ${what} is ${showStructure(own)}, not ${showStructure(structure)}`,
    })
  const paths = leafPaths(structure)
  leaves.forEach((leaf, index) => {
    const due = expected[index]
    if (leaf.dtype === due.dtype && equalShapes(leaf.shape, due.shape)) return
    const Refusal = leaf.dtype === due.dtype ? ShapeError : DTypeError
    throw new Refusal({ operation, problem: `the ${what}${paths[index]} is ${showType(leaf)}, not ${showType(due)}` })
  })
}

/** The leaves of a tree that must be like `expected`. */
export const leavesLike = (
  operation: string,
  what: string,
  tree: unknown,
  structure: Structure,
  expected: readonly Tensor[],
): readonly Tensor[] => {
  const flat = flatten(operation, tree, `the ${what}`)
  checkLike(operation, what, flat, [expected, structure])
  return flat[0]
}
