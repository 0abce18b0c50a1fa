import { equalShapes, ShapeError, type Tensor } from '../../tensor/index.js'
import { checkIsTensor } from '../real.js'

/** Refuses labels and predictions of different shapes, which would broadcast, with a ShapeError. */
export const checkAlike = (operation: string, labels: Tensor, predictions: Tensor): void => {
  for (const each of [labels, predictions]) checkIsTensor(operation, each)
  if (!equalShapes(labels.shape, predictions.shape))
    throw new ShapeError({
      operation,
      operands: [labels, predictions],
      problem: 'labels and predictions have different shapes',
      remedy: 'Give one prediction for every label',
    })
}

/** Refuses scores that are not one row of classes `[N, C]` for each of the labels `[N]`, with a ShapeError. */
export const checkScores = (operation: string, labels: Tensor, scores: Tensor): void => {
  for (const each of [labels, scores]) checkIsTensor(operation, each)
  if (labels.shape.length !== 1 || scores.shape.length !== 2 || scores.shape[0] !== labels.shape[0])
    throw new ShapeError({
      operation,
      operands: [labels, scores],
      problem: 'the scores are no row of classes for each label',
      remedy: 'Give labels [N] and scores [N, C]',
    })
}
