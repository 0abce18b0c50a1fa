/** The face of src/plot: figures. */
export {}
