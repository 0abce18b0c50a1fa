import { currentHeap } from '../../../src/engine/memory.js'
import { words } from '../../../src/engine/threads/words.js'
import { jit, matmul, ones, toArray } from '../../../src/index.js'

// A script that has work done on several threads, and then has nothing left to do.
const x = ones([512, 512])
const square = jit((a: typeof x) => matmul(a, a))
const deadline = performance.now() + 20_000
const ready = (): number => Atomics.load(currentHeap().int32, words.ready)
while (ready() === 0 && performance.now() < deadline) square(x)
console.log(`${ready()} ${toArray(square(x))[0][0]}`)
