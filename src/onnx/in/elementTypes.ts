import { type ElementType, elementTypes, type GraphProto, type NodeProto } from '../../engine/onnx/index.js'

const names: ReadonlyMap<number | undefined, ElementType> = new Map(
  Object.entries(elementTypes).map(([name, number]) => [number, name as ElementType]),
)

/** The name of a type of elements; undefined for a number that stands for none. */
export const elementTypeOf = (type: number | undefined): ElementType | undefined => names.get(type)

/** The name of a type of elements, or its number where it has none. */
export const showElementType = (type = 0): string => elementTypeOf(type) ?? `number ${type}`

/** The types of a node's results, where it says them itself. */
const saidBy = ({ opType, attribute }: NodeProto): ElementType | undefined => {
  if (opType === 'Cast') return elementTypeOf(attribute.find(({ name }) => name === 'to')?.i)
  if (opType === 'Constant') return elementTypeOf(attribute.find(({ name }) => name === 'value')?.t?.dataType)
  return undefined
}

/**
 * The types that values have in the model, by name, as far as it says them. A tensor here does not tell whether its whole
 * numbers were of 8 bits, which those operators have to know that bring numbers within them.
 */
export const elementTypesOf = ({
  node,
  initializer = [],
  input = [],
  valueInfo = [],
}: Partial<GraphProto> & Pick<GraphProto, 'node'>): ReadonlyMap<string, ElementType> => {
  const said = [
    ...[...valueInfo, ...input].map(({ name, type }) => [name, elementTypeOf(type?.tensorType?.elemType)] as const),
    ...initializer.map(({ name, dataType }) => [name, elementTypeOf(dataType)] as const),
    ...node.map((one) => [one.output[0], saidBy(one)] as const),
  ]
  return new Map(said.flatMap(([name, type]) => (name === undefined || type === undefined ? [] : [[name, type]])))
}
