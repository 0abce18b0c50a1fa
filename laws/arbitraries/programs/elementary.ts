import type { Template } from './builder.js'
import { between, falling, larger, magnitude, magnitudes, plus, type Range, rising } from './range.js'
import { binary, type Need, positive, unary } from './templates.js'

const inside: Need = [-0.9, 0.9]
const moderate: Need = [-8, 3]

const withinUnit = (): Range => between(-1, 1)

/** Elementary functions, each where it is smooth and of tame size. */
export const elementary: readonly Template[] = [
  unary('sin', withinUnit),
  unary('cos', withinUnit),
  unary('tan', rising(Math.tan), [-1.2, 1.2]),
  unary('asin', rising(Math.asin), inside),
  unary('acos', falling(Math.acos), inside),
  unary('atan', rising(Math.atan)),
  binary('atan2', () => between(-Math.PI / 2, Math.PI / 2), [[-8, 8], positive]),
  unary('sinh', rising(Math.sinh), [-3, 3]),
  unary('cosh', (x) => rising(Math.cosh)(magnitudes(x)), [-3, 3]),
  unary('asinh', rising(Math.asinh)),
  unary('acosh', rising(Math.acosh), [1.1, 8]),
  unary('atanh', rising(Math.atanh), inside),
  binary('hypot', (a, b) => between(0, Math.hypot(magnitude(a), magnitude(b))), [positive, [-8, 8]]),
  unary('erf', withinUnit),
  unary('erfc', () => between(0, 2)),
  unary(
    'exp2',
    rising((x) => 2 ** x),
    moderate,
  ),
  unary('log2', rising(Math.log2), positive),
  unary('log10', rising(Math.log10), positive),
  unary('cbrt', rising(Math.cbrt), positive),
  unary(
    'rsqrt',
    falling((x) => 1 / Math.sqrt(x)),
    positive,
  ),
  unary(
    'reciprocal',
    falling((x) => 1 / x),
    positive,
  ),
  binary('logAddExp', (a, b) => plus(larger(a, b), between(0, Math.LN2))),
]
