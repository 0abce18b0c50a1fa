export const agreeing: readonly string[] = []
