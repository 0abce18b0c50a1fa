import { useEffect, useState } from 'preact/hooks'
import { CopyButton } from '../../app/CopyButton.js'

/** A piece of a program, and what kind of word it is. */
interface Piece {
  readonly text: string
  readonly kind: string
}

type Highlight = (code: string) => readonly Piece[]

/** Loaded after the page stands: without it the program is there in one colour. */
const loadHighlight = async (): Promise<Highlight> => {
  const [{ languages, tokenizeText }] = await Promise.all([
    import('prism-code-editor/prism'),
    import('prism-code-editor/prism/languages/typescript'),
  ])
  type Token = ReturnType<typeof tokenizeText>[number]
  const pieces =
    (kind: string) =>
    (token: Token): readonly Piece[] => {
      if (typeof token === 'string') return [{ text: token, kind }]
      const { content, type } = token
      return typeof content === 'string' ? [{ text: content, kind: type }] : content.flatMap(pieces(type))
    }
  return (code) => tokenizeText(code, languages.typescript ?? {}).flatMap(pieces('plain'))
}

/** The program that does the same, in step with the settings. */
export const CodePanel = ({ code }: { readonly code: string }) => {
  const [highlight, set] = useState<{ readonly of: Highlight }>()
  useEffect(() => {
    void loadHighlight().then((of) => set({ of }))
  }, [])
  return (
    <section class="card code" aria-labelledby="code">
      <div class="heading">
        <h2 id="code">Code</h2>
        <CopyButton label="Copy code" text={() => code} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys. */}
      <pre tabIndex={0}>
        <code>
          {highlight === undefined
            ? code
            : highlight.of(code).map(({ text, kind }, index) => (
                <span key={index} class={`token ${kind}`}>
                  {text}
                </span>
              ))}
        </code>
      </pre>
    </section>
  )
}
