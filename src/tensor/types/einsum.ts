import type { Dims } from '../tensor.js'
import type { Broadcast, BroadcastMismatch } from './broadcast.js'
import type { LastMismatch, MergedLast, UnknownShape } from './size.js'

// --- subscripts

type WithoutSpaces<S extends string> = S extends `${infer A} ${infer B}` ? WithoutSpaces<`${A}${B}`> : S

type Split<S extends string> = S extends `${infer Term},${infer Rest}` ? [Term, ...Split<Rest>] : [S]

/** A term for each operand. */
type Terms<S extends string> = WithoutSpaces<S> extends `${infer In}->${string}` ? Split<In> : Split<WithoutSpaces<S>>

/** The output as it is written; undefined where it is not. */
type Output<S extends string> = WithoutSpaces<S> extends `${string}->${infer Out}` ? Out : undefined

/** Letters in the order that an output has which is not written. */
type Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** The characters of a text, one after another. */
type Characters<S extends string, Done extends readonly string[] = []> = S extends `${infer L}${infer Rest}`
  ? Characters<Rest, [...Done, L]>
  : Done

type Letter = Characters<Alphabet>[number]

// --- what operands say of letters

/** The size of each letter, in a tuple; the axes that '...' stands for; and what is wrong. */
interface Known {
  readonly sizes: Readonly<Record<string, Dims>>
  readonly ellipsis: Dims
  readonly problems: string
}

interface Nothing extends Known {
  readonly sizes: Record<never, Dims>
  readonly ellipsis: []
  readonly problems: never
}

type WithSize<K extends Known, L extends string, N extends Dims> = {
  readonly sizes: {
    readonly [M in (keyof K['sizes'] & string) | L]: M extends keyof K['sizes']
      ? M extends L
        ? [MergedLast<K['sizes'][M], N>]
        : K['sizes'][M]
      : N
  }
  readonly ellipsis: K['ellipsis']
  readonly problems:
    | K['problems']
    | (L extends keyof K['sizes'] ? LastMismatch<K['sizes'][L], N, `${L}: sizes`> : never)
}

type WithEllipsis<K extends Known, S extends Dims> = {
  readonly sizes: K['sizes']
  readonly ellipsis: Broadcast<K['ellipsis'], S>
  readonly problems: K['problems'] | BroadcastMismatch<K['ellipsis'], S>
}

type WithProblem<K extends Known, Problem extends string> = {
  readonly sizes: K['sizes']
  readonly ellipsis: K['ellipsis']
  readonly problems: K['problems'] | Problem
}

/** What all operands say together. */
type Read<Terms, Shapes, K extends Known = Nothing> = Terms extends readonly [
  infer Term extends string,
  ...infer Others,
]
  ? Shapes extends readonly [infer S extends Dims, ...infer Rest]
    ? ReadTerm<Term, S, K> extends infer Next extends Known
      ? Read<Others, Rest, Next>
      : never
    : K
  : K

/** What one operand says: of an unknown rank nothing but that all of it may be. */
type ReadTerm<Term extends string, S extends Dims, K extends Known> = Term extends `${infer Front}...${infer Back}`
  ? number extends S['length']
    ? WithEllipsis<K, UnknownShape>
    : FromFront<Characters<Front>, S, Term, K> extends readonly [infer Rest extends Dims, infer Next extends Known]
      ? FromBack<Characters<Back>, Rest, Term, Next>
      : never
  : number extends S['length']
    ? K
    : Characters<Term>['length'] extends S['length']
      ? FromFront<Characters<Term>, S, Term, K> extends readonly [unknown, infer Next extends Known]
        ? Next
        : never
      : WithProblem<K, `'${Term}' has ${Characters<Term>['length']} axes, and its operand ${S['length']}`>

/** Letters for the first axes; the other axes, and what is known then. */
type FromFront<
  Letters extends readonly string[],
  S extends Dims,
  Term extends string,
  K extends Known,
> = Letters extends readonly [infer L extends string, ...infer Others extends readonly string[]]
  ? S extends readonly [infer N, ...infer Rest]
    ? FromFront<Others, Rest, Term, L extends Letter ? WithSize<K, L, [N]> : WithProblem<K, `'${L}' is no letter`>>
    : [S, WithProblem<K, `'${Term}' has too many axes for its operand`>]
  : [S, K]

