import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { transform } from 'sucrase'
import { type Place, sourcePlaces } from './sourceMap.js'

/** A module's exports, by their names. */
export interface Exports {
  readonly [name: string]: unknown
}

/** The modules that a program may import, by what it writes after `from`. */
export interface Libraries {
  readonly [specifier: string]: Exports
}

/** Why there is nothing to run, or what was thrown. A program that the engine cannot read is told of without a place. */
export interface Problem {
  /** Whether the text cannot be read, or what it says cannot be done. */
  readonly kind: 'syntax' | 'thrown'
  /** In words, with places of the program as `line 3, column 7`. */
  readonly text: string
  /** Where in the program's text, if it is known. */
  readonly at: Place | undefined
}

/** A program that has been evaluated. */
export interface Program {
  readonly exports: Exports
  /** A text of the library in which places of the program are those of its own text, as `line 3, column 7`. */
  readonly told: (text: string) => string
  /** The first place of the program that a text of the library names. */
  readonly placeIn: (text: string) => Place | undefined
  /** What the program threw, at once or when a function of its own was called. */
  readonly problemOf: (thrown: unknown) => Problem
}

/** What stacks call the program. */
const file = 'own.grad.ts'

const places = new RegExp(`${file.replaceAll('.', '\\.')}:(\\d+):(\\d+)`, 'g')

/** Makes a function of a body of JavaScript, in which stacks have the program's name. */
const compiled = (body: string): ((load: (specifier: string) => unknown, exports: object) => unknown) =>
  new Function('require', 'exports', `${body}\n//# sourceURL=${file}`) as never

const firstPlace = (stack: string): Place | undefined => {
  const [found] = stack.matchAll(places)
  return found === undefined ? undefined : { line: Number(found[1]), column: Number(found[2]) }
}

/** How many lines an engine puts before the body of a function. */
const linesBefore = (): number => {
  const stack = compiled('return new Error().stack')(String, {})
  return (firstPlace(String(stack))?.line ?? 1) - 1
}

/** JavaScript, and where its parts come from. */
export interface Translated {
  readonly code: string
  readonly placeOf: (place: Place) => Place
}

/** A module in TypeScript as the body of a function of `require` and `exports`; throws where it cannot be read. */
export const translated = (source: string): Translated => {
  const { code, sourceMap } = transform(source, {
    transforms: ['typescript', 'imports'],
    disableESTransforms: true,
    production: true,
    filePath: file,
    sourceMapOptions: { compiledFilename: file },
  })
  return { code, placeOf: sourcePlaces({ code, source, mappings: sourceMap?.mappings ?? '' }) }
}

const untranslated = (thrown: unknown): Problem => {
  const { message, loc } = thrown as Error & { readonly loc?: Place }
  const text = message.replace(`Error transforming ${file}: `, '').replace(/ \(\d+:\d+\)$/, '')
  return { kind: 'syntax', text, at: loc === undefined ? undefined : { line: loc.line, column: loc.column } }
}

/** A library of which only what it has can be taken: anything else is a mistake, and not `undefined`. */
const guarded = (specifier: string, library: Exports): Exports =>
  new Proxy({ ...library, __esModule: true } as Exports, {
    get: (target, name) => {
      if (typeof name === 'symbol' || name === 'then' || name in target) return Reflect.get(target, name)
      throw new SyntaxError(
        name === 'default' ? `${specifier} has no default export` : `${specifier} does not export ${name}`,
      )
    },
  })

const loaderOf =
  (libraries: Libraries) =>
  (specifier: string): Exports => {
    if (Object.hasOwn(libraries, specifier)) return guarded(specifier, libraries[specifier])
    throw new Error(`there is no ${specifier} here to import: there are ${Object.keys(libraries).join(', ')}`)
  }

/** What was thrown by its own words: an error by its name and message, and by its cause. */
const wordsOf = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return `throws ${String(thrown)}`
  const { name, message, cause } = thrown
  const named = message.startsWith(name) ? message : `${name}: ${message}`
  // What is imported is called through the module it comes from, of which the program's text knows nothing.
  const own = named.replace(/\(0, _\w+\.(\w+)\)/g, '$1')
  return cause === undefined ? own : `${own}\nbecause ${wordsOf(cause)}`
}

/** Enough frames to see the program past those of the library that it called; V8 keeps ten by default. */
const framesKept = 64

const keepingFrames = <A>(body: () => A): A => {
  const holder = Error as { stackTraceLimit?: number }
  const before = holder.stackTraceLimit
  holder.stackTraceLimit = framesKept
  try {
    return body()
  } finally {
    holder.stackTraceLimit = before
  }
}

const toldBy =
  (placed: (place: Place) => Place) =>
  (text: string): string =>
    text.replace(places, (_, line: string, column: string) => {
      const place = placed({ line: Number(line), column: Number(column) })
      return `line ${place.line}, column ${place.column}`
    })

/**
 * Evaluates a module in TypeScript: types are taken out and not looked at, and imports are of the libraries given. It
 * runs here and now, with all that the thread can do: in a worker that can be stopped, and only what its reader has
 * asked to run.
 */
export const evaluateProgram = (source: string, libraries: Libraries): Either<Problem, Program> => {
  let code: Translated
  try {
    code = translated(source)
  } catch (thrown) {
    return left(untranslated(thrown))
  }
  const before = linesBefore()
  const placed = ({ line, column }: Place): Place => code.placeOf({ line: line - before, column })
  const told = toldBy(placed)
  const placeIn = (text: string): Place | undefined => {
    const place = firstPlace(text)
    return place === undefined ? undefined : placed(place)
  }
  const problemOf = (thrown: unknown): Problem => {
    // An error's message comes first in its stack, and knows the place better where it names one.
    const stack = thrown instanceof Error ? `${thrown.message}\n${thrown.stack}` : ''
    return { kind: 'thrown', text: told(wordsOf(thrown)), at: placeIn(stack) }
  }
  try {
    const run = compiled(code.code)
    const exports: { [name: string]: unknown } = {}
    try {
      keepingFrames(() => run(loaderOf(libraries), exports))
    } catch (thrown) {
      return left(problemOf(thrown))
    }
    return right({ exports, told, placeIn, problemOf })
  } catch (thrown) {
    // The engine is stricter than what takes out the types, and tells no place.
    return left({ kind: 'syntax', text: wordsOf(thrown), at: undefined })
  }
}
