import { activations } from './activations.js'
import { arithmetic } from './arithmetic.js'
import type { OperationCase } from './cases.js'
import { controlFlow } from './control.js'
import { convolutions } from './convolution.js'
import { cumulative } from './cumulative.js'
import { division } from './division.js'
import { subscripted } from './einsum.js'
import { elementary } from './elementary.js'
import { errorFunctions } from './errorFunction.js'
import { factorizations } from './factorizations.js'
import { fourier } from './fourier.js'
import { hyperbolic } from './hyperbolic.js'
import { linearAlgebra } from './linearAlgebra.js'
import { lossCases } from './losses.js'
import { powers } from './powers.js'
import { products } from './products.js'
import { rearranging } from './rearranging.js'
import { reductions } from './reductions.js'
import { selections } from './selections.js'
import { shaping } from './shaping.js'
import { sorting } from './sorting.js'
import { trigonometric } from './trigonometric.js'

export type { OperationCase } from './cases.js'

/** Every public operation, by name, in several cases each. */
export const operationCases: readonly OperationCase[] = [
  ...activations,
  ...arithmetic,
  ...cumulative,
  ...division,
  ...elementary,
  ...hyperbolic,
  ...powers,
  ...errorFunctions,
  ...reductions,
  ...lossCases,
  ...products,
  ...subscripted,
  ...fourier,
  ...convolutions,
  ...shaping,
  ...rearranging,
  ...factorizations,
  ...linearAlgebra,
  ...selections,
  ...sorting,
  ...controlFlow,
  ...trigonometric,
]

/** Public functions that are no operations on tensors, and where they are held to what they promise. */
export const others: readonly string[] = [
  // They make tensors of numbers, or read them, or look at their trees.
  ...['arange', 'eye', 'fromTypedArray', 'full', 'linspace', 'ones', 'tensor', 'zeros'],
  ...[
    'item',
    'toArray',
    'toTypedArray',
    'mapTree',
    'zipTrees',
    'flattenTree',
    'unflattenTree',
    'explain',
    'installDevtoolsFormatters',
    'graphValues',
    'makeGraph',
    'toLatex',
    'getTensorRing',
  ],
  // The laws of transforms are about them.
  ...[
    'checkpoint',
    'customJvp',
    'customVjp',
    'grad',
    'hessian',
    'hessianDiagonal',
    'hvp',
    'jacfwd',
    'jacrev',
    'jit',
    'jitAsync',
    'jvp',
    'linearize',
  ],
  ...['reverseSweep', 'sparseJacobian', 'toDense', 'valueAndGrad', 'vjp', 'vmap'],
  // Its derivative is zero by decree.
  'stopGradient',
  // Derivatives by differences, and what checks with them.
  ...['derivative', 'numericalGradient', 'partialDerivative'],
  ...['exportedChecks', 'gradcheck', 'gradcheckOpaque', 'gradientCheck', 'hessiancheck', 'jacobiancheck', 'ulp'],
]
