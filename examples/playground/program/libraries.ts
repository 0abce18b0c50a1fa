import * as cotangent from 'cotangent'
import * as nn from 'cotangent/nn'
import * as optim from 'cotangent/optim'
import * as random from 'cotangent/random'
import * as functions from 'fp-ts/lib/function.js'
import type { Libraries } from './program.js'

/** What programs of the reader's own may import. */
export const libraries: Libraries = {
  cotangent,
  'cotangent/nn': nn,
  'cotangent/optim': optim,
  'cotangent/random': random,
  'fp-ts/lib/function.js': functions,
}
