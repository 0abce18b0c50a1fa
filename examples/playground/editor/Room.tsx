interface RoomProps {
  readonly code: string
  /** As many letters as the editor takes. */
  readonly longest: number
}

/** Says that an editor is full: what is typed or put into it beyond that is not taken. */
export const Room = ({ code, longest }: RoomProps) => (
  <p class="room" role="status">
    {code.length < longest
      ? ''
      : `There is no more room: a program may have ${longest} letters, and what is more is cut.`}
  </p>
)
