/** What the page asks of the worker. Every message has a number, which its answer repeats. */
export type Request =
  /** The graph of a program of the reader's own or of a preset. */
  | { readonly kind: 'graph'; readonly run: number; readonly source: string }
  /** Points of a function of one number over its range. */
  | { readonly kind: 'curve'; readonly run: number; readonly name: CurveName }
  /** The derivative of one at a place, and the difference quotients beside it. */
  | {
      readonly kind: 'slope'
      readonly run: number
      readonly name: CurveName
      readonly x: number
      readonly epsilon: number
    }

export type Response =
  | { readonly kind: 'graph'; readonly run: number; readonly drawing: Drawing }
  /** Why there is no graph, in words for the reader, and where in the program, if it is known. */
  | { readonly kind: 'problem'; readonly run: number; readonly text: string; readonly at: TextPlace | undefined }
  | { readonly kind: 'curve'; readonly run: number; readonly curve: Curve }
  | { readonly kind: 'slope'; readonly run: number; readonly slope: Slope }

/** Line and column of a program's text, both from 1. */
export interface TextPlace {
  readonly line: number
  readonly column: number
}

/** What a node stands for: what is given, a constant, an operation of the function, or one of its derivative. */
export type Part = 'input' | 'constant' | 'forward' | 'backward'

/** A node of a graph, with everything in words. */
export interface DrawnNode {
  readonly part: Part
  /** The primitive with its constant operands, or the name of what is given. */
  readonly label: string
  /** Shape and dtype of what it gives, as `float64[2, 3]`. */
  readonly type: string
  /** Numbers of the nodes that its operands are. */
  readonly sources: readonly number[]
  /** What the operands are called: the labels of their nodes, or a constant's number. */
  readonly operands: readonly string[]
  /** What the function or the derivative returns by it, as `value` or `d/dx`; empty where nothing. */
  readonly returned: string
  readonly attributes: string
  /** Its value as Cotangent prints it, cut where it is long; and in a few letters, empty where that is too few. */
  readonly value: string
  readonly short: string
  /** The same of what the reverse sweep brings to it in all; empty where nothing comes. */
  readonly cotangent: string
  /** As many letters as anything has that the sweep has brought to it by some step, in a few letters. */
  readonly room: number
  /** What it hands on of its cotangent `g` to its operands, as formulas; empty where no rule is written down. */
  readonly rule: readonly string[]
  /** The step of the sweep in which it hands on its cotangent, or in which it is made; 0 where in none. */
  readonly step: number
}

/** What an operand is handed in a step. */
export interface Receipt {
  readonly node: number
  /** Which operand it is, from 0. */
  readonly operand: number
  readonly contribution: string
  /** What it has been handed by then in all. */
  readonly sum: string
  readonly shortSum: string
  /** Whether it had been handed something before, so that this is a sum. */
  readonly isSum: boolean
}

/** A step of the reverse sweep: a node hands on its cotangent. */
export interface DrawnStep {
  readonly node: number
  readonly cotangent: string
  readonly receipts: readonly Receipt[]
}

/** A place in a drawing, from the upper left. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** Where a node lies, by its middle. */
export interface NodePlace extends Point {
  readonly node: number
  readonly width: number
  readonly height: number
}

/** The way from a node to one that uses it. */
export interface Way {
  readonly from: number
  readonly to: number
  readonly points: readonly Point[]
}

/** Nodes and ways laid out. */
export interface Layout {
  readonly width: number
  readonly height: number
  readonly nodes: readonly NodePlace[]
  readonly ways: readonly Way[]
}

/** A function and its derivative as they are drawn. */
export interface Drawing {
  readonly nodes: readonly DrawnNode[]
  readonly steps: readonly DrawnStep[]
  /** The node whose value the function returns; undefined where it returns a constant. */
  readonly output: number | undefined
  /** The function alone, and with what its derivative computes beside it. */
  readonly layouts: { readonly function: Layout; readonly derivative: Layout }
  /** Both graphs as Cotangent prints them. */
  readonly texts: { readonly function: string; readonly derivative: string }
}

/** The functions of one number, by the word that stands for each in the address. */
export const curveNames = ['sin', 'exp', 'square', 'sigmoid', 'tanh', 'relu', 'abs', 'sqrt'] as const
export type CurveName = (typeof curveNames)[number]

export const methods = ['forward', 'central'] as const
export type Method = (typeof methods)[number]

/** Points of a function. */
export interface Curve {
  readonly x: Float64Array
  readonly y: Float64Array
}

/** A difference quotient, and all that is known of its error. */
export interface Difference {
  /** The quotient at the epsilon asked for; undefined where that is lost beside x. */
  readonly quotient: number | undefined
  /** |quotient - derivative| at each of the slope's `epsilons`; NaN where they are lost beside x, or there is no quotient. */
  readonly errors: Float64Array
  /** The error of leaving the curve, at an epsilon of 1, and the power of epsilon that it goes with. */
  readonly truncation: { readonly coefficient: number; readonly power: 1 | 2 }
  /** The bound of what rounding does, at an epsilon of 1; it goes with 1 / epsilon. */
  readonly rounding: number
  /** Where both are least together; undefined where nothing but rounding is left. */
  readonly best: number | undefined
}

export interface Slope {
  readonly x: number
  readonly value: number
  /** By `grad`. */
  readonly derivative: number
  readonly epsilons: Float64Array
  readonly differences: { readonly [M in Method]: Difference }
}
