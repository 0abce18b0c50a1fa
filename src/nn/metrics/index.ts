/** The face of src/nn/metrics: how good predictions are. */
export { accuracy, type TopKOptions, topKAccuracy } from './accuracy.js'
export type { Label, Labels } from './classes.js'
export { type ConfusionOptions, confusionMatrix } from './confusion.js'
export { type ClassificationReport, classificationReport, type ReportOptions } from './report.js'
export type { ClassScores, ZeroDivision } from './scores.js'
