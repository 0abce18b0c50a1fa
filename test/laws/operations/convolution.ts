import { domain, type OperationCase, of, operation, whole, withSettings, withTies } from './cases.js'

/** Cases of one operation on x and w with options. */
const convolving = (
  name: string,
  ...cases: readonly (readonly [x: readonly number[], w: readonly number[], options?: object])[]
): readonly OperationCase[] =>
  cases.map(([x, w, options]) => of(name, (a, b) => operation[name](a, b, options), domain(x), domain(w)))

const biased = (name: string, x: readonly number[], w: readonly number[], bias: number): OperationCase =>
  of(name, (a, b, c) => operation[name](a, b, { bias: c }), domain(x), domain(w), domain([bias]))

/** Convolutions and pooling. */
export const convolutions: readonly OperationCase[] = [
  ...convolving(
    'conv',
    [[1, 2, 4], [2, 1, 2], { groups: 2, padding: [[2, 0]] }],
    [[2, 1, 1], [1, 1, 3], { padding: 'same' }],
    [
      [0, 2, 3],
      [2, 2, 2],
    ],
    [
      [1, 0, 3],
      [2, 0, 2],
    ],
    [[1, 1, 2, 1, 2], [1, 1, 1, 1, 2], { stride: [2, 1, 1] }],
  ),
  of('conv', operation.conv, whole([1, 1, 3], -3, 3), whole([1, 1, 2], -3, 3)),
  ...convolving('conv1d', [[1, 2, 5], [2, 2, 2], { stride: 2, dilation: 2 }]),
  biased('conv1d', [1, 1, 3], [2, 1, 2], 2),
  ...convolving(
    'conv2d',
    [
      [1, 2, 3, 4],
      [1, 2, 2, 3],
    ],
    [[1, 1, 3, 3], [2, 1, 2, 2], { padding: [1, [0, 1]], stride: [2, 1] }],
  ),
  ...convolving('conv3d', [
    [1, 1, 2, 2, 2],
    [1, 1, 2, 1, 2],
  ]),
  ...convolving(
    'convTranspose',
    [[1, 2, 3], [2, 1, 2], { groups: 2, padding: [[0, 1]] }],
    [[2, 1, 2], [1, 1, 3], { dilation: 3, outputPadding: 2, padding: [[0, 1]] }],
    [
      [0, 1, 2],
      [1, 2, 2],
    ],
    [[1, 1, 1, 2, 1], [1, 1, 2, 1, 1], { stride: [1, 2, 1] }],
  ),
  ...convolving('convTranspose1d', [[1, 2, 3], [2, 1, 3], { stride: 2, outputPadding: 1, padding: 1 }]),
  biased('convTranspose1d', [1, 1, 2], [1, 2, 2], 2),
  ...convolving('convTranspose2d', [[1, 1, 2, 2], [1, 2, 2, 3], { stride: [1, 2], dilation: [2, 1] }]),
  ...convolving('convTranspose3d', [
    [1, 1, 2, 1, 2],
    [1, 1, 1, 2, 2],
  ]),
  ...withTies([
    ...withSettings(
      'maxPool',
      [domain([1, 2, 5]), { kernelSize: 2, ceilMode: true }],
      [domain([1, 1, 3]), { kernelSize: 3, stride: 2, padding: [[1, 2]] }],
      [domain([0, 1, 3]), { kernelSize: 2 }],
      [domain([1, 1, 1, 3, 2]), { kernelSize: [1, 2, 2], stride: 1 }],
      [whole([1, 1, 4], -2, 2), { kernelSize: 2, stride: 1, padding: 1 }],
    ),
    ...withSettings('maxPool1d', [domain([2, 1, 5]), { kernelSize: 2, stride: 1, dilation: 2 }]),
    ...withSettings('maxPool2d', [domain([1, 1, 3, 4]), { kernelSize: [2, 3], stride: 1, padding: [0, 1] }]),
    ...withSettings('maxPool3d', [domain([1, 1, 2, 2, 2]), { kernelSize: 2 }]),
  ]),
  ...withSettings(
    'avgPool',
    [domain([1, 2, 5]), { kernelSize: 2, ceilMode: true }],
    [domain([1, 1, 3]), { kernelSize: 3, stride: 2, padding: [[1, 2]], countIncludePad: false }],
    [domain([0, 1, 3]), { kernelSize: 2 }],
    [domain([1, 1, 1, 3, 2]), { kernelSize: [1, 2, 2], stride: 1 }],
  ),
  ...withSettings('avgPool1d', [domain([2, 1, 5]), { kernelSize: 2, stride: 1, dilation: 2 }]),
  ...withSettings('avgPool2d', [domain([1, 1, 3, 4]), { kernelSize: [2, 3], stride: 1, padding: [0, 1] }]),
  ...withSettings('avgPool3d', [domain([1, 1, 2, 2, 2]), { kernelSize: 2 }]),
]
