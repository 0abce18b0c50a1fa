import { describe, it } from 'vitest'
import type { AttributeProto } from '../../../../src/engine/onnx/index.js'
import { drawn, expectDerivative, expectLayer, type LayerCase, sumsOf } from '../support/layers.js'
import { attribute, f32, i64 } from '../support/models.js'
import type { Tolerance } from '../support/runtime.js'

const { int, ints, float, floats, string, strings } = attribute

const ml = (
  operator: string,
  inputs: LayerCase['inputs'],
  attributes: readonly AttributeProto[],
  rest: Partial<LayerCase> = {},
): LayerCase => ({
  operator,
  domain: 'ai.onnx.ml',
  opset: 17,
  inputs,
  attributes,
  outputs: ['float32'],
  ...rest,
})

const x = drawn([4, 3], 1, -2, 2)

/** Sums of 4 products of size up to 4, and what functions of a slope of at most 1 add. */
const scored: Tolerance = sumsOf(8, 4)

const preparations: readonly LayerCase[] = [
  ml('Scaler', [x], [floats('offset', [0.5, 1, -1]), floats('scale', [2, 0.3, 1])]),
  ml('Scaler', [i64([2, 2], [1, 2, 3, 4])], [floats('offset', [0.5]), floats('scale', [0.1])]),
  ml('Normalizer', [x], [string('norm', 'L2')], { tolerance: sumsOf(4) }),
  ml('Normalizer', [x], [string('norm', 'L1')], { tolerance: sumsOf(4) }),
  ml('Normalizer', [f32([2, 2], [1, 4, 2, 0.5])], [string('norm', 'MAX')]),
  ml('Normalizer', [f32([1, 2], [0, 0])], [string('norm', 'L2')]),
  ml('Binarizer', [x], [float('threshold', 0.25)]),
  ml(
    'Imputer',
    [f32([2, 3], [1, Number.NaN, 3, Number.NaN, 5, 6])],
    [floats('imputed_value_floats', [7, 8, 9]), float('replaced_value_float', Number.NaN)],
  ),
  ml(
    'Imputer',
    [f32([2, 2], [1, -1, 3, -1])],
    [floats('imputed_value_floats', [0.5]), float('replaced_value_float', -1)],
  ),
  ml('Imputer', [i64([2, 2], [1, 0, 3, 0])], [ints('imputed_value_int64s', [5]), int('replaced_value_int64', 0)], {
    outputs: ['int64'],
  }),
  ml('ArrayFeatureExtractor', [x, i64([2], [2, 0])], []),
  ml('ArrayFeatureExtractor', [f32([4], [1, 2, 3, 4]), i64([1, 2], [3, 1])], []),
  ml('FeatureVectorizer', [x, drawn([4, 2], 2)], [ints('inputdimensions', [3, 2])]),
  ml('OneHotEncoder', [i64([3], [2, 5, 7])], [ints('cats_int64s', [7, 2, 1]), int('zeros', 1)]),
  ml(
    'LabelEncoder',
    [i64([4], [1, 5, 3, 1])],
    [ints('keys_int64s', [1, 3]), floats('values_floats', [0.5, 0.25]), float('default_float', -2)],
  ),
  ml(
    'LabelEncoder',
    [f32([4], [1, 5, Number.NaN, 1.5])],
    [floats('keys_floats', [1, Number.NaN]), ints('values_int64s', [7, 9])],
    { outputs: ['int64'] },
  ),
  ml(
    'LabelEncoder',
    [f32([4], [1, 5, Number.NaN, 1.5])],
    [floats('keys_floats', [1, Number.NaN]), ints('values_int64s', [7, 9])],
    { outputs: ['int64'], mlOpset: 4 },
  ),
]

const coefficients = floats('coefficients', [0.5, -1, 0.25, 1, 0.75, -0.5, -0.25, 0.5, 1])
const labels = ints('classlabels_ints', [3, 7, 11])
const two: LayerCase['outputs'] = ['int64', 'float32']
const row = floats('coefficients', [0.5, -1, 0.25])
const post = (name: string) => string('post_transform', name)

const vectors = [
  int('n_supports', 2),
  floats('support_vectors', [1, 0.5, -1, 0, 0.25, 0.75]),
  floats('coefficients', [0.5, -0.75]),
  floats('rho', [0.25]),
]
const kernel = (name: string, params: readonly number[]) => [
  string('kernel_type', name),
  floats('kernel_params', params),
]

