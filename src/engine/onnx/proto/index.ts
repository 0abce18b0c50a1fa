/** The messages that an ONNX model is made of, and the bytes that they are. */
export * from './messages.js'
export { decode, encode, WireFault } from './wire.js'
