import type { Shape, Tensor, TensorType } from '../tensor/index.js'
import { applyOne } from './expression.js'
import type { Differential, DomainCase, NoAttributes, OperandDomain, Primitive, Pullback } from './primitive.js'

/** The same dtype under another shape. */
export const typeAs = ({ dtype }: TensorType, shape: Shape): TensorType => ({ dtype, shape })

/** The pullback of a primitive with one result. */
export const fromResult =
  (rule: (cotangent: Tensor) => Differential): Pullback =>
  ([cotangent]) =>
    cotangent && rule(cotangent)

/** What several pullbacks of one application start from: computed once for each cotangent. */
export const shared = (rule: (cotangent: Tensor) => Tensor): ((cotangent: Tensor) => Tensor) => {
  const known = new WeakMap<Tensor, Tensor>()
  return (cotangent) => {
    const found = known.get(cotangent) ?? rule(cotangent)
    known.set(cotangent, found)
    return found
  }
}

/** A primitive with one operand and one result that is linear in it: its tangent map is itself. */
export interface LinearRule<N extends string, A>
  extends Pick<Primitive<N, A>, 'name' | 'infer' | 'evaluate' | 'domain'> {
  /** The adjoint map, from the result's type back to the operand's. */
  transpose(cotangent: Tensor, operand: TensorType, attributes: A): Tensor
  /** The rule for a batched operand. */
  batch(x: Tensor, attributes: A, size: number): Tensor
}

export const linear = <N extends string, A>(rule: LinearRule<N, A>): Primitive<N, A> => {
  const record: Primitive<N, A> = {
    name: rule.name,
    infer: rule.infer,
    evaluate: rule.evaluate,
    jvp: ({ attributes }, [tangent]) => [tangent && applyOne(record, attributes, tangent)],
    vjp: ({ operands: [x], attributes }) => [fromResult((cotangent) => rule.transpose(cotangent, x, attributes))],
    batch: ([x], _, attributes, size) => [rule.batch(x, attributes, size)],
    domain: rule.domain,
  }
  return record
}

/** Elements that the laws draw for operands without special points. */
const everyday = { low: -3, high: 3 }

export const operandDomain = (
  shape: Shape,
  interval: { low: number; high: number } = everyday,
  dtype: TensorType['dtype'] = 'float64',
): OperandDomain => ({
  type: { shape, dtype },
  ...interval,
})

/** Cases of a primitive with one operand: its shape, and the attributes. */
export const structuralCases = <A>(
  ...cases: readonly (readonly [shape: Shape, attributes: A])[]
): readonly DomainCase<A>[] => cases.map(([shape, attributes]) => ({ operands: [operandDomain(shape)], attributes }))

/** A primitive with two operands and one result that is linear in each. */
export interface BilinearRule<N extends string> extends Omit<Primitive<N, NoAttributes>, 'jvp' | 'vjp'> {
  of(a: Tensor, b: Tensor): Tensor
  add(a: Tensor, b: Tensor): Tensor
  /** The adjoint of a -> of(a, b). */
  transposeLeft(cotangent: Tensor, b: Tensor): Tensor
  /** The adjoint of b -> of(a, b). */
  transposeRight(a: Tensor, cotangent: Tensor): Tensor
}

// d(a * b) = da * b + a * db
export const bilinear = <N extends string>({
  of,
  add,
  transposeLeft,
  transposeRight,
  ...rule
}: BilinearRule<N>): Primitive<N, NoAttributes> => ({
  ...rule,
  jvp: ({ operands: [a, b] }, [da, db]) => {
    const [left, right] = [da && of(da, b), db && of(a, db)]
    return [left && right ? add(left, right) : (left ?? right)]
  },
  vjp: ({ operands: [a, b] }) => [
    fromResult((cotangent) => transposeLeft(cotangent, b)),
    fromResult((cotangent) => transposeRight(a, cotangent)),
  ],
})
