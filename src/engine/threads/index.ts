/** Tasks done by several threads. */
export { availableThreads, checkThreads, threadCount } from './count.js'
export { onThreads, type Sharing, share, type Tasks, type Work } from './pool.js'
export { nodeModule } from './runtime.js'
