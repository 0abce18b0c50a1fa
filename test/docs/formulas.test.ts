import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import katex from 'katex'
import { describe, expect, it } from 'vitest'
import { pages } from '../support/pages.js'

// Formulas are between dollar signs, as on most sites that show Markdown, and are read by KaTeX.

/** A text without its blocks and pieces of code. */
const prose = (text: string): string => text.replaceAll(/^```[\s\S]*?^```$/gm, '').replaceAll(/`[^`\n]*`/g, '')

/** A formula in a paragraph, which may go on in the next line. */
const inline = /\$((?:[^$\n]|\n(?!\s*\n))+)\$/g

/** The formulas of a text, displayed ones first. */
const formulasOf = (text: string): readonly string[] => {
  const words = prose(text)
  const display = /\$\$([\s\S]*?)\$\$/g
  return [
    ...[...words.matchAll(display)].map(([, formula]) => formula),
    ...[...words.replaceAll(display, '').matchAll(inline)].map(([, formula]) => formula),
  ]
}

/** What is wrong with a formula, if anything is. */
const faultOf = (formula: string): string | undefined => {
  try {
    katex.renderToString(formula, { throwOnError: true, strict: 'error' })
    return undefined
  } catch (fault) {
    return `${formula}: ${fault}`
  }
}

describe('formulas in the pages', () => {
  it('are read and drawn by one KaTeX: its classes and its style go together', () => {
    const plugin = createRequire(fileURLToPath(import.meta.resolve('@mdit/plugin-katex')))
    expect(plugin('katex').version).toBe(katex.version)
  })

  it('are found', () =>
    expect(formulasOf('A sum $a + b$ of\n\n$$\\int f$$\n\n`$none`, $c\n+ d$.\n```sh\necho $x $y\n```\n')).toEqual([
      '\\int f',
      'a + b',
      'c\n+ d',
    ]))

  it('are refused where they are none', () => expect(faultOf('\\nothing{')).toContain('\\nothing'))

  it.each(pages().filter(({ text }) => formulasOf(text).length > 0))('$path', ({ text }) =>
    expect(formulasOf(text).flatMap((formula) => faultOf(formula) ?? [])).toEqual([]),
  )

  it('leave no dollar sign over', () => {
    const over = ({ text }: { readonly text: string }): boolean =>
      prose(text)
        .replaceAll(/\$\$[\s\S]*?\$\$/g, '')
        .replaceAll(inline, '')
        .includes('$')
    expect(
      pages()
        .filter(over)
        .map(({ path }) => path),
    ).toEqual([])
  })
})
