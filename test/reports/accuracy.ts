import { type Format, float32, float64 } from '../support/bigfloat.js'
import { composed } from '../tensor/scalar/surveys/composed.js'
import { measure, type Point, pointsIn, type Region, type Survey, surveys } from '../tensor/scalar/surveys/index.js'
import { type Row, rowsOf, tableLines } from './markdown.js'

/** What a function promises in a region. */
export interface Claim {
  readonly name: string
  readonly where: string
  /** In units of the last place. */
  readonly bound: number
}

const boundOf = (survey: Survey, region: Region): number => region.bound ?? survey.bound

/** All that functions promise, in the order of the surveys: the elementary ones, and those composed of them. */
export const claims: readonly Claim[] = [...surveys, ...composed].flatMap((survey) =>
  survey.regions.map((region) => ({ name: survey.name, where: region.where, bound: boundOf(survey, region) })),
)

const percent = (share: number): string => (share === 1 ? '100' : (Math.floor(share * 1000) / 10).toFixed(1))

/** The greatest error, the share of nearest results in percent, and how many points that comes from. */
const measured = (survey: Survey, points: readonly Point[], format: Format): Row => {
  if (points.length === 0) return ['', '', '0']
  const { worst, nearest } = measure(survey, points, format)
  return [worst.toFixed(3), percent(nearest), String(points.length)]
}

/** A row for each region of a function, measured in some formats. */
const rowsIn =
  (...formats: readonly Format[]) =>
  (survey: Survey, count: number): readonly Row[] =>
    survey.regions.map((region) => {
      const points = region.points(count)
      const inFormats = formats.map((format) =>
        measured(survey, format === float64 ? points : pointsIn(survey, points, format), format),
      )
      return [survey.name, region.where, String(boundOf(survey, region)), ...inFormats.flat()]
    })

/** Of elementary functions, whose result in float32 is the one of float64, rounded. */
export const elementaryRows = rowsIn(float64, float32)

/** Of what is composed of them, which rounds at each step. */
export const composedRows = rowsIn(float64)

const found: Row = ['greatest error', 'nearest, %', 'points']
const head: Row = ['function', 'where', 'promised', ...found]

/** The document that holds the measurements. */
export const accuracyDocument = (count: number, elementary: readonly Row[], composite: readonly Row[]): string =>
  [
    '# Accuracy',
    '',
    'Errors are differences from the exact value in units of its last place (ulp): half a unit is what correct rounding makes',
    'at most, and *nearest* says how many results are correctly rounded. The exact values are those of integer arithmetic of',
    '320 bits (`test/support/bigfloat.ts` and its neighbours). The points are listed, or drawn by generators with fixed seeds',
    '(`test/tensor/scalar/samples.ts`). How far a function of your own is off, `ulp` measures against the precise engine, whose',
    'elementary functions are right to 2^-98 of their value (`test/engine/precise/scalar`).',
    '',
    `Made anew by \`npm run accuracy -- ${count}\`, here with Node ${process.version}: ${count} points wherever they are drawn.`,
    'The tests hold every function to what it promises, and these tables to being about all of them.',
    '',
    '## Elementary functions',
    '',
    'All engines compute them by the same kernels (`src/tensor/scalar`), in float64 alone; in float32 the result is the one of',
    'float64, rounded once. For that, the same points are rounded to float32, where many fall together, and those left out that',
    'overflow or vanish or of which the result is infinite.',
    '',
    ...tableLines([...head, ...found.map((what) => `float32: ${what}`)], elementary),
    '',
    '## Composed functions',
    '',
    'Where terms may cancel, as in `logSumExp`, the unit is the last place of the largest operand.',
    '',
    ...tableLines(head, composite),
    '',
  ].join('\n')

/** What a document says is promised. */
export const claimsOf = (document: string): readonly Claim[] =>
  rowsOf(document).map(([name, where, bound]) => ({ name, where, bound: Number(bound) }))
