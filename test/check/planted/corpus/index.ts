import type { Written } from '../written.js'
import { attentions } from './attention.js'
import { convolutions } from './convolution.js'
import { networks } from './networks.js'
import { normalizations } from './normalization.js'
import { recurrences } from './recurrence.js'
import { regressions } from './regression.js'
import { statistics } from './statistics.js'

/** Functions with gradients written by hand. */
export const corpus: readonly Written[] = [
  ...regressions,
  ...networks,
  ...normalizations,
  ...attentions,
  ...convolutions,
  ...recurrences,
  ...statistics,
]
