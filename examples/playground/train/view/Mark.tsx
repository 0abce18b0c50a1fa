import { shapePath } from './shapes.js'

/** A class's shape in its colour, as points of it are drawn; hollow for those of the test. */
export const Mark = ({ label, hollow = false }: { readonly label: number; readonly hollow?: boolean }) => (
  <svg class={hollow ? 'mark hollow' : 'mark'} data-class={label} viewBox="-8 -8 16 16" aria-hidden="true">
    <path d={shapePath(label, 5)} />
  </svg>
)
