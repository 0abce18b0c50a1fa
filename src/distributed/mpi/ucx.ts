/**
 * Keeps UCX, over which libraries of both families may send, out of Node's way; it reads the environment when it is loaded.
 * It takes the signal by which V8 notices that WebAssembly reaches out of its memory's bounds for a breakdown. And its
 * hooks of the allocator, by which it keeps memory registered with network cards, once in a hundred runs lose memory that
 * V8's threads use. Whoever sets the variables has it as they say.
 */
export const quietUcx = (environment: Record<string, string | undefined>): void => {
  environment.UCX_ERROR_SIGNALS ??= ''
  environment.UCX_MEM_EVENTS ??= 'n'
}
