/** A change of one file, as a page shows it: lines that are there, those that go, those that come. */
export interface Edit {
  readonly path: string
  readonly before: string
  readonly after: string
}

const block = /^`(\S+)`\n\n```diff\n([\s\S]*?)^```$/gm

/** The edits that a page shows, in its order: each in a block of its own behind a line that names the file. */
export const editsOf = (page: string): readonly Edit[] =>
  [...page.matchAll(block)].map(([, path, text]) => {
    const lines = text.replace(/\n$/, '').split('\n')
    const without = (mark: string): string =>
      lines
        .filter((line) => !line.startsWith(mark))
        .map((line) => `${line.slice(1)}\n`)
        .join('')
    return { path, before: without('+'), after: without('-') }
  })

/** A text after an edit, which has to fit at one place. */
export const edited = (text: string, { path, before, after }: Edit): string => {
  const [start, rest, ...more] = `\n${text}`.split(`\n${before}`)
  if (rest === undefined || more.length > 0)
    throw new Error(`${path} has ${more.length === 0 ? 'nothing' : 'more than one place'} like\n${before}`)
  return `${start}\n${after}${rest}`.slice(1)
}
