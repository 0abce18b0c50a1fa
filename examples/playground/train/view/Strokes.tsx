interface StrokesProps {
  readonly solid: string
  readonly dashed: string
}

/** What the two lines of a drawing stand for. */
export const Strokes = ({ solid, dashed }: StrokesProps) => (
  <ul class="legend">
    <li>
      <span class="stroke" aria-hidden="true" /> {solid}
    </li>
    <li>
      <span class="stroke dashed" aria-hidden="true" /> {dashed}
    </li>
  </ul>
)
