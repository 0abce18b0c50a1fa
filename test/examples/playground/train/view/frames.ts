import type { DrawnLayer, Figures, Frame, Response } from '../../../../../examples/playground/train/protocol.js'

/** Figures of a step, of which only the step matters. */
export const figuresAt = (step: number): Figures => ({
  step,
  trainLoss: 1 / (step + 1),
  testLoss: 2 / (step + 1),
  trainAccuracy: 0.75,
  testAccuracy: 0.5,
})

/** A layer of two inputs and two units. */
export const layer: DrawnLayer = {
  inputs: 2,
  outputs: 2,
  weights: Float32Array.of(0.5, -1, 0.25, 2),
  bias: Float32Array.of(0.125, -0.5),
}

/** A picture of one point. */
export const pictureAt = (step: number, layers: readonly DrawnLayer[] = [layer]): Frame => ({
  figures: figuresAt(step),
  passed: [],
  epoch: 0,
  grid: { rows: 1, columns: 1, probabilities: Float32Array.of(0.5, 0.5) },
  layers,
  stepTime: 10,
})

/** The answer to a request for steps. */
export const frameAt = (step: number, run: number): Extract<Response, { readonly kind: 'frame' }> => ({
  kind: 'frame',
  run,
  frame: pictureAt(step),
})

/** The answer to a start. */
export const readyAt = (step: number, run: number): Extract<Response, { readonly kind: 'ready' }> => ({
  kind: 'ready',
  run,
  points: { places: Float32Array.of(0, 0), labels: Uint8Array.of(0), held: Uint8Array.of(0) },
  plane: { x: [-1, 1], y: [-2, 2], features: ['length', 'width'], classes: ['one', 'other'] },
  parameters: 6,
  prepared: 1,
  threads: 1,
  frame: pictureAt(step),
})
