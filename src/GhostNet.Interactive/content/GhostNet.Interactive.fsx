/// F# Interactive loads this script when the package is referenced: values that have a view print its text.
[<AutoOpen>]
module GhostNetInteractive

open System
open GhostNet.Interactive

GhostNet.Interactive.Hosts.NativeStart.Load()

// Other hosts of F# load this script, too, and not all of them have the object `fsi`: it is looked for by name.
AppDomain.CurrentDomain.GetAssemblies()
|> Array.tryPick (fun assembly -> assembly.GetType "FSharp.Compiler.Interactive.Settings" |> Option.ofObj)
|> Option.iter (fun settings ->
    let fsi = settings.GetProperty("fsi").GetValue null
    let print (value: obj) = match ViewRegistry.Of value with null -> null | view -> view.ToString()
    fsi.GetType().GetMethod("AddPrinter").MakeGenericMethod(typeof<obj>).Invoke(fsi, [| print |]) |> ignore)

/// Prints a value and, when it has a picture, writes a page with it and prints the path of the page.
let show (value: 'T) = Show.Value(box value)
