import { lowerHalves, type Pack, pack, upperHalf, vectors } from '../../../src/compile/vector/pack.js'
import { type Code, i32x4, type Value } from '../../../src/compile/wasm/index.js'

/** Four elements as two and two. */
export const halvesOf = (code: Code, four: Pack): readonly [Pack, Pack] => {
  const { dtype, width } = four
  const [low, high] = vectors(four)
  const of = (part: Value): Pack => pack(dtype, 2, [part], width)
  return high === undefined ? [of(lowerHalves(code, low, i32x4(0))), of(upperHalf(code, low))] : [of(low), of(high)]
}