const linear: readonly LayerCase[] = [
  ml('LinearRegressor', [x], [row, floats('intercepts', [0.5]), int('targets', 1)]),
  ml('LinearRegressor', [x], [coefficients, int('targets', 3)]),
  ml('LinearClassifier', [x], [coefficients, floats('intercepts', [0.1, 0.2, 0.3]), labels, post('SOFTMAX')], {
    outputs: two,
  }),
  ml(
    'LinearClassifier',
    [x],
    [coefficients, floats('intercepts', [0.1, 0.2, 0.3]), labels, post('LOGISTIC'), int('multi_class', 1)],
    { outputs: two },
  ),
  ml('LinearClassifier', [x], [coefficients, floats('intercepts', [0.1, 0.2, 0.3]), labels, post('SOFTMAX_ZERO')], {
    outputs: two,
  }),
  ml('LinearClassifier', [x], [row, floats('intercepts', [0.1]), ints('classlabels_ints', [0, 1]), post('LOGISTIC')], {
    outputs: two,
  }),
  ml('LinearClassifier', [x], [row, floats('intercepts', [0.1]), ints('classlabels_ints', [0, 1]), post('NONE')], {
    outputs: two,
  }),
  ml('SVMRegressor', [x], [...vectors, ...kernel('LINEAR', [])]),
  ml('SVMRegressor', [x], [...vectors, ...kernel('POLY', [0.5, 1, 3])]),
  ml('SVMRegressor', [x], [...vectors, ...kernel('RBF', [0.5, 0, 0])]),
  ml('SVMRegressor', [x], [...vectors, ...kernel('SIGMOID', [0.5, 0.25, 0])]),
  ml(
    'SVMRegressor',
    [x],
    [row, floats('rho', [0.25]), int('n_supports', 0), floats('support_vectors', []), ...kernel('LINEAR', [0, 0, 0])],
  ),
  ml('SVMRegressor', [x], [...vectors, ...kernel('RBF', [0.5, 0, 0]), int('one_class', 1)]),
].map((one) => ({ tolerance: scored, ...one }))

/** Two trees: one asks twice, the other once. */
const trees = (
  modes: readonly string[] = ['BRANCH_LEQ', 'BRANCH_LEQ', 'LEAF', 'LEAF', 'LEAF', 'BRANCH_LEQ', 'LEAF', 'LEAF'],
) => [
  ints('nodes_treeids', [0, 0, 0, 0, 0, 1, 1, 1]),
  ints('nodes_nodeids', [0, 1, 2, 3, 4, 0, 1, 2]),
  ints('nodes_featureids', [0, 2, 0, 0, 0, 1, 0, 0]),
  floats('nodes_values', [0.5, -0.25, 0, 0, 0, 0.125, 0, 0]),
  strings('nodes_modes', modes),
  ints('nodes_truenodeids', [1, 2, 0, 0, 0, 1, 0, 0]),
  ints('nodes_falsenodeids', [4, 3, 0, 0, 0, 2, 0, 0]),
  ints('nodes_missing_value_tracks_true', [1, 0, 0, 0, 0, 0, 0, 0]),
]

const leaves = (prefix: 'target' | 'class', ids: readonly number[], weights: readonly number[]) => [
  ints(`${prefix}_treeids`, [0, 0, 0, 1, 1]),
  ints(`${prefix}_nodeids`, [2, 3, 4, 1, 2]),
  ints(`${prefix}_ids`, ids),
  floats(`${prefix}_weights`, weights),
]

const features = f32(
  [6, 3],
  [0.5, 1, -0.25, 0.75, 0.125, 3, -1, 0, 0, 0, -1, -1, Number.NaN, 2, -3, 0.25, Number.NaN, Number.NaN],
)
const one = leaves('target', [0, 0, 0, 0, 0], [0.5, -1, 2, 0.25, -0.75])
const labelled = ints('classlabels_int64s', [4, 9])
/**
 * Of two classes that both have leaves ONNX Runtime calls one 1 and the other 0, by the sign of the second one's sum: here
 * that is the label of the larger one.
 */
