import average from './programs/average.grad.ts?raw'
import bias from './programs/bias.grad.ts?raw'
import float32 from './programs/float32.grad.ts?raw'
import guardedLog from './programs/guardedLog.grad.ts?raw'
import hidden from './programs/hidden.grad.ts?raw'
import jacobian from './programs/jacobian.grad.ts?raw'
import jump from './programs/jump.grad.ts?raw'
import kink from './programs/kink.grad.ts?raw'
import leakyRelu from './programs/leakyRelu.grad.ts?raw'
import network from './programs/network.grad.ts?raw'
import overflow from './programs/overflow.grad.ts?raw'
import plain from './programs/plain.grad.ts?raw'
import random from './programs/random.grad.ts?raw'
import sigmoid from './programs/sigmoid.grad.ts?raw'
import sign from './programs/sign.grad.ts?raw'
import softmax from './programs/softmax.grad.ts?raw'
import tanh from './programs/tanh.grad.ts?raw'
import transposed from './programs/transposed.grad.ts?raw'

/** A module to begin with. */
export interface Example {
  /** How the address calls it. */
  readonly name: string
  readonly title: string
  readonly code: string
}

/** Examples of one kind. */
export interface Group {
  readonly title: string
  readonly examples: readonly Example[]
}

/** All examples. Each is a file of its own, which `npx cotangent gradcheck` runs too. */
export const groups: readonly Group[] = [
  {
    title: 'Right',
    examples: [
      { name: 'sigmoid', title: 'The sigmoid', code: sigmoid },
      { name: 'softmax', title: 'Softmax with cross entropy', code: softmax },
      { name: 'jacobian', title: 'The Jacobian of softmax', code: jacobian },
      { name: 'float32', title: 'A mean in float32', code: float32 },
    ],
  },
  {
    title: 'As the lessons have it',
    examples: [
      { name: 'network', title: 'Two layers, with two mistakes', code: network },
      { name: 'leakyRelu', title: 'Back through a leaky relu', code: leakyRelu },
      { name: 'tanh', title: 'Back through tanh', code: tanh },
      { name: 'guardedLog', title: 'log(p + 1e-15)', code: guardedLog },
      { name: 'overflow', title: 'Softmax of large numbers', code: overflow },
    ],
  },
  {
    title: 'Common mistakes',
    examples: [
      { name: 'average', title: 'A missing 1/n', code: average },
      { name: 'transposed', title: 'A transposed product', code: transposed },
      { name: 'sign', title: 'A wrong sign', code: sign },
      { name: 'bias', title: 'A bias that is not summed', code: bias },
      { name: 'plain', title: 'Plain numbers, a missing 2', code: plain },
    ],
  },
  {
    title: 'Where it is hard to tell',
    examples: [
      { name: 'kink', title: 'Relu at its kink', code: kink },
      { name: 'jump', title: 'A function that jumps', code: jump },
      { name: 'random', title: 'A function that is random', code: random },
      { name: 'hidden', title: 'A change lost in rounding', code: hidden },
    ],
  },
]

export const examples: readonly Example[] = groups.flatMap((group) => group.examples)

/** The example of a name, if there is one. */
export const exampleNamed = (name: string | null): Example | undefined =>
  examples.find((example) => example.name === name)

/** What is shown where the address names nothing: short, and wrong in a way that the check can name. */
export const firstExample: Example = exampleNamed('average') ?? examples[0]
