import { type Markup, toHtmlText } from './markup.js'

/** A value in the forms that a notebook may choose of, by MIME type. */
export interface DisplayBundle {
  readonly 'text/plain': string
  readonly 'text/html'?: string
}

/** Kernels of notebooks ask a value for its forms by this symbol. */
export const notebookDisplay: unique symbol = Symbol.for('Jupyter.display')

/** The consoles of Node, Deno and Bun ask a value for its text by this one. */
export const consoleText: unique symbol = Symbol.for('nodejs.util.inspect.custom')

/** And we for what is drawn of it where more than text can be: undefined where its text says all. */
export const drawn: unique symbol = Symbol('drawn')

/** A value that consoles and notebooks show by its text, and as a table where it has one. */
export abstract class Displayed {
  abstract toString(): string

  [drawn](): Markup | undefined {
    return undefined
  }

  [consoleText](): string {
    return this.toString()
  }

  [notebookDisplay](): DisplayBundle {
    const table = this[drawn]()
    return { 'text/plain': this.toString(), ...(table === undefined ? {} : { 'text/html': toHtmlText(table) }) }
  }
}
