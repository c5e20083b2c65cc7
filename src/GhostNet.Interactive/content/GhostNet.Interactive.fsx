/// F# Interactive loads this script when the package is referenced: tensors and views print themselves.
[<AutoOpen>]
module GhostNetInteractive

open GhostNet.Interactive
open GhostNet.Interactive.Views

GhostNet.Interactive.Hosts.NativeStart.Load()

fsi.AddPrinter(fun (tensor: TorchSharp.torch.Tensor) -> tensor.View().ToString())
fsi.AddPrinter(fun (view: View) -> view.ToString())

/// Prints a value and, when it has a picture, writes a page with it and prints the path of the page.
let show (value: 'T) = Show.Value(box value)
