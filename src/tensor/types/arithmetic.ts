/**
 * Whole numbers added, multiplied and divided as a pupil does, digit by digit from the last: exact for every size that
 * a literal type can hold, where counting with tuples ends at some thousands.
 */

/** As many elements as the digit says. */
interface Strokes {
  0: []
  1: [0]
  2: [0, 0]
  3: [0, 0, 0]
  4: [0, 0, 0, 0]
  5: [0, 0, 0, 0, 0]
  6: [0, 0, 0, 0, 0, 0]
  7: [0, 0, 0, 0, 0, 0, 0]
  8: [0, 0, 0, 0, 0, 0, 0, 0]
  9: [0, 0, 0, 0, 0, 0, 0, 0, 0]
}

type Digit = keyof Strokes

/** Digits, the last one first. */
type Digits = readonly Digit[]

/** The digit and the carry that a column of an addition leaves. */
interface Column {
  0: [0, 0]
  1: [1, 0]
  2: [2, 0]
  3: [3, 0]
  4: [4, 0]
  5: [5, 0]
  6: [6, 0]
  7: [7, 0]
  8: [8, 0]
  9: [9, 0]
  10: [0, 1]
  11: [1, 1]
  12: [2, 1]
  13: [3, 1]
  14: [4, 1]
  15: [5, 1]
  16: [6, 1]
  17: [7, 1]
  18: [8, 1]
  19: [9, 1]
}

type DigitsOf<N, R extends Digits = []> = `${N & number}` extends infer Text ? Reversed<Text, R> : never

type Reversed<Text, R extends Digits> = Text extends `${infer D extends Digit}${infer Rest}`
  ? Reversed<Rest, [D, ...R]>
  : Text extends ''
    ? R
    : never

/** Without leading zeros, which stand last here. */
type Trimmed<A> = A extends [...infer Rest, 0] ? Trimmed<Rest> : A

type Spelled<A, R extends string = ''> = A extends [infer D extends Digit, ...infer Rest]
  ? Spelled<Rest, `${D}${R}`>
  : R

type NumberOf<A> =
  Trimmed<A> extends infer T ? (T extends [] ? 0 : Spelled<T> extends `${infer N extends number}` ? N : never) : never

type Plus<A, B, Carry extends Digit = 0, R extends Digits = []> = A extends readonly [
  infer X extends Digit,
  ...infer AR,
]
  ? B extends readonly [infer Y extends Digit, ...infer BR]
    ? PlusColumn<[...Strokes[X], ...Strokes[Y], ...Strokes[Carry]]['length'], AR, BR, R>
    : PlusColumn<[...Strokes[X], ...Strokes[Carry]]['length'], AR, [], R>
  : B extends readonly [infer Y extends Digit, ...infer BR]
    ? PlusColumn<[...Strokes[Y], ...Strokes[Carry]]['length'], [], BR, R>
    : Carry extends 0
      ? R
      : [...R, Carry]

type PlusColumn<Sum, AR, BR, R extends Digits> = Sum extends keyof Column
  ? Plus<AR, BR, Column[Sum][1], [...R, Column[Sum][0]]>
  : never

/** A - B; never where B is larger. */
type Minus<A, B, Borrow extends Digit = 0, R extends Digits = []> = A extends readonly [
  infer X extends Digit,
  ...infer AR,
]
  ? B extends readonly [infer Y extends Digit, ...infer BR]
    ? MinusColumn<Strokes[X], [...Strokes[Y], ...Strokes[Borrow]], AR, BR, R>
    : MinusColumn<Strokes[X], Strokes[Borrow], AR, [], R>
  : B extends readonly [0, ...infer BR]
    ? Minus<[], BR, Borrow, R>
    : B extends readonly []
      ? Borrow extends 0
        ? R
        : never
      : never

type MinusColumn<X extends readonly 0[], Y extends readonly 0[], AR, BR, R extends Digits> = X extends readonly [
  ...Y,
  ...infer Rest extends 0[],
]
  ? Minus<AR, BR, 0, [...R, Rest['length'] & Digit]>
  : [...X, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] extends readonly [...Y, ...infer Rest extends 0[]]
    ? Minus<AR, BR, 1, [...R, Rest['length'] & Digit]>
    : never

type Repeated<A, Count, R = []> = Count extends readonly [0, ...infer Rest] ? Repeated<A, Rest, Plus<R, A>> : R

type Times<A, B, R = []> = B extends readonly [...infer High, infer D extends Digit]
  ? Times<A, High, Plus<TenFold<R>, Repeated<A, Strokes[D]>>>
  : R

type TenFold<A> = A extends readonly [] ? A : A extends readonly [...infer D] ? [0, ...D] : never

/** Long division: the quotient and the rest. */
type DividedBy<A, B, Quotient extends Digits = [], Rest = []> = A extends readonly [...infer Low, infer D extends Digit]
  ? Trimmed<Rest extends readonly [...infer R] ? [D, ...R] : never> extends infer Partial
    ? QuotientDigit<Partial, B> extends [infer Q extends Digit, infer Left]
      ? DividedBy<Low, B, [Q, ...Quotient], Left>
      : never
    : never
  : [Quotient, Rest]

/** How often B goes into A, at most nine times, and what is left. */
type QuotientDigit<A, B, Count extends readonly 0[] = []> =
  Minus<A, B> extends infer Left
    ? [Left] extends [never]
      ? [Count['length'], A]
      : QuotientDigit<Trimmed<Left>, B, [...Count, 0]>
    : never

/** The sum of two whole literals. */
export type Add<A, B> = NumberOf<Plus<DigitsOf<A>, DigitsOf<B>>>

/** The difference of two whole literals; never where it would be negative. */
export type Subtract<A, B> =
  Minus<DigitsOf<A>, DigitsOf<B>> extends infer D ? ([D] extends [never] ? never : NumberOf<D>) : never

/** The product of two whole literals. */
export type Multiply<A, B> = NumberOf<Times<DigitsOf<A>, DigitsOf<B>>>

/** The quotient of two whole literals, rounded down, and the rest; never where the divisor is zero. */
export type Divide<A, B> = B extends 0
  ? never
  : DividedBy<DigitsOf<A>, DigitsOf<B>> extends [infer Quotient, infer Rest]
    ? [quotient: NumberOf<Quotient>, rest: NumberOf<Rest>]
    : never
