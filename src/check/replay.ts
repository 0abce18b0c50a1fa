import type { GradcheckOptions } from './options.js'
import type { Place } from './verdict.js'

const shown = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  return fields.length === 0 ? '{}' : `{ ${fields.map(([key, field]) => `${key}: ${shown(field)}`).join(', ')} }`
}

/** Options that decide what is computed, in the order in which they are written. */
const kept = ['engine', 'mode', 'order', 'batched', 'resolution'] as const satisfies readonly (keyof GradcheckOptions)[]

/** A line of code that looks again at what failed: one entry alone, where it is known; a drawn point by seed and path. */
export const replayLine = (
  check: string,
  options: GradcheckOptions,
  place: Place | undefined,
  drawn?: { readonly seed: number; readonly replayPath: string },
): string => {
  const only = place && { path: place.path, index: place.index }
  const all = { ...Object.fromEntries(kept.map((name) => [name, options[name]])), ...drawn, only }
  const given = Object.values(all).some((value) => value !== undefined) ? `, ${shown(all)}` : ''
  return `${check}(f, ${drawn === undefined ? 'point' : 'arbitrary'}${given})`
}
