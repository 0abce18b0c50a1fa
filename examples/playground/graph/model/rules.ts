/**
 * What an operation hands on of the cotangent g of its result y to its operands a, b, c, as formulas. For those that work
 * element by element this is g times a derivative; for others it is said in words. Tests hold formulas against `grad`.
 */
export const rules: { readonly [primitive: string]: readonly string[] } = {
  abs: ['g · sign(a)'],
  acos: ['-g / sqrt(1 - a²)'],
  acosh: ['g / sqrt(a² - 1)'],
  add: ['g', 'g'],
  asin: ['g / sqrt(1 - a²)'],
  asinh: ['g / sqrt(a² + 1)'],
  atan: ['g / (1 + a²)'],
  atan2: ['g · b / (a² + b²)', '-g · a / (a² + b²)'],
  atanh: ['g / (1 - a²)'],
  cbrt: ['g · y / (3 · a)'],
  cos: ['-g · sin(a)'],
  cosh: ['g · sinh(a)'],
  div: ['g / b', '-g · y / b'],
  exp: ['g · y'],
  exp2: ['g · y · log(2)'],
  expm1: ['g · (y + 1)'],
  hypot: ['g · a / y', 'g · b / y'],
  log: ['g / a'],
  log10: ['g / (a · log(10))'],
  log1p: ['g / (1 + a)'],
  log2: ['g / (a · log(2))'],
  logistic: ['g · y · (1 - y)'],
  maximum: ['g where a > b, g / 2 where a = b, else 0', 'g where a < b, g / 2 where a = b, else 0'],
  minimum: ['g where a < b, g / 2 where a = b, else 0', 'g where a > b, g / 2 where a = b, else 0'],
  mul: ['g · b', 'g · a'],
  neg: ['-g'],
  power: ['g · b · pow(a, b - 1)', 'g · y · log(a)'],
  rsqrt: ['-g · y / (2 · a)'],
  sin: ['g · cos(a)'],
  sinh: ['g · cosh(a)'],
  sqrt: ['g / (2 · y)'],
  sub: ['g', '-g'],
  tan: ['g · (1 + y²)'],
  tanh: ['g · (1 - y²)'],

  broadcastTo: ['g summed over the axes that were repeated'],
  concatenate: ['to each part, g at its place'],
  cond: ['', 'the reverse sweep of the branch that was taken'],
  convert: ['g in the dtype of a'],
  matmul: ['g · bᵀ', 'aᵀ · g'],
  pad: ['g without its border'],
  reduceMax: ['g where a is largest, shared evenly among ties'],
  reduceMin: ['g where a is least, shared evenly among ties'],
  reshape: ['g in the shape of a'],
  scan: ['the reverse sweeps of all steps, the last one first'],
  slice: ['g at its place among zeros'],
  stopGradient: ['nothing'],
  sumTo: ['g repeated along the axes that were summed'],
  take: ['g added up at the places it was taken from'],
  transpose: ['g with its axes put back'],
  where: ['', 'g where a holds, else 0', 'g where a does not hold, else 0'],
}

/** The rule of an operation as lines, one for each operand that is handed something. */
export const ruleOf = (primitive: string, operands: number): readonly string[] => {
  const formulas = rules[primitive] ?? []
  const letters = 'abcdefgh'
  if (formulas.length === 1) return formulas
  return formulas
    .slice(0, operands)
    .flatMap((formula, index) => (formula === '' ? [] : `to ${letters[index]}: ${formula}`))
}
