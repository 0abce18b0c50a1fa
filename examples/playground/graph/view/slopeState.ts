import type { CurveName, Method } from '../protocol.js'
import { ranges } from '../ranges.js'
import type { SlopeSettings } from '../settings.js'

export type SlopeEvent =
  | { readonly kind: 'curve'; readonly curve: CurveName }
  | { readonly kind: 'moved'; readonly x: number }
  | { readonly kind: 'epsilon'; readonly exponent: number }
  | { readonly kind: 'method'; readonly method: Method }

/** What an event makes of the settings of the slopes; another function is looked at where that is worth while. */
export const nextSlope = (settings: SlopeSettings, event: SlopeEvent): SlopeSettings => {
  switch (event.kind) {
    case 'curve':
      return { ...settings, curve: event.curve, x: ranges[event.curve].x }
    case 'moved':
      return { ...settings, x: event.x }
    case 'epsilon':
      return { ...settings, exponent: event.exponent }
    case 'method':
      return { ...settings, method: event.method }
  }
}
