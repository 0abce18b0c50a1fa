import { type Format, float32, float64 } from '../support/bigfloat.js'
import { measure, pointsIn, type Region, type Survey, surveys } from '../tensor/scalar/surveys/index.js'
import { type Row, rowsOf, tableLines } from './markdown.js'

/** What a function promises in a region, and what was found there. */
export interface Claim {
  readonly name: string
  readonly where: string
  /** In units of the last place. */
  readonly bound: number
}

const boundOf = (survey: Survey, region: Region): number => region.bound ?? survey.bound

/** All that the elementary functions promise, in the order of the surveys. */
export const claims: readonly Claim[] = surveys.flatMap((survey) =>
  survey.regions.map((region) => ({ name: survey.name, where: region.where, bound: boundOf(survey, region) })),
)

const percent = (share: number): string => (share === 1 ? '100' : (Math.floor(share * 1000) / 10).toFixed(1))

/** The greatest error, the share of nearest results in percent, and how many points that comes from. */
const measured = (survey: Survey, points: ReturnType<Region['points']>, format: Format): Row => {
  if (points.length === 0) return ['', '', '0']
  const { worst, nearest } = measure(survey, points, format)
  return [worst.toFixed(3), percent(nearest), String(points.length)]
}

/** A row for each region of a function, of which the first names the function. */
export const measuredRows = (survey: Survey, count: number): readonly Row[] =>
  survey.regions.map((region) => {
    const points = region.points(count)
    return [
      survey.name,
      region.where,
      String(boundOf(survey, region)),
      ...measured(survey, points, float64),
      ...measured(survey, pointsIn(survey, points, float32), float32),
    ]
  })

const head: Row = [
  'function',
  'where',
  'promised',
  'greatest error',
  'nearest, %',
  'points',
  'in float32: greatest error',
  'nearest, %',
  'points',
]

/** The document that holds the measurements. */
export const accuracyDocument = (count: number, rows: readonly Row[]): string =>
  [
    '# Accuracy of the elementary functions',
    '',
    'Every engine computes them by the same kernels (`src/tensor/scalar`), in float64 arithmetic alone; in float32 the result',
    'is the one of float64, rounded once. Errors are differences from the exact value in units of its last place (ulp): half',
    'a unit is what correct rounding makes at most. The exact values are those of integer arithmetic of 320 bits',
    '(`test/support/bigfloat.ts` and its neighbours), the points are drawn by a generator with fixed seeds',
    '(`test/tensor/scalar/samples.ts`) or listed, and rounded for float32.',
    '',
    `Made anew by \`npm run accuracy -- ${count}\`, here with Node ${process.version}: ${count} points where they are drawn.`,
    'The tests hold every function to what it promises at other points, and this table to being about all of them.',
    '',
    ...tableLines(head, rows),
    '',
  ].join('\n')

/** What a document says is promised. */
export const claimsOf = (document: string): readonly Claim[] =>
  rowsOf(document).map(([name, where, bound]) => ({ name, where, bound: Number(bound) }))
