import { type PresetName, presetNames } from './presets.js'
import { type CurveName, curveNames, type Method, methods } from './protocol.js'
import { ranges } from './ranges.js'

/** What the address has of the graphs. */
export interface GraphSettings {
  /** A preset, or a program of the reader's own. */
  readonly of: PresetName | 'own'
  /** The reader's own program; empty where there is none. */
  readonly code: string
  readonly show: Shown
  /** How many steps of the reverse sweep are done. */
  readonly step: number
}

/** What it has of the slopes. */
export interface SlopeSettings {
  readonly curve: CurveName
  readonly x: number
  /** The power of ten that epsilon is, from -16 to 0. */
  readonly exponent: number
  readonly method: Method
}

/** What the address has of the graph view. */
export interface Settings {
  readonly graph: GraphSettings
  readonly slope: SlopeSettings
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

export const defaults: GraphSettings & SlopeSettings = {
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

const readGraph = (state: URLSearchParams): GraphSettings => {
  const code = (state.get('code') ?? '').slice(0, longestCode).replace(/[\ud800-\udbff]$/, '')
  const of = oneOf<GraphSettings['of']>([...presetNames, 'own'], state.get('of'), defaults.of)
  return {
    of: of === 'own' && code === '' ? defaults.of : of,
    code: of === 'own' ? code : '',
    show: oneOf(shown, state.get('show'), defaults.show),
    step: Math.trunc(numberIn(state.get('step'), 0, mostSteps, defaults.step)),
  }
}

const readSlope = (state: URLSearchParams): SlopeSettings => {
  const curve = oneOf(curveNames, state.get('curve'), defaults.curve)
  const { from, to, x } = ranges[curve]
  return {
    curve,
    x: numberIn(state.get('x'), from, to, x),
    exponent: numberIn(state.get('epsilon'), leastExponent, 0, defaults.exponent),
    method: oneOf(methods, state.get('method'), defaults.method),
  }
}

/** Reads the view's state in two parts; nonsense becomes what there is without it. */
export const readSettings = (state: URLSearchParams): Settings => ({ graph: readGraph(state), slope: readSlope(state) })

/** What {@link readSettings} reads; what is as it is without being said is left out. */
export const writeSettings = ({ graph, slope }: Settings): URLSearchParams => {
  const { of, code, show, step } = graph
  const { curve, x, exponent, method } = slope
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
