import { writtenPages } from '../../docs/.vitepress/files.js'
import { readSource, root, type Source } from './sources.js'

/** Every page of docs that is written by hand or made by `npm run`, without what the site makes of declarations and files. */
export const pages = (): readonly Source[] => writtenPages(root).map((path) => readSource(`docs/${path}`))
