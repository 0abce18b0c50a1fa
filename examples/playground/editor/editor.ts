import { createEditor, type PrismEditor } from 'prism-code-editor'
import { editorCommands, indentSelectedLines, insertLineAndIndent, insertTab } from 'prism-code-editor/commands'
import 'prism-code-editor/languages/clike'
import 'prism-code-editor/prism/languages/typescript'
import type { Place } from '../program/sourceMap.js'

/** An editor of TypeScript in a page. */
export interface Editor {
  readonly show: (text: string) => void
  /** Marks the lines of places, and no others. */
  readonly mark: (places: readonly Place[]) => void
  /** Puts the cursor to a place, and the focus into the editor. */
  readonly goTo: (place: Place) => void
  readonly remove: () => void
}

/** What the editor's field is called, by which element it is described, and how many letters it takes. */
export interface FieldOptions {
  readonly label: string
  readonly describedBy: string
  readonly longest: number
}

const offsetOf = (text: string, { line, column }: Place): number => {
  const before = text.split('\n').slice(0, line - 1)
  return Math.min(text.length, before.reduce((sum, each) => sum + each.length + 1, 0) + column - 1)
}

/**
 * Tab indents, unless the key before was Escape: then it leaves, as everywhere in a page. Escape is not to take the focus
 * away by itself, which would leave readers of the screen at the page's beginning.
 */
const tabs = (editor: PrismEditor): void => {
  let leaving = false
  editor.textarea.addEventListener(
    'keydown',
    ({ key }) => {
      if (key !== 'Tab' && key !== 'Shift') leaving = key === 'Escape'
    },
    { capture: true },
  )
  editor.textarea.addEventListener('blur', () => {
    leaving = false
  })
  editor.keyCommandMap.Escape = () => false
  editor.addExtensions(
    editorCommands({
      Tab: () => {
        const [start, end] = editor.getSelection()
        return !leaving && (start === end ? insertTab(editor, start) : indentSelectedLines(editor))
      },
      'shift+Tab': () => !leaving && indentSelectedLines(editor, true),
      Enter: () => insertLineAndIndent(editor),
    }),
  )
}

/** Makes an editor of a text inside an element. `edited` is given the text whenever the reader has changed it. */
export const openEditor = (
  within: HTMLElement,
  code: string,
  { label, describedBy, longest }: FieldOptions,
  edited: (code: string) => void,
): Editor => {
  let showing = true
  const editor = createEditor(within, {
    language: 'typescript',
    value: code,
    tabSize: 2,
    onUpdate: (text) => {
      if (!showing) edited(text)
    },
  })
  showing = false
  editor.textarea.setAttribute('aria-label', label)
  editor.textarea.setAttribute('aria-describedby', describedBy)
  editor.textarea.maxLength = longest
  tabs(editor)
  return {
    show: (text) => {
      if (text === editor.value) return
      showing = true
      editor.setOptions({ value: text })
      showing = false
      editor.container.scrollTo(0, 0)
    },
    mark: (places) => {
      const marked = new Set(places.map(({ line }) => line))
      // The first of them holds the field and no line.
      for (const [number, line] of [...editor.lines].entries()) line.classList.toggle('marked', marked.has(number))
    },
    goTo: (place) => {
      const offset = offsetOf(editor.value, place)
      editor.textarea.focus()
      editor.textarea.setSelectionRange(offset, offset)
      editor.lines[place.line]?.scrollIntoView({ block: 'nearest' })
    },
    remove: () => editor.remove(),
  }
}
