// node joining.mjs: what `mpi()` gives, as JSON.
import { mpi } from 'cotangent/distributed'
import * as E from 'fp-ts/lib/Either.js'

const joined = await mpi()()
const result = E.isRight(joined) ? { rank: joined.right.rank, size: joined.right.size } : joined.left
process.stdout.write(`${JSON.stringify(result)}\n`)
