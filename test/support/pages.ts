import { globSync } from 'tinyglobby'
import { readSource, root, type Source } from './sources.js'

/** Every page that is written by hand or made by `npm run`: those of docs, without what TypeDoc makes. */
export const pages = (): readonly Source[] =>
  globSync('docs/**/*.md', { cwd: root, ignore: ['docs/api/**', 'docs/.vitepress/**'] })
    .sort()
    .map(readSource)
