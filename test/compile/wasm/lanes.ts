/** What instructions on vectors say, lane by lane, in JavaScript. */

const kinds = {
  u8: Uint8Array,
  i16: Int16Array,
  u16: Uint16Array,
  i32: Int32Array,
  u32: Uint32Array,
  i64: BigInt64Array,
  u64: BigUint64Array,
  f32: Float32Array,
  f64: Float64Array,
} as const

export type Kind = keyof typeof kinds

/** Lanes of a vector, those of 64-bit integers being bigint. */
export type Lanes = readonly any[]

export const lanesOf = (kind: Kind, vector: Uint8Array): Lanes => [...new kinds[kind](vector.slice().buffer)]

export const vectorOf = (kind: Kind, lanes: Lanes): Uint8Array => {
  const vector = new Uint8Array(16)
  const written: { [index: number]: unknown } = new kinds[kind](vector.buffer)
  lanes.forEach((lane, index) => {
    written[index] = lane
  })
  return vector
}

/** A number, or the lanes of a vector. */
export type Outcome = number | bigint | { readonly kind: Kind; readonly lanes: Lanes }

/** What an instruction gives for operands that are numbers or vectors. */
export type Meaning = (...operands: readonly any[]) => Outcome

/** Lanes as a vector holds them: rounded or wrapped, and 0 where none is given. */
const held = (kind: Kind, lanes: Lanes): Outcome => ({ kind, lanes: lanesOf(kind, vectorOf(kind, lanes)) })

/** The same on every lane. */
export const each =
  (kind: Kind, of: (...lanes: readonly any[]) => any): Meaning =>
  (...vectors) => {
    const operands = vectors.map((vector) => lanesOf(kind, vector))
    return held(
      kind,
      operands[0].map((_, index) => of(...operands.map((lanes) => lanes[index]))),
    )
  }

/** All ones where something holds. */
export const test =
  (kind: 'i32' | 'f32' | 'i64' | 'f64', holds: (a: any, b: any) => boolean): Meaning =>
  (a, b) => {
    const others = lanesOf(kind, b)
    const truths = lanesOf(kind, a).map((x, index) => (holds(x, others[index]) ? -1 : 0))
    return kind.endsWith('64') ? held('i64', truths.map(BigInt)) : held('i32', truths)
  }

/** Lanes of one kind made from some of another. */
export const made =
  (from: Kind, start: number, count: number, to: Kind, of: (lane: any) => any = (lane) => lane): Meaning =>
  (a) =>
    held(
      to,
      lanesOf(from, a)
        .slice(start, start + count)
        .map((lane) => of(lane)),
    )

/** The lanes of two vectors in lanes half as wide, within bounds. */
export const narrowed =
  (from: Kind, to: Kind, high: number): Meaning =>
  (a, b) =>
    held(
      to,
      [...lanesOf(from, a), ...lanesOf(from, b)].map((x) => Math.min(Math.max(x, 0), high)),
    )

export const splatted =
  (kind: Kind, count: number): Meaning =>
  (x) =>
    held(kind, new Array(count).fill(x))

/** The signs as bits. */
export const signs =
  (kind: Kind): Meaning =>
  (a) =>
    lanesOf(kind, a).reduce((bits, lane, index) => bits | (lane < 0 ? 1 << index : 0), 0)

export const some =
  (kind: Kind): Meaning =>
  (a) =>
    Number(lanesOf(kind, a).some((lane) => lane !== 0))

export const every =
  (kind: Kind): Meaning =>
  (a) =>
    Number(lanesOf(kind, a).every((lane) => lane !== 0 && lane !== 0n))

export const shifted =
  (kind: 'i32' | 'u32' | 'i64' | 'u64', of: (x: any, count: any) => any): Meaning =>
  (a, count) =>
    held(
      kind,
      lanesOf(kind, a).map((x) => of(x, kind.endsWith('64') ? BigInt(count & 63) : count)),
    )

/** Ties go to even; zeros keep their sign. */
export const nearest = (x: number): number => {
  const floor = Math.floor(x)
  const rounded = x - floor < 0.5 || (x - floor === 0.5 && floor % 2 === 0) ? floor : Math.ceil(x)
  return rounded === 0 ? x * 0 : rounded
}

export const saturated = (x: number): number =>
  Number.isNaN(x) ? 0 : Math.min(Math.max(Math.trunc(x), -(2 ** 31)), 2 ** 31 - 1)
