import { repositoryPages } from '../../docs/.vitepress/links.js'
import { readSource, root, type Source } from './sources.js'

/** Every page that is written by hand or made by `npm run`: all of docs and the top of the repository, not the reference. */
export const pages = (): readonly Source[] => repositoryPages(root).map(readSource)
