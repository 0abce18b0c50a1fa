import { expressionOf, type Graph, noAttributes } from '../graph/index.js'
import { type Constant, showNumber, showType, type Tensor } from '../tensor/index.js'
import { isKnown, knownElements } from './known.js'
import { embeddedStrides, fillsStorage, isLarge } from './residents.js'

/**
 * What the program of a graph depends on: graphs of equal text have the same program, which finds other constants in
 * place of those listed.
 */
export interface GraphStructure {
  readonly text: string
  /** The constants whose elements do not matter, in the order of their first use. */
  readonly constants: readonly Constant[]
}

const isGraph = (value: unknown): value is Graph => typeof value === 'object' && value !== null && 'applies' in value

/** Writes graphs as words, and collects their constants. */
class Writer {
  readonly words: string[] = []
  readonly #constants = new Map<Constant, number>()
  /** What stands for constants whose elements matter. */
  readonly #shown = new Map<Constant, string>()
  readonly #graphs = new Map<Graph, number>()

  get constants(): readonly Constant[] {
    return [...this.#constants.keys()]
  }

  /** A graph that stands in several places is written once. */
  graph(graph: Graph): void {
    const known = this.#graphs.get(graph)
    this.words.push('graph')
    if (known !== undefined) this.words.push(String(known))
    else {
      this.#graphs.set(graph, this.#graphs.size)
      this.#define(graph)
    }
  }

  #define({ inputs, applies, outputs }: Graph): void {
    const names = new Map<Tensor, string>()
    const declare = (tensor: Tensor): void => {
      names.set(tensor, `%${names.size}`)
      this.words.push(showType(tensor))
    }
    const use = (tensor: Tensor): void => {
      const expression = expressionOf(tensor)
      this.words.push(expression._tag === 'Constant' ? this.#constant(expression) : (names.get(tensor) as string))
    }
    inputs.forEach(declare)
    for (const { primitive, operands, results, attributes } of applies) {
      this.words.push(primitive.name)
      operands.forEach(use)
      results.forEach(declare)
      if (attributes !== noAttributes) this.#record(attributes as object)
    }
    this.words.push('return')
    outputs.forEach(use)
  }

  /** By its elements where the code may depend on them, and else by its type and how it lies. */
  #constant(constant: Constant): string {
    const shown = this.#shown.get(constant)
    if (shown !== undefined) return shown
    if (isKnown(constant)) {
      const text = `${showType(constant)}=${Array.from(knownElements(constant), showNumber)}`
      this.#shown.set(constant, text)
      return text
    }
    const number = this.#constants.get(constant)
    if (number !== undefined) return `#${number}`
    this.#constants.set(constant, this.#constants.size)
    return `#${showType(constant)}${isLarge(constant) ? `:${embeddedStrides(constant)}:${fillsStorage(constant)}` : ''}`
  }

  #record(record: object): void {
    this.words.push('{')
    for (const [key, value] of Object.entries(record)) {
      this.words.push(key)
      this.#attribute(value)
    }
    this.words.push('}')
  }

  /** All but functions, which say how a graph runs that is no part of another one. */
  #attribute(value: unknown): void {
    if (isGraph(value)) this.graph(value)
    else if (typeof value === 'object' && value !== null) this.#record(value)
    else if (typeof value === 'number') this.words.push(showNumber(value))
    else if (typeof value !== 'function') this.words.push(JSON.stringify(value) ?? 'undefined')
  }
}

/** The structure of a graph, in time that grows with its size. */
export const structureOf = (graph: Graph): GraphStructure => {
  const writer = new Writer()
  writer.graph(graph)
  return { text: writer.words.join('\n'), constants: writer.constants }
}
