import {
  ArgumentError,
  Displayed,
  drawn,
  flattenTree,
  leafPaths,
  type Markup,
  markupLine,
  markupStack,
  markupTable,
  type Shape,
  sizeInBytes,
  sizeOf,
  type TensorType,
} from '../tensor/index.js'
import type { AnyModel, ParamsOf, Part } from './model.js'
import { givenByPart, inputInside, takenBy } from './shapes.js'
import { checkModels } from './stateful.js'

/** A parameter of a model: where it stands, such as `.hidden.weights` or `[2].bias`, and its type. */
export interface Parameter extends TensorType {
  readonly path: string
}

/** A layer of a model, or a composition with layers inside, as a summary shows it. */
export interface SummaryRow {
  /** What it is: `dense`, `residual`. */
  readonly kind: string
  /** How many compositions it stands in. */
  readonly depth: number
  /** Where its parameters stand in those of the model. */
  readonly place: string
  /** The shape of one example that it takes, where that is known. */
  readonly input: Shape | undefined
  /** The shape of one example that it gives, where that is known. */
  readonly output: Shape | undefined
  /** Its own parameters. */
  readonly parameters: readonly Parameter[]
}

const placeOf = (path: Part['path']): string =>
  path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')

const thousands = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',')

const showShape = (shape: Shape | undefined): string => (shape === undefined ? '' : `[${shape.join(', ')}]`)

const elements = (parameters: readonly Parameter[]): number =>
  parameters.reduce((count, { shape }) => count + sizeOf(shape), 0)

/** A table whose last column stands on the right. */
const columns = (lines: readonly (readonly string[])[]): string => {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)))
  return lines
    .map((line) =>
      line
        .map((cell, column) =>
          column === line.length - 1 ? cell.padStart(widths[column]) : cell.padEnd(widths[column]),
        )
        .join('  '),
    )
    .join('\n')
}

const cellsOf = ({ rows }: Summary): readonly (readonly string[])[] => [
  ['layer', 'at', 'takes', 'gives', 'parameters', 'count'],
  ...rows.map(({ kind, depth, place, input, output, parameters }) => [
    '  '.repeat(depth) + kind,
    place,
    showShape(input),
    showShape(output),
    parameters
      .map(({ path, shape }) => `${path.slice(place.length).replace(/^\./, '')} ${showShape(shape)}`)
      .join(', '),
    thousands(elements(parameters)),
  ]),
]

const totalsOf = ({ count, bytes }: Summary): string => `${thousands(count)} parameters, ${thousands(bytes)} bytes`

/** What a model consists of. Its text is a table; its fields have all as data. */
export class Summary extends Displayed {
  /** The layers in the order in which they are applied; those inside a composition follow it. */
  readonly rows: readonly SummaryRow[]
  /** How many numbers the parameters hold in all. */
  readonly count: number
  /** How many bytes these take. */
  readonly bytes: number

  constructor(rows: readonly SummaryRow[], parameters: readonly Parameter[]) {
    super()
    this.rows = rows
    this.count = elements(parameters)
    this.bytes = parameters.reduce((bytes, parameter) => bytes + sizeInBytes(parameter), 0)
  }

  toString(): string {
    return `${columns(cellsOf(this))}\n${totalsOf(this)}`
  }

  override [drawn](): Markup {
    return markupStack(markupTable(cellsOf(this)), markupLine(totalsOf(this)))
  }
}

/** The parameters at or below a place. */
const below = (parameters: readonly Parameter[], place: string): readonly Parameter[] =>
  parameters.filter(({ path }) => path === place || path.startsWith(`${place}.`) || path.startsWith(`${place}[`))

const ownOf = (part: Part, parameters: readonly Parameter[]): readonly Parameter[] =>
  part.parameters.flatMap((name) => {
    const place = placeOf([...part.path, name])
    const found = below(parameters, place)
    if (found.length === 0)
      throw new ArgumentError({
        operation: 'summary',
        problem: `there are no parameters at ${place}`,
        remedy: 'Give the parameters that the model draws',
      })
    return found
  })

const rowsOf = (
  parts: readonly Part[],
  parameters: readonly Parameter[],
  depth: number,
  given: Shape | undefined,
  beside = false,
): readonly SummaryRow[] => {
  let current = given
  return parts.flatMap((part) => {
    const input = part.input ?? (beside ? given : current) ?? takenBy([part])
    const output = givenByPart(part, input)
    current = output
    const own = ownOf(part, parameters)
    const row = { kind: part.kind, depth, place: placeOf(part.path), input, output, parameters: own }
    return [row, ...rowsOf(part.inside ?? [], parameters, depth + 1, inputInside(part, input), part.beside)]
  })
}

/**
 * What a model consists of, layer by layer: where their parameters stand, the shapes of one example that they take and
 * give (where they are known without running anything), the shapes of the parameters and how many numbers they hold. It
 * prints as a table. Parameters that no layer owns come last. Throws an ArgumentError where parameters are missing.
 *
 * @example
 * ```ts
 * import { relu } from 'cotangent'
 * import { activation, andThen, dense, named, summary } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const hidden = named('hidden', dense(784, 64))
 * const net = pipe(hidden, andThen(activation(relu, 'relu')), andThen(named('output', dense(64, 10))))
 * summary(net)(net.init(seed(0))[0])
 * // => layer  at       takes  gives  parameters                     count
 * //    dense  .hidden  [784]  [64]   weights [784, 64], bias [64]  50,240
 * //    relu            [64]   [64]                                      0
 * //    dense  .output  [64]   [10]   weights [64, 10], bias [10]      650
 * //    50,890 parameters, 407,120 bytes
 * ```
 */
export const summary =
  <M extends AnyModel>(model: M) =>
  (params: ParamsOf<M>): Summary => {
    checkModels('summary', [model])
    const [leaves, { structure }] = flattenTree(params)
    const parameters = leafPaths(structure).map((path, index) => {
      const { shape, dtype } = leaves[index]
      return { path, shape, dtype }
    })
    const rows = rowsOf(model.parts, parameters, 0, takenBy(model.parts))
    const owned = new Set(rows.flatMap((row) => row.parameters.map(({ path }) => path)))
    const rest = parameters.filter(({ path }) => !owned.has(path))
    const other = { kind: 'other', depth: 0, place: '', input: undefined, output: undefined, parameters: rest }
    return new Summary(rest.length === 0 ? rows : [...rows, other], parameters)
  }
