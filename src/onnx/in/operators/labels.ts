import { fromTypedArray } from '../../../graph/index.js'
import { type OperatorCall, refused } from '../operator.js'
import type { Whole } from './operands.js'

/** The labels of classes, which have to be whole numbers. */
export const labelsOf = (call: OperatorCall, name: string): Whole => {
  const { attributes } = call
  const texts = ['classlabels_strings', 'classlabels_string'].some((each) => attributes.strings(each, []).length > 0)
  if (texts)
    throw refused(
      call,
      'labels of classes that are texts are not read',
      'Export the model with whole numbers as labels',
    )
  const labels = attributes.ints(name)
  const wide = labels.find((label) => (label | 0) !== label)
  if (wide !== undefined) throw refused(call, `the label ${wide} is no int32`)
  return fromTypedArray(Int32Array.from(labels), [labels.length])
}