/** Letters for the last axes; those before are the ellipsis. */
type FromBack<
  Letters extends readonly string[],
  S extends Dims,
  Term extends string,
  K extends Known,
> = Letters extends readonly [...infer Others extends readonly string[], infer L extends string]
  ? S extends readonly [...infer Rest, infer N]
    ? FromBack<Others, Rest, Term, L extends Letter ? WithSize<K, L, [N]> : WithProblem<K, `'${L}' is no letter`>>
    : WithProblem<K, `'${Term}' has too many axes for its operand`>
  : WithEllipsis<K, S>

// --- the output

/** The letters that occur once in all terms: [those, all that were seen]. */
type Once<Letters extends readonly string[], Single = never, Seen = never> = Letters extends readonly [
  infer L extends string,
  ...infer Rest extends readonly string[],
]
  ? Once<Rest, L extends Seen ? Exclude<Single, L> : Single | L, Seen | L>
  : Single

type AllLetters<Terms> = Terms extends readonly [infer Term extends string, ...infer Rest]
  ? [...Characters<Term extends `${infer Front}...${infer Back}` ? `${Front}${Back}` : Term>, ...AllLetters<Rest>]
  : []

/** Without one written: the axes of '...', and the letters that occur once, in the order of the alphabet. */
type Implicit<Terms extends readonly string[]> = InOrder<Once<AllLetters<Terms>>, Characters<Alphabet>>

type InOrder<Single, Letters extends readonly string[], Done extends string = '...'> = Letters extends readonly [
  infer L extends string,
  ...infer Rest extends readonly string[],
]
  ? InOrder<Single, Rest, L extends Single ? `${Done}${L}` : Done>
  : Done

type OutputOf<S extends string> = Output<S> extends infer Out extends string ? Out : Implicit<Terms<S>>

type Sizes<Letters extends readonly string[], K extends Known, Done extends Dims = []> = Letters extends readonly [
  infer L,
  ...infer Rest extends readonly string[],
]
  ? Sizes<Rest, K, [...Done, L extends keyof K['sizes'] ? K['sizes'][L][0] : number]>
  : Done

type Arranged<Out extends string, K extends Known> = Out extends `${infer Front}...${infer Back}`
  ? number extends K['ellipsis']['length']
    ? UnknownShape
    : [...Sizes<Characters<Front>, K>, ...K['ellipsis'], ...Sizes<Characters<Back>, K>]
  : Sizes<Characters<Out>, K>

/** The shape of `einsum`. */
export type EinsumShape<S extends string, Shapes extends readonly unknown[]> = string extends S
  ? UnknownShape
  : number extends Shapes['length']
    ? UnknownShape
    : Arranged<OutputOf<S>, Read<Terms<S>, Shapes>>

/** What is wrong with an output, as a message. */
type OutputMismatch<Out, In extends readonly string[], Seen = never> = Out extends readonly [
  infer L extends string,
  ...infer Rest,
]
  ?
      | (L extends Seen
          ? `'${L}' is twice in the output`
          : L extends In[number]
            ? never
            : `'${L}' of the output is in no term`)
      | OutputMismatch<Rest, In, Seen | L>
  : never

type WrittenMismatch<S extends string> =
  Output<S> extends infer Out extends string
    ?
        | OutputMismatch<
            Characters<Out extends `${infer Front}...${infer Back}` ? `${Front}${Back}` : Out>,
            AllLetters<Terms<S>>
          >
        | EllipsisMismatch<Out, Terms<S>[number]>
    : never

type EllipsisMismatch<Out extends string, In extends string> = Out extends `${string}...${string}`
  ? [Extract<In, `${string}...${string}`>] extends [never]
    ? "'...' of the output is in no term"
    : never
  : [Extract<In, `${string}...${string}`>] extends [never]
    ? never
    : "'...' is not in the output"

/** What keeps operands of some shapes from going by subscripts, as a message; never where nothing is known to. */
export type EinsumMismatch<S extends string, Shapes extends readonly unknown[]> = string extends S
  ? never
  : number extends Shapes['length']
    ? never
    : Terms<S>['length'] extends Shapes['length']
      ? Read<Terms<S>, Shapes>['problems'] | WrittenMismatch<S>
      : `${Terms<S>['length']} terms, and ${Shapes['length']} operands`
