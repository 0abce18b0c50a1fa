import { CotangentError } from 'cotangent'
import { isLeft } from 'fp-ts/lib/Either.js'
import { libraries } from '../program/libraries.js'
import { evaluateProgram, type Program } from '../program/program.js'
import { placed } from '../program/unreadable.js'
import type { Work } from '../worker/channel.js'
import { drawingOf, TooLarge, type Value } from './model/drawing.js'
import { curveOf, slopeOf } from './model/slope.js'
import type { Request, Response } from './protocol.js'

/** Without the error's name, without the operations that this view calls by itself, and without the place, which stands before. */
const ownWords = (text: string): string =>
  text.replace(/^\w+: (?:(?:makeGraph|reverseSweep): )?/, '').replace(/\n\s*in your code at line \d+, column \d+/, '')

const toldBy = (run: number, thrown: unknown, { problemOf }: Program): Response => {
  if (thrown instanceof TooLarge) return { kind: 'problem', run, text: thrown.message, at: undefined }
  const { text, at } = problemOf(thrown)
  return { kind: 'problem', run, text: thrown instanceof CotangentError ? ownWords(text) : text, at }
}

/** The graph of a program, or what stands in its way. */
export const graphOf = async (run: number, source: string): Promise<Response> => {
  const program = evaluateProgram(source, libraries)
  if (isLeft(program)) {
    const { text, at } = await placed(source, program.left)
    return { kind: 'problem', run, text, at }
  }
  const { value, at } = program.right.exports
  const missing = typeof value !== 'function' ? 'a function called value' : at === undefined ? 'a place called at' : ''
  if (missing !== '')
    return {
      kind: 'problem',
      run,
      text: `The program must export ${missing}: the function to look at, and where.`,
      at: undefined,
    }
  try {
    return { kind: 'graph', run, drawing: drawingOf(value as Value, at) }
  } catch (thrown) {
    return toldBy(run, thrown, program.right)
  }
}

const answerTo = async (request: Request): Promise<Response> => {
  const { kind, run } = request
  switch (kind) {
    case 'graph':
      return graphOf(run, request.source)
    case 'curve':
      return { kind, run, curve: curveOf(request.name) }
    case 'slope':
      return { kind, run, slope: slopeOf(request.name, request.x, request.epsilon) }
  }
}

/** The graph view's half in the worker. */
export const work: Work<Request, Response> = (answer) => (request) =>
  void answerTo(request).then((response) => answer(response))
