import type { DrawnNode } from '../protocol.js'
import type { State } from './state.js'

const kinds: { readonly [Part in DrawnNode['part']]: string } = {
  input: 'is given',
  constant: 'is constant',
  forward: 'of the function',
  backward: 'of the derivative',
}

/** The node that is looked at: the one pointed at, else that of the step, else the output. */
export const lookedAt = ({ drawing, selected, settings }: State): number | undefined =>
  selected ?? drawing?.steps[settings.step - 1]?.node ?? drawing?.output

/** What is known of the node that is looked at. */
export const Details = ({ state }: { readonly state: State }) => {
  const { drawing } = state
  const at = lookedAt(state)
  const node = at === undefined ? undefined : drawing?.nodes[at]
  return (
    <section class="graph-details" aria-label="Node" tabindex={-1}>
      {node === undefined ? (
        <p class="muted">Point at a node, or go to it with the arrow keys, to see its value and its cotangent.</p>
      ) : (
        <>
          <h3>
            {node.label} <span class="muted">{kinds[node.part]}</span>
          </h3>
          <dl>
            <dt>Type</dt>
            <dd>
              <code>{node.type}</code>
            </dd>
            {node.operands.length > 0 && (
              <>
                <dt>Operands</dt>
                <dd>
                  <code>{node.operands.map((word, index) => `${'abcdefgh'[index] ?? '…'}: ${word}`).join(', ')}</code>
                </dd>
              </>
            )}
            {node.returned !== '' && (
              <>
                <dt>Returned as</dt>
                <dd>
                  <code>{node.returned}</code>
                </dd>
              </>
            )}
            {node.attributes !== '' && (
              <>
                <dt>Attributes</dt>
                <dd>
                  <code>{node.attributes}</code>
                </dd>
              </>
            )}
            <dt>Value</dt>
            <dd>
              <pre>{node.value}</pre>
            </dd>
            {node.part !== 'backward' && (
              <>
                <dt>Cotangent</dt>
                <dd>{node.cotangent === '' ? 'none' : <pre>{node.cotangent}</pre>}</dd>
              </>
            )}
            {node.rule.length > 0 && (
              <>
                <dt>Hands on, of its cotangent g</dt>
                <dd>
                  {node.rule.map((line) => (
                    <code key={line}>{line}</code>
                  ))}
                </dd>
              </>
            )}
          </dl>
        </>
      )}
    </section>
  )
}
