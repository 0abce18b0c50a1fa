import { type PresetName, presetNames } from './presets.js'
import { type CurveName, curveNames, type Method, methods } from './protocol.js'
import { ranges } from './ranges.js'

/** What the address has of the graph view. */
export interface Settings {
  /** A preset, or a program of the reader's own. */
  readonly of: PresetName | 'own'
  /** The reader's own program; empty where there is none. */
  readonly code: string
  readonly show: Shown
  /** How many steps of the reverse sweep are done. */
  readonly step: number
  readonly curve: CurveName
  readonly x: number
  /** The power of ten that epsilon is, from -16 to 0. */
  readonly exponent: number
  readonly method: Method
}

/** Whether the function is drawn alone, or its derivative with it. */
export const shown = ['function', 'derivative'] as const
export type Shown = (typeof shown)[number]

/** As long as a program in an address may be, in letters; what is longer is cut, and says so by not being a program. */
export const longestCode = 8000

/** The least power of ten that epsilon may be. */
export const leastExponent = -16

/** More steps than any drawing has. */
const mostSteps = 9999

export const defaults: Settings = {
  of: 'product',
  code: '',
  show: 'function',
  step: 0,
  curve: 'sin',
  x: ranges.sin.x,
  exponent: -1,
  method: 'forward',
}

const oneOf = <A extends string>(words: readonly A[], word: string | null, otherwise: A): A =>
  words.find((each) => each === word) ?? otherwise

/** A number within its range; what is none is the one given. */
const numberIn = (text: string | null, from: number, to: number, otherwise: number): number => {
  const value = text === null || text.trim() === '' ? Number.NaN : Number(text)
  return Number.isNaN(value) ? otherwise : Math.min(Math.max(value, from), to)
}

/** Reads the view's state; nonsense becomes what there is without it. */
export const readSettings = (state: URLSearchParams): Settings => {
  const code = (state.get('code') ?? '').slice(0, longestCode)
  const of = oneOf<Settings['of']>([...presetNames, 'own'], state.get('of'), defaults.of)
  const curve = oneOf(curveNames, state.get('curve'), defaults.curve)
  const { from, to, x } = ranges[curve]
  return {
    of: of === 'own' && code === '' ? defaults.of : of,
    code: of === 'own' ? code : '',
    show: oneOf(shown, state.get('show'), defaults.show),
    step: Math.trunc(numberIn(state.get('step'), 0, mostSteps, defaults.step)),
    curve,
    x: numberIn(state.get('x'), from, to, x),
    exponent: numberIn(state.get('epsilon'), leastExponent, 0, defaults.exponent),
    method: oneOf(methods, state.get('method'), defaults.method),
  }
}

/** What {@link readSettings} reads; what is as it is without being said is left out. */
export const writeSettings = ({ of, code, show, step, curve, x, exponent, method }: Settings): URLSearchParams => {
  const state = new URLSearchParams()
  const put = (name: string, value: string | number, usual: string | number): void => {
    if (value !== usual) state.set(name, String(value))
  }
  put('of', of, defaults.of)
  if (of === 'own') put('code', code, '')
  put('show', show, defaults.show)
  put('step', step, defaults.step)
  put('curve', curve, defaults.curve)
  put('x', x, ranges[curve].x)
  put('epsilon', exponent, defaults.exponent)
  put('method', method, defaults.method)
  return state
}
