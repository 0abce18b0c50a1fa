import type { ViewProps } from '../app/App.js'

/** PLACEHOLDER */
export const TrainView = (_: ViewProps) => <p>Train</p>
