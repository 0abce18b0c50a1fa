/** The face of src/optim: gradient transformations, schedules, training as a fold. */
export {}
