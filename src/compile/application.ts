import type { AttributesOf, PrimitiveName, primitives } from '../graph/index.js'
import type { TensorType } from '../tensor/index.js'
import type { Assembly, Destinations } from './assembly.js'
import type { Place } from './place.js'

/** One Apply, its operands lying in the arena. */
export interface Application<P extends PrimitiveName> {
  readonly primitive: (typeof primitives)[P]
  readonly attributes: AttributesOf<P>
  readonly operands: readonly Place[]
  readonly types: readonly TensorType[]
  readonly destinations: Destinations
}

/** How a primitive becomes code; every place that it gives is held once for the caller. */
export type Lowering<P extends PrimitiveName> = (assembly: Assembly, application: Application<P>) => readonly Place[]

/** What lowerings of one operation's shape see of an application, whatever its primitive. */
export type SomeApplication<A = unknown> = Omit<Application<PrimitiveName>, 'primitive' | 'attributes'> & {
  readonly attributes: A
}
