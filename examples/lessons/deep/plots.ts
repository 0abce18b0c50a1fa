import { basename } from 'node:path'
import { abs, add, div, expandDims, item, max, reshape, sub, take, transpose } from 'cotangent'
import type { Image } from 'cotangent/data'
import { images, lines } from 'cotangent/plot'
import { pipe } from 'fp-ts/lib/function.js'
import type { Plots } from '../command.js'
import type { Judged } from './judging.js'
import type { Deep, DeepOptions } from './lesson.js'
import type { Album } from './pictures.js'

const right = '#2c963c'
const wrong = '#c8201a'

const colorOf = ({ shows, taken }: Judged): string => (shows === undefined || shows === taken ? right : wrong)
const labelOf = ({ taken, probability }: Judged): string => `${taken} (${probability.toFixed(2)})`

const costs = ({ figures: { training } }: Deep, { every }: DeepOptions) =>
  lines(
    { "the lesson's gradient": training.lesson.costs, 'automatic gradient': training.automatic.costs },
    {
      x: training.lesson.costs.map((_, index) => index * every),
      styles: { 'automatic gradient': { dashed: true } },
      xLabel: 'step',
      yLabel: 'cost',
      title: 'Cost while the network learns',
    },
  )

/** What training has added to the weights of the first layer, in colours: grey is nothing. */
const weights = ({ initial, layers }: Deep, { train }: Album) => {
  const learnt = sub(layers[0].weights, initial[0].weights)
  const largest = item(max(abs(learnt)))
  const [, ...extents] = train.images.shape
  return images(pipe(learnt, transpose, div(2 * (largest === 0 ? 1 : largest)), add(0.5), reshape([-1, ...extents])), {
    labels: Array.from({ length: learnt.shape[1] }, (_, node) => `node ${node}`),
    title: 'What nodes of the first layer have learnt to look for',
    range: [0, 1],
  })
}

/** The lesson's figures: costs, the picture asked for, all pictures to test with, weights, and a picture of one's own. */
export const plots = (
  deep: Deep,
  options: DeepOptions,
  album: Album,
  judged: readonly Judged[],
  example: number,
  own?: { readonly image: Image<'float64'>; readonly judged: Judged },
): Plots => ({
  costs: costs(deep, options),
  example: images(take(album.test.images, [example], { axis: 0 }), {
    labels: [labelOf(judged[example])],
    labelColors: [colorOf(judged[example])],
    title: `Test picture ${example}: ${judged[example].shows}`,
    size: 240,
  }),
  tested: images(album.test.images, {
    labels: judged.map(labelOf),
    labelColors: judged.map(colorOf),
    columns: 10,
    title: 'Test pictures: what they are taken for, and the probability of a cat',
  }),
  weights: weights(deep, album),
  ...(own === undefined
    ? {}
    : {
        picture: images(expandDims(own.image, 0), {
          labels: [labelOf(own.judged)],
          title: basename(own.judged.what),
          size: 240,
        }),
      }),
})
