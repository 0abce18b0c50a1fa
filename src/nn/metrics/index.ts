/** The face of src/nn/metrics: how good predictions are. */
export { accuracy, type TopKOptions, topKAccuracy } from './accuracy.js'
export type { Label, Labels } from './classes.js'
export { type ConfusionOptions, confusionMatrix } from './confusion.js'
export { logLoss } from './logLoss.js'
export { type PredictOptions, type Predictor, type ProbabilityOptions, predict, predictProb } from './predict.js'
export { meanAbsoluteError, meanSquaredError, r2Score } from './regression.js'
export { type ClassificationReport, classificationReport, type ReportOptions } from './report.js'
export type { ReportTable } from './reportText.js'
export {
  type RocAucOptions,
  type RocCurve,
  type RocCurveOptions,
  type RocOptions,
  rocAuc,
  rocCurve,
  type Scores,
} from './roc.js'
export type { ClassScores, ZeroDivision } from './scores.js'
