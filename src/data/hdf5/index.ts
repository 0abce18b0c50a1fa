/** HDF5 files: datasets to tensors. */
export {
  type Hdf5Dataset,
  type Hdf5File,
  type Hdf5Options,
  type Hdf5Value,
  hdf5Strings,
  hdf5Tensor,
  readHdf5,
} from './read.js'