const opposed = [
  ints('class_treeids', [0, 0, 0, 0, 0, 0, 1, 1, 1, 1]),
  ints('class_nodeids', [2, 2, 3, 3, 4, 4, 1, 1, 2, 2]),
  ints('class_ids', [0, 1, 0, 1, 0, 1, 0, 1, 0, 1]),
  floats('class_weights', [-0.5, 0.5, 1, -1, -2, 2, 0.25, -0.25, -0.75, 0.75]),
  ints('classlabels_int64s', [0, 1]),
]
const mixed = ['BRANCH_LT', 'BRANCH_EQ', 'LEAF', 'LEAF', 'LEAF', 'BRANCH_GTE', 'LEAF', 'LEAF']
const others = ['BRANCH_GT', 'BRANCH_NEQ', 'LEAF', 'LEAF', 'LEAF', 'BRANCH_LT', 'LEAF', 'LEAF']

const ensembles: readonly LayerCase[] = [
  ml('TreeEnsembleRegressor', [features], [...trees(), ...one, int('n_targets', 1)]),
  ml('TreeEnsembleRegressor', [features], [...trees(mixed), ...one, int('n_targets', 1), floats('base_values', [0.5])]),
  ml(
    'TreeEnsembleRegressor',
    [features],
    [...trees(others), ...one, int('n_targets', 1), string('aggregate_function', 'AVERAGE')],
  ),
  ml(
    'TreeEnsembleRegressor',
    [features],
    [...trees(), ...one, int('n_targets', 1), string('aggregate_function', 'MIN')],
  ),
  ml(
    'TreeEnsembleRegressor',
    [features],
    [...trees(), ...one, int('n_targets', 1), string('aggregate_function', 'MAX'), floats('base_values', [1])],
  ),
  ml(
    'TreeEnsembleRegressor',
    [features],
    [...trees(), ...leaves('target', [0, 1, 0, 1, 0], [0.5, -1, 2, 0.25, -0.75]), int('n_targets', 2)],
  ),
  ml('TreeEnsembleClassifier', [features], [...trees(), ...opposed], { outputs: two }),
  ml(
    'TreeEnsembleClassifier',
    [features],
    [
      ...trees(),
      ...leaves('class', [0, 1, 2, 1, 0], [0.5, -0.25, 0.75, 0.5, 0.125]),
      ints('classlabels_int64s', [4, 9, 6]),
      post('SOFTMAX'),
    ],
    { outputs: two },
  ),
  ml(
    'TreeEnsembleClassifier',
    [features],
    [...trees(), ...leaves('class', [0, 0, 0, 0, 0], [0.5, -0.25, 0.75, 0.5, -0.625]), labelled, post('LOGISTIC')],
    { outputs: two },
  ),
  ml(
    'TreeEnsembleClassifier',
    [features],
    [...trees(), ...leaves('class', [0, 0, 0, 0, 0], [0.25, 0.125, 0.375, 0.5, 0.0625]), labelled],
    { outputs: two },
  ),
  ml(
    'TreeEnsembleClassifier',
    [features],
    [
      ...trees(),
      ...leaves('class', [0, 0, 0, 0, 0], [0.5, -0.25, 0.75, 0.5, -0.625]),
      labelled,
      post('LOGISTIC'),
      floats('base_values', [-0.5]),
    ],
    { outputs: two },
  ),
  ml(
    'TreeEnsembleClassifier',
    [features],
    [...trees(), ...leaves('class', [1, 1, 1, 1, 1], [0.5, -0.25, 0.75, 0.5, -0.625]), labelled, post('LOGISTIC')],
    { outputs: two },
  ),
  ml(
    'TreeEnsembleClassifier',
    [features],
    [...trees(), ...leaves('class', [1, 1, 1, 1, 1], [0.25, 0.125, 0.375, 0.5, 0.0625]), labelled],
    { outputs: two },
  ),
].map((each) => ({ tolerance: sumsOf(4, 3), ...each }))

describe('preparation of tables as ONNX Runtime has it', () => {
  for (const [index, each] of preparations.entries()) it(`${each.operator}, case ${index}`, () => expectLayer(each))
})

describe('linear models as ONNX Runtime has them', () => {
  for (const [index, each] of linear.entries()) it(`${each.operator}, case ${index}`, () => expectLayer(each))
})

describe('trees as ONNX Runtime has them', () => {
  for (const [index, each] of ensembles.entries()) it(`${each.operator}, case ${index}`, () => expectLayer(each))
})

describe('derivatives of tables', () => {
  it('Scaler', () => expectDerivative(preparations[0], 'float32'))
  it('Normalizer', () => expectDerivative(preparations[2], 'float32'))
  for (const index of [0, 9])
    it(`${linear[index].operator}, case ${index}`, () => expectDerivative(linear[index], 'float32'))
})
