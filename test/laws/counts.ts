/// <reference types="vite/client" />

/** Whether the tests take their time: `npm run laws:exhaustive`. */
export const exhaustive = import.meta.env.MODE === 'exhaustive'

/** How often a law is tried; far more often where there is time. */
export const runs = (usual: number, many = 100 * usual): { readonly numRuns: number } => ({
  numRuns: exhaustive ? many : usual,
})

/** How long that may take, in milliseconds. */
export const patience = exhaustive ? 3_600_000 : 60_000
