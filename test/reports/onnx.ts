import { domains } from '../../src/onnx/in/operators/index.js'
import { sourcesUnder } from '../support/sources.js'
import { type Row, tableLines } from './markdown.js'

/** What of an operator is not read, by its domain and name. */
const limits: Readonly<Record<string, string>> = {
  BatchNormalization: 'spatial = 0',
  DFT: 'the inverse of half a spectrum',
  LpNormalization: 'p other than 1 and 2',
  QuantizeLinear: 'types of 4 bits and floats of 8 bits',
  Resize: 'antialias = 1',
  RoiAlign: 'sampling_ratio = 0',
  'ai.onnx.ml LabelEncoder': 'texts',
  'ai.onnx.ml LinearClassifier': 'labels that are texts, PROBIT',
  'ai.onnx.ml LinearRegressor': 'PROBIT',
  'ai.onnx.ml OneHotEncoder': 'texts',
  'ai.onnx.ml SVMRegressor': 'PROBIT',
  'ai.onnx.ml TreeEnsembleClassifier': 'labels that are texts, PROBIT',
  'ai.onnx.ml TreeEnsembleRegressor': 'PROBIT',
  'com.microsoft Attention': 'do_rotary = 1, masks of four axes',
  'com.microsoft MultiHeadAttention': 'queries, keys and values packed in one tensor',
  'com.microsoft RotaryEmbedding': 'a scale',
}

const nameOf = (domain: string, operator: string): string => (domain === '' ? operator : `${domain} ${operator}`)

const tests = sourcesUnder('test/onnx/in').filter(({ path }) => path.endsWith('.test.ts'))

/** The tests that name an operator. */
const testsOf = (operator: string): readonly string[] =>
  tests
    .filter(({ text }) => new RegExp(`\\b${operator}\\b`).test(text))
    .map(({ path }) => path.slice('test/onnx/in/'.length, -'.test.ts'.length))

/** A row for each operator that is read: its name, the tests that name it, and what of it is not read. */
export const onnxRows: readonly Row[] = Object.entries(domains).flatMap(([domain, operators]) =>
  Object.keys(operators)
    .sort()
    .map((operator) => {
      const name = nameOf(domain, operator)
      return [name, testsOf(operator).join(', '), limits[name] ?? '']
    }),
)

/** Limits of what is no operator. */
export const foreignLimits: readonly string[] = Object.keys(limits).filter(
  (name) => !onnxRows.some(([operator]) => operator === name),
)

/** The page of operators. */
export const onnxDocument = (): string =>
  [
    '# Operators of ONNX that are read',
    '',
    'Every operator that `fromOnnx` of `cotangent/onnx` reads, in versions 7 to 24 of the standard set, made anew by `npm run onnx`.',
    'A model with others is not read: the error names all of them, with their domains and versions.',
    '',
    '* tests: files of `test/onnx/in` that hold it against ONNX Runtime, or where that has none against its definition.',
    '* not read: refused with a typed error that says so. Everywhere: sequences, maps, optional values, complex numbers, texts.',
    '',
    ...tableLines(['operator', 'tests', 'not read'], onnxRows),
    '',
  ].join('\n')
