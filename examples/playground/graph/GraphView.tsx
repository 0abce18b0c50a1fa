import type { ViewProps } from '../app/App.js'

/** PLACEHOLDER */
export const GraphView = (_: ViewProps) => <p>Graph</p>
