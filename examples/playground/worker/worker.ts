import type { Opening } from './channel.js'
import { serve, type Works } from './serve.js'

/** Each view's part is loaded when it is asked for: what a training needs is half of the library. */
const works: Works = {
  train: () => import('../train/work.js').then(({ work }) => work),
  graph: () => import('../graph/work.js').then(({ work }) => work),
  check: () => import('../check/work.js').then(({ work }) => work),
}

addEventListener('message', ({ data }: MessageEvent<Opening>) => void serve(data, works), { once: true })
