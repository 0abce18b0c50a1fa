/** The standard operators of nets, one file for each family. */
import type { Operators } from '../operator.js'
import { attentions } from './attention.js'
import { convolutions } from './convolution.js'
import { samplings } from './grids.js'
import { losses } from './losses.js'
import { normalizations } from './normalization.js'
import { poolings } from './pooling.js'
import { products } from './products.js'
import { quantizations } from './quantization.js'
import { recurrences } from './recurrent.js'
import { resizings } from './resize.js'
import { signals } from './signals.js'

/** Products, convolutions, normalisation and all else that the layers of nets are. */
export const networks: Operators = {
  ...products,
  ...convolutions,
  ...poolings,
  ...normalizations,
  ...recurrences,
  ...resizings,
  ...samplings,
  ...attentions,
  ...losses,
  ...quantizations,
  ...signals,
}
