/** Faults that are none: the gradient stays what it is. */
export interface Agreement {
  readonly faults: readonly string[]
  readonly proof: string
}

export const agreements: readonly Agreement[] = [
  {
    faults: [
      'half a sum of squares with weight decay, gradient w: r in place of d in matmul.1 in add.0',
      'half a sum of squares with weight decay, gradient b: r in place of d in sum.0',
      'two layers with softplus, a weighted sum, backward d1: y in place of d2 in matmul.0 in mul.0',
      'two layers with softplus, a weighted sum, gradient w2: y in place of d2 in matmul.1',
      'two layers with softplus, a weighted sum, gradient b2: y in place of d2 in sum.0',
      'a gate that keeps or takes, backward dg3: c in place of dh3 in mul.0 in mul.0',
      'a gate that keeps or takes, backward dq3: c in place of dh3 in mul.0 in mul.0',
      'a gate that keeps or takes, backward dh2: c in place of dh3 in mul.0 in add.0 in add.0',
      'a product of what has been so far, backward d2: c in place of d3 in mul.0 in mul.0',
      'returns with a discount, backward d1: g0 in place of d0 in mul.1 in add.1',
      'returns with a discount, gradient r: g0 in place of d0 in placed.0 in add.0 in add.0 in add.0',
      'returns with a discount, gradient rate: g0 in place of d0 in mul.0 in add.0 in add.0 in sum.0',
      'steps of gradient descent, backward d2: c in place of d3 in sub.0',
      'steps of gradient descent, backward d2: c in place of d3 in mul.1 in mul.0 in sub.1',
      'steps of gradient descent, gradient rate: c in place of d3 in mul.0 in sum.0 in add.1 in neg.0',
    ],
    proof: 'Both are names of one value: the line says so.',
  },
  {
    faults: [
      'pseudo-Huber loss, backward d: its inverse in add.0 in sqrt.0 in div.1',
      'normal likelihood with its own spread, gradient s: its inverse in sub.0',
      'Student t likelihood, backward d: its inverse in add.0 in div.1',
      'Student t likelihood, gradient s: its inverse in sub.0',
      'a gate that keeps or takes, backward dq3: its inverse in sub.0 in mul.1 in mul.0',
      'a gate that keeps or takes, backward dq2: its inverse in sub.0 in mul.1 in mul.0',
      'a gate that keeps or takes, backward dq1: its inverse in sub.0 in mul.1 in mul.0',
      "Rosenbrock's valley, gradient x: its inverse in sub.0 in mul.1 in sub.0",
    ],
    proof: 'The inverse of 1 is 1.',
  },
  {
    faults: [
      'euclidean norms of rows, gradient x: its opposite in expandDims.1 in mul.0',
      'euclidean norms of rows, gradient x: its inverse in expandDims.1 in mul.0',
      'words and contexts, backward d: its opposite in expandDims.1',
      'words and contexts, backward d: its inverse in expandDims.1',
      'a factorization machine, gradient v: its opposite in expandDims.1 in mul.0 in sub.1',
      'a factorization machine, gradient v: its inverse in expandDims.1 in mul.0 in sub.1',
    ],
    proof: 'The new axis of a vector is the last one, whether it is counted from the start or from the end.',
  },
  {
    faults: [
      'two layers with rectifiers, softmax cross-entropy, backward d1: the slope at the activation in mul.1',
      'two layers with rectifiers, softmax cross-entropy, backward d1: a1 in place of z1 in slope.0 in mul.1',
    ],
    proof: 'A rectifier gives something above 0 for what is above 0, and for nothing else.',
  },
  {
    faults: [
      'softmax by its Jacobian, gradient x: the left matrix transposed in sub.1',
      'softmax by its Jacobian, gradient x: the matrices exchanged in sub.1',
      'softmax by its Jacobian, gradient x: the vectors exchanged in matmul.0 in sub.1',
      'ratio of a quadratic form to a length, gradient a: transposed',
      'ratio of a quadratic form to a length, gradient a: the vectors exchanged in div.0',
      'logarithm of a determinant, backward d: transposed',
      'logarithm of a determinant, gradient a: the right matrix transposed in mul.1',
      'distance in the metric of a matrix, backward ds: transposed',
      'distance in the metric of a matrix, backward ds: the vectors exchanged in neg.0',
      'distance in the metric of a matrix, gradient a: the left matrix transposed in mul.1',
    ],
    proof: 'The matrix is symmetric.',
  },
  {
    faults: [
      'rows of an embedding, gradient e: without the first of axis 0',
      'rows of an embedding, gradient e: without the last of axis 0',
      'words and contexts, gradient u: without the last of axis 0',
    ],
    proof: 'That row is not looked up, so that its gradient is 0.',
  },
]

export const agreeing: readonly string[] = agreements.flatMap(({ faults }) => faults)
