import { useEffect, useState } from 'preact/hooks'

interface CopyButtonProps {
  readonly label: string
  readonly text: () => string
}

/** How long the button says what became of it, in milliseconds. */
const shown = 2000

/** Copies by a field that is selected, where there is no clipboard to write to: it is kept from pages without TLS. */
const copyBySelection = (text: string): boolean => {
  const field = document.createElement('textarea')
  field.value = text
  field.className = 'hidden'
  document.body.append(field)
  field.select()
  const done = document.execCommand('copy')
  field.remove()
  return done
}

const copy = async (text: string): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

/** Puts a text into the clipboard, and says for a while that it has, or could not. */
export const CopyButton = ({ label, text }: CopyButtonProps) => {
  const [outcome, set] = useState<string>()
  useEffect(() => {
    if (outcome === undefined) return
    const later = setTimeout(() => set(undefined), shown)
    return () => clearTimeout(later)
  }, [outcome])
  return (
    <>
      <button
        type="button"
        class="copy"
        onClick={async () => set((await copy(text())) ? 'Copied' : 'Not allowed')}
        aria-label={label}
      >
        {outcome ?? label}
      </button>
      <span class="hidden" role="status">
        {outcome === undefined ? '' : `${label}: ${outcome.toLowerCase()}`}
      </span>
    </>
  )
}
