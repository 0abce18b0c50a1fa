import { domain, type OperationCase, of, operation, whole } from './cases.js'

const by = (subscripts: string, ...shapes: readonly (readonly number[])[]): OperationCase =>
  of('einsum', (...operands) => operation.einsum(subscripts, ...operands), ...shapes.map((shape) => domain(shape)))

/** Sums of products by subscripts. */
export const subscripted: readonly OperationCase[] = [
  by('ij,jk->ik', [2, 3], [3, 2]),
  by('ij,ji', [2, 3], [3, 2]),
  by('iij->ji', [2, 2, 3]),
  by('iii->', [2, 2, 2]),
  by('ij->', [0, 2]),
  by('...ij,...j->...i', [2, 1, 2, 3], [2, 3]),
  by('b...,b->...', [2, 1], [2]),
  by('i,i,i->i', [3], [3], [3]),
  by('ij,jk,kl->il', [1, 2], [2, 3], [3, 1]),
  by('ij,kl->ik', [2, 2], [2, 0]),
  by('i,j,->ji', [2], [3], []),
  of('einsum', (a, b) => operation.einsum('ij,j->i', a, b), whole([2, 2], -3, 3), whole([2], -3, 3)),
]
