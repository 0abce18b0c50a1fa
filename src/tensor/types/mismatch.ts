declare const problem: unique symbol

/**
 * A requirement that no value meets. The compiler prints it where an argument fails to meet it, so the message is what
 * the user reads: `... is not assignable to Mismatch<"inner dimensions 3 and 4 differ">`.
 */
export interface Mismatch<Message> {
  readonly [problem]: Message
}

/**
 * What an argument must meet besides its own type: nothing where there is no message (`never`), the impossible where
 * there is one. It stands on an argument, never around a result: a result type wrapped in a conditional would stay
 * unresolved for generic sizes. Several messages are a union written out in place: of an alias the
 * compiler would print the name.
 */
export type Guard<Message> = [Message] extends [never] ? unknown : Mismatch<Message>
