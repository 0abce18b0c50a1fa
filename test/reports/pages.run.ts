/** Makes what programs print in the pages of the docs anew: `npm run pages`. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { installed } from '../support/package.js'
import { madeAnew, pages } from './pages.js'

const folder = await installed('pages')
for (const page of pages) writeFileSync(page, madeAnew(readFileSync(page, 'utf8'), folder))
rmSync(folder, { recursive: true })
