const lineBytes = 64

/** So many bytes as whole lines of the cache: of rooms of such sizes side by side, threads share a line at most. */
export const wholeLines = (bytes: number): number => Math.ceil(bytes / lineBytes) * lineBytes
