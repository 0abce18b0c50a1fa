import type { Work } from '../worker/channel.js'

/** PLACEHOLDER */
export const work: Work<never, string> = (answer) => () => answer('graph')
