/** An element of XML, and the text between its tags. */
export interface Element {
  readonly name: string
  readonly attributes: { readonly [name: string]: string }
  readonly children: readonly Element[]
  readonly text: string
}

const allowed = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u

const entities: { readonly [name: string]: string | undefined } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Line breaks of any kind are one to a reader. */
const plain = (raw: string): string =>
  raw.replace(/\r\n?/g, '\n').replace(/&(?:#(\d+)|(\w+));|&|</g, (found, code?: string, name?: string) => {
    const meant = code === undefined ? entities[name ?? ''] : String.fromCodePoint(Number(code))
    if (meant === undefined) throw new Error(`${found} stands for nothing in ${raw}`)
    return meant
  })

/** Reads XML as strictly as a parser that does not mend: throws where it is not well-formed. */
export const parsedXml = (source: string): Element => {
  if (!allowed.test(source)) throw new Error('there is a character that XML has not')
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'
  if (!source.startsWith(declaration)) throw new Error('there is no declaration')
  const token = /<\/([\w.-]+)>|<([\w.-]+)((?:\s+[\w.-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/y
  token.lastIndex = declaration.length
  type Open = { name: string; attributes: { [name: string]: string }; children: Element[]; text: string }
  const top: Open = { name: '', attributes: {}, children: [], text: '' }
  const open: Open[] = [top]
  while (token.lastIndex < source.length) {
    const at = token.lastIndex
    const found = token.exec(source)
    if (found === null) throw new Error(`there is no markup at ${source.slice(at, at + 40)}`)
    const [, closed, opened, attributes, alone, text] = found
    const inner = open[open.length - 1]
    if (text !== undefined) inner.text += plain(text)
    if (opened !== undefined) {
      const pairs = [...attributes.matchAll(/([\w.-]+)="([^"]*)"/g)].map(([, name, value]) => [name, plain(value)])
      if (new Set(pairs.map(([name]) => name)).size < pairs.length) throw new Error(`an attribute twice in ${opened}`)
      const element: Open = { name: opened, attributes: Object.fromEntries(pairs), children: [], text: '' }
      inner.children.push(element)
      if (alone === '') open.push(element)
    }
    if (closed !== undefined && open.pop()?.name !== closed) throw new Error(`${closed} closes another element`)
  }
  if (open.length !== 1 || top.children.length !== 1) throw new Error('there is not one whole element')
  return top.children[0]
}
