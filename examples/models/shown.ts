import { reshape, tensor } from 'cotangent'
import { images, layered, lines, scatter } from 'cotangent/plot'
import type { Plots } from '../lessons/command.js'
import { digits } from '../lessons/printed.js'
import { autoencoder } from './autoencoder.js'
import { convolution } from './convolution.js'
import { gaussianProcess } from './gaussianProcess.js'
import { newton } from './newton.js'
import { physics } from './physics.js'
import { transformer } from './transformer.js'

/** An example that has run: its numbers, what came of it as a line, and its plots. */
export interface Shown {
  readonly name: string
  readonly what: string
  readonly figures: object
  readonly plots: Plots
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

const showNewton = (): Shown => {
  const figures = newton()
  return {
    name: 'newton',
    what: `two species of iris by Newton's method: slope ${digits(figures.slopes[0])} to ${digits(figures.slopes[figures.slopes.length - 1])} in ${figures.slopes.length - 1} steps, ${percent(figures.accuracy)} right`,
    figures,
    plots: {
      slopes: lines(
        { 'log10 of the slope': figures.slopes.map((slope) => Math.log10(slope)) },
        { xLabel: 'step', title: "Newton's method squares the slope" },
      ),
    },
  }
}

const showProcess = (): Shown => {
  const figures = gaussianProcess()
  const { observed, posterior } = figures
  const { x, mean: middle, low, high } = posterior
  const edge = { color: '#999999', dashed: true }
  return {
    name: 'gaussian-process',
    what: `a Gaussian process by ascent: noise ${digits(figures.noise)} found, 0.2 added; at most ${digits(figures.error)} off the sine`,
    figures,
    plots: {
      likelihood: lines(
        { 'log likelihood': figures.likelihood },
        { xLabel: 'step', title: 'Hyperparameters by ascent' },
      ),
      posterior: layered(
        lines(
          { mean: middle, 'two deviations below': low, 'two deviations above': high, sine: x.map(Math.sin) },
          {
            x,
            yLabel: 'y',
            title: 'A sine from noisy observations',
            styles: { 'two deviations below': edge, 'two deviations above': edge, sine: { dashed: true } },
          },
        ),
        scatter(tensor(observed.x.map((each, index) => [each, observed.y[index]])), { size: 30 }),
      ),
    },
  }
}

const showPhysics = (): Shown => {
  const figures = physics()
  const { t, u } = figures.motion
  return {
    name: 'physics',
    what: `an oscillation from u'' = -u alone: at most ${digits(figures.error)} off the sine`,
    figures,
    plots: {
      motion: lines(
        { learnt: u, sine: t.map((time) => Math.sin(time)) },
        { x: t, xLabel: 't', yLabel: 'u', styles: { sine: { dashed: true } }, title: "Learnt from u'' = \u2212u" },
      ),
    },
  }
}

const showConvolution = (): Shown => {
  const figures = convolution()
  return {
    name: 'convolution',
    what: `a convolutional network on drawn digits: ${percent(figures.before)} right before training, ${percent(figures.after)} after`,
    figures,
    plots: {
      losses: lines({ loss: figures.losses }, { xLabel: 'step', title: 'A convolutional network learns digits' }),
    },
  }
}

const showTransformer = (): Shown => {
  const figures = transformer()
  return {
    name: 'transformer',
    what: `a transformer of characters: ${digits(mean(figures.losses.slice(-10)))} nats a character, ${digits(figures.pairEntropy)} for who looks at one; it writes "${figures.written.trim()}"`,
    figures,
    plots: { losses: lines({ loss: figures.losses }, { xLabel: 'step', title: 'A transformer learns a text' }) },
  }
}

const showAutoencoder = (): Shown => {
  const figures = autoencoder()
  const side = Math.sqrt(figures.dreams[0].length)
  return {
    name: 'autoencoder',
    what: `a variational autoencoder: ${digits(mean(figures.bounds.slice(-20)))} nats an image, ${digits(figures.pixelByPixel)} pixel by pixel`,
    figures,
    plots: {
      dreams: images(reshape(tensor(figures.dreams), [figures.dreams.length, side, side]), {
        size: 72,
        title: 'Digits made up',
      }),
    },
  }
}

/** All examples beside the lessons, each of which runs when it is called. */
export const models: Readonly<Record<string, () => Shown>> = {
  newton: showNewton,
  'gaussian-process': showProcess,
  physics: showPhysics,
  convolution: showConvolution,
  transformer: showTransformer,
  autoencoder: showAutoencoder,
}
