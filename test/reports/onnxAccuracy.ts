import { type FloatName, type Found, measureInOnnx, promises } from '../engine/onnx/accuracy.js'
import { type Survey, surveys } from '../tensor/scalar/surveys/index.js'
import { type Row, tableLines } from './markdown.js'

const dtypes: readonly FloatName[] = ['float64', 'float32']

/** One operator by its name, several by their number. */
const described = (operators: readonly string[]): string =>
  operators.length === 1 ? operators[0] : `${operators.length} operators`

const cellsOf = (promised: number, { operators, worst, points }: Found): Row => [
  described(operators),
  String(promised),
  worst.toFixed(3),
  String(points),
]

/** A row for a function: its operators in each dtype, what is promised, and the greatest error found. */
export const onnxRow = async (survey: Survey, count: number): Promise<Row> => {
  const found = await Promise.all(dtypes.map((dtype) => measureInOnnx(survey, dtype, count)))
  return [survey.name, ...dtypes.flatMap((dtype, index) => cellsOf(promises[survey.name][dtype], found[index]))]
}

/** The names and promises that there should be a row for. */
export const onnxClaims: readonly Row[] = surveys.map(({ name }) => [
  name,
  ...dtypes.map((dtype) => String(promises[name][dtype])),
])

export const onnxClaimsOf = (rows: readonly Row[]): readonly Row[] =>
  rows.map(([name, , double, , , , single]) => [name, double, single])

const head: Row = ['function', ...dtypes.flatMap((dtype) => [`${dtype}: as`, 'promised', 'greatest error', 'points'])]

/** The document that holds the measurements. */
export const onnxAccuracyDocument = (count: number, runtime: string, rows: readonly Row[]): string =>
  [
    '# Accuracy in ONNX Runtime',
    '',
    'What the elementary functions of a model are, and how far they are off on the CPU, in units in the last place (ulp), as in',
    '[accuracy.md](accuracy.md) and at the same points. Where the runtime has an operator that is good to a few units, that is',
    'used; else the function is composed of others (`src/engine/onnx/lowering/elementary.ts`), some by the very kernels of the',
    'other engines, operator by operator. Errors of the operators themselves depend on the processor, so that what is promised',
    'of them is more than was found.',
    '',
    'What is not here is exact or rounded once, with these exceptions: the sign of a zero gets lost in Where, Min, Max, Relu and',
    'Sign, and in float32 tanh is right to 2^-142 where its argument is below 2^-118. In float64 tanh is 1 from 17.8 on.',
    '',
    `Made anew by \`npm run accuracy -- ${count}\`, here with ONNX Runtime ${runtime}: ${count} points of each region of a`,
    'function, wherever they are drawn.',
    '',
    ...tableLines(head, rows),
    '',
  ].join('\n')
