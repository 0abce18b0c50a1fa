import { fromRowMajor } from '../../tensor/index.js'
import { type Diagnosis, diagnose } from '../diagnosis/index.js'
import type { EntryCheck } from '../verdict.js'
import type { Scene } from './opaqueSubject.js'

/** What differences say of an entry; of one at a kink, where several values are right, its own. */
const numericOf = ({ verdict, analytic, numeric }: EntryCheck): number => (verdict === 'kink' ? analytic : numeric)

/** A matrix of outputs by entries, row after row. */
interface Matrix {
  readonly rows: number
  readonly columns: number
  readonly analytic: Float64Array
  readonly numeric: Float64Array
  readonly tolerance: Float64Array
}

/** The matrix of what was judged entry by entry, all outputs of each. */
const matrixOf = (judged: readonly EntryCheck[], rows: number): Matrix => {
  const columns = judged.length / rows
  const inRows = (of: (entry: EntryCheck) => number): Float64Array =>
    Float64Array.from(judged, (_, at) => of(judged[(at % columns) * rows + Math.floor(at / columns)]))
  return {
    rows,
    columns,
    analytic: inRows(({ analytic }) => analytic),
    numeric: inRows(numericOf),
    tolerance: inRows(({ tolerance }) => tolerance),
  }
}

/**
 * The mistake of a pullback that gives, wherever it is wrong, the same for every cotangent, and that is what it should give
 * for one of ones.
 */
const droppedCotangent = ({ rows, columns, analytic, numeric, tolerance }: Matrix): Diagnosis | undefined => {
  const isDropped = Array.from({ length: columns }, (_, column) => {
    const places = Array.from({ length: rows }, (_unused, row) => row * columns + column)
    if (places.every((at) => Math.abs(analytic[at] - numeric[at]) <= tolerance[at])) return undefined
    const ofOnes = places.reduce((sum, at) => sum + numeric[at], 0)
    const bound = places.reduce((sum, at) => sum + tolerance[at], 0)
    return places.every((at) => analytic[at] === analytic[places[0]] && Math.abs(analytic[at] - ofOnes) <= bound)
  })
  const wrong = isDropped.filter((each) => each !== undefined)
  if (rows < 2 || wrong.length === 0 || wrong.includes(false)) return undefined
  const where = wrong.length === columns ? '' : ` in ${wrong.length} of ${columns} entries`
  const text = `the cotangent is left out${where}: the vjp gives the same whatever comes in; multiply by the cotangent`
  const mistake = { cause: 'droppedCotangent', paths: [''], factor: undefined, places: [], text } as const
  return { cause: mistake.cause, factor: mistake.factor, mistakes: [mistake], alternatives: [], unexplained: [], text }
}

/**
 * What is probably wrong with a gradient, told from all its entries; with a Jacobian, as with a gradient that is a matrix
 * of outputs by entries.
 */
export const diagnosisOf = (
  { here, inputs, leaves, foreign: { derivative } }: Scene,
  judged: readonly EntryCheck[],
): Diagnosis | undefined => {
  const matrix = matrixOf(judged, here.values.length)
  const { rows, columns, analytic, numeric, tolerance } = matrix
  if (derivative !== 'gradient') {
    const dropped = derivative === 'vjp' ? droppedCotangent(matrix) : undefined
    return (
      dropped ??
      diagnose({
        leaves: [fromRowMajor('float64', [rows, columns], new Float64Array(rows * columns))],
        paths: [''],
        analytic: [analytic],
        numeric: [numeric],
        tolerance: [tolerance],
        graph: undefined,
      })
    )
  }
  const split = (all: Float64Array) => inputs.parts.map(({ from, to }) => all.slice(from, to))
  return diagnose({
    leaves,
    paths: inputs.parts.map(({ path }) => path),
    analytic: split(analytic),
    numeric: split(numeric),
    tolerance: split(tolerance),
    graph: undefined,
  })
}
