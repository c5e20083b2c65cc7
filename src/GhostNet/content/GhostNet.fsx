/// F# Interactive loads this script when the package is referenced: libtorch is prepared before torch is touched.
module GhostNetStart

GhostNet.Runtime.Libtorch.Register()
