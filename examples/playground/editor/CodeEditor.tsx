import { useEffect, useRef } from 'preact/hooks'
import type { Place } from '../program/sourceMap.js'
import { type Editor, type FieldOptions, openEditor } from './editor.js'

interface CodeEditorProps extends FieldOptions {
  /** What to show, each time that it is another object. */
  readonly given: { readonly code: string }
  readonly marked: readonly Place[]
  /** A place that the reader wants to see; a new object each time that it is asked for. */
  readonly wanted: Place | undefined
  readonly edited: (code: string) => void
}

/** A program, to be read and changed. */
export const CodeEditor = ({ given, marked, wanted, edited, ...field }: CodeEditorProps) => {
  const within = useRef<HTMLDivElement>(null)
  const editor = useRef<Editor>(undefined)
  const latest = useRef(edited)
  latest.current = edited
  useEffect(() => {
    if (within.current === null) return
    const opened = openEditor(within.current, given.code, field, (text) => latest.current(text))
    editor.current = opened
    return opened.remove
  }, [])
  useEffect(() => editor.current?.show(given.code), [given])
  useEffect(() => editor.current?.mark(marked), [marked])
  useEffect(() => {
    if (wanted !== undefined) editor.current?.goTo(wanted)
  }, [wanted])
  return <div ref={within} />
}
