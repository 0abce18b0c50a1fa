import { add, astype, gradcheck, mul, sum, type Tensor } from 'cotangent'
import fc from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import { partial, samplesOf } from '../../../laws/index.js'
