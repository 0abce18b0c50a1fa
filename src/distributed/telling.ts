import { tensor, toTypedArray, zeros } from '../graph/index.js'
import { fromRowMajor, type Tensor } from '../tensor/index.js'
import type { Comm } from './comm.js'

/** What rank 0 says, to all: anything that is JSON. The others are not asked. */
export const told = <A>(comm: Comm, said: A | undefined): A => {
  const spoken =
    comm.rank === 0 ? Int32Array.from(JSON.stringify(said), (letter) => letter.codePointAt(0) ?? 0) : undefined
  const [length] = toTypedArray(comm.broadcast(tensor(spoken?.length ?? 0, { dtype: 'int32' })))
  const mine = (
    spoken === undefined ? zeros([length], { dtype: 'int32' }) : fromRowMajor('int32', [length], spoken)
  ) as Tensor<[number], 'int32'>
  const letters = toTypedArray(comm.broadcast(mine))
  return JSON.parse(Array.from(letters, (letter) => String.fromCodePoint(letter)).join('')) as A
}
