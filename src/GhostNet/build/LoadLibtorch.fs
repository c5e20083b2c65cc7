// Compiled into every F# program that references GhostNet: libtorch is found before the program first touches torch.
module internal GhostNet.Native.Generated.LoadLibtorch

GhostNet.Native.Libtorch.Register()
