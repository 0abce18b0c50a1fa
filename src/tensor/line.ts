/** What would begin a new line, or tell a terminal something: names and texts of files are quoted in errors. */
const controls = /[\p{Control}\u2028\u2029]/gu

const escaped = (control: string): string => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`

/** A text as one line, whose control characters are written out. */
export const asLine = (text: string): string => text.replace(controls, escaped)
