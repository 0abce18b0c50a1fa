import type { Term, Terms } from './term.js'

// What operations do for the sake of floating point does not belong to their formulas: these rules read it away. Each is an
// identity of real numbers.

const isNumber = (term: Term, value: number): boolean => term.op === 'number' && term.value === value
const isOp = (term: Term, op: string): boolean => term.op === op

/** z of the condition 0 <= z. */
const nonNegative = (term: Term): Term | undefined =>
  isOp(term, 'lessEqual') && isNumber(term.operands[0], 0) ? term.operands[1] : undefined

/** z of logistic(-|z|), which is at most a half. */
const smallLogistic = (term: Term): Term | undefined => {
  const [argument] = term.operands
  return isOp(term, 'logistic') && isOp(argument, 'neg') && isOp(argument.operands[0], 'abs')
    ? argument.operands[0].operands[0]
    : undefined
}

const isOneMinus = (term: Term, other: Term): boolean =>
  isOp(term, 'sub') && isNumber(term.operands[0], 1) && term.operands[1] === other

/** Whether a condition says that a label is 0 and the logarithm beside it -infinity, whose product is 0. */
const isVanishing = (term: Term): boolean =>
  isOp(term, 'where') &&
  isOp(term.operands[0], 'equal') &&
  isOp(term.operands[1], 'equal') &&
  isNumber(term.operands[1].operands[1], Number.NEGATIVE_INFINITY) &&
  isNumber(term.operands[2], 0)

const ofWhere = ({ make }: Terms, { operands: [condition, yes, no], shape }: Term): Term | undefined => {
  const z = nonNegative(condition)
  // (0 <= z ? -z : z) = -|z|
  if (z !== undefined && no === z && isOp(yes, 'neg') && yes.operands[0] === z)
    return make('neg', [make('abs', [z], shape)], shape)
  // (0 <= z ? 1 - s : s) = sigmoid(z), where s = logistic(-|z|)
  if (z !== undefined && smallLogistic(no) === z && isOneMinus(yes, no)) return make('sigmoid', [z], shape)
  // (|m| = infinity ? 0 : m) = m for all real m
  if (
    isNumber(yes, 0) &&
    isOp(condition, 'equal') &&
    isOp(condition.operands[0], 'abs') &&
    condition.operands[0].operands[0] === no &&
    isNumber(condition.operands[1], Number.POSITIVE_INFINITY)
  )
    return no
  return isNumber(yes, 0) && isVanishing(condition) ? no : undefined
}

/** g of (c ? g : 0) or of (c ? 0 : g). */
const chosen = (term: Term, condition: Term, whereTrue: boolean): Term | undefined => {
  if (!isOp(term, 'where') || term.operands[0] !== condition) return undefined
  const [, yes, no] = term.operands
  return whereTrue ? (isNumber(no, 0) ? yes : undefined) : isNumber(yes, 0) ? no : undefined
}

/** (c ? 0 : g) - (c ? g : 0): g with the other sign where c holds. */
const flipped = ({ make }: Terms, { operands: [plus, minus], shape }: Term): Term | undefined => {
  if (!isOp(plus, 'where') || !isOp(minus, 'neg')) return undefined
  const [condition] = plus.operands
  const g = chosen(plus, condition, false)
  return g !== undefined && chosen(minus.operands[0], condition, true) === g
    ? make('flipWhere', [condition, g], shape)
    : undefined
}

/** Two flips around s (1 - s), s = logistic(-|z|): g sigmoid(z) (1 - sigmoid(z)), since both products are the same. */
const sigmoidSlope = ({ make }: Terms, { operands: [condition, product], shape }: Term): Term | undefined => {
  const z = nonNegative(condition)
  if (z === undefined || !isOp(product, 'mul') || !isOp(product.operands[0], 'mul')) return undefined
  const [inner, complement] = product.operands
  const [flip, small] = inner.operands
  if (smallLogistic(small) !== z || !isOneMinus(complement, small)) return undefined
  if (!isOp(flip, 'flipWhere') || flip.operands[0] !== condition) return undefined
  const sigmoid = make('sigmoid', [z], z.shape)
  const one = make('number', [], [], { bool: false }, 1)
  const slope = make('sub', [one, sigmoid], z.shape)
  return make('mul', [make('mul', [flip.operands[1], sigmoid], shape), slope], shape)
}

const sumOf = (terms: Terms, term: Term): Term | undefined => {
  const flip = flipped(terms, term)
  return flip === undefined ? undefined : (sigmoidSlope(terms, flip) ?? flip)
}

/** 0 - x and x + (-y), as they are written. */
const signs = ({ make }: Terms, { op, operands: [a, b], shape }: Term): Term | undefined => {
  if (op === 'sub' && isNumber(a, 0)) return make('neg', [b], shape)
  return op === 'add' && isOp(b, 'neg') ? make('sub', [a, b.operands[0]], shape) : undefined
}

/** A sum of sums, or of what only had another shape before, to one number: the sum of everything. */
const wholeSum = ({ make }: Terms, { operands: [x], shape, attributes }: Term): Term | undefined =>
  shape.length === 0 && (isOp(x, 'sumTo') || isOp(x, 'reshape'))
    ? make('sumTo', x.operands, shape, attributes)
    : shape.length === 0 && isOp(x, 'neg')
      ? make('neg', [make('sumTo', x.operands, shape, attributes)], shape)
      : undefined

/** The sum within a negated one, read too. */
const negated = (terms: Terms, { operands: [x], shape }: Term): Term => terms.make('neg', [rewritten(terms, x)], shape)

/** A term as it is read, where a rule says something of it. */
export const rewritten = (terms: Terms, term: Term): Term => {
  if (term.op === 'where') return ofWhere(terms, term) ?? term
  if (term.op === 'add') return sumOf(terms, term) ?? signs(terms, term) ?? term
  if (term.op === 'sumTo') {
    const whole = wholeSum(terms, term)
    return whole === undefined ? term : rewritten(terms, isOp(whole, 'neg') ? negated(terms, whole) : whole)
  }
  if (term.op === 'sub') return signs(terms, term) ?? term
  if (term.op === 'mul' && term.operands.some((each) => isNumber(each, 1)))
    return isNumber(term.operands[0], 1) ? term.operands[1] : term.operands[0]
  if (term.op === 'neg' && isOp(term.operands[0], 'neg')) return term.operands[0].operands[0]
  return term.op === 'stopGradient' || term.op === 'convert' ? term.operands[0] : term
}
