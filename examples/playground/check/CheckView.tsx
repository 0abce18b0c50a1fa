import type { ViewProps } from '../app/App.js'

/** PLACEHOLDER */
export const CheckView = (_: ViewProps) => <p>Check</p>
