/// What several tests begin with.
module GhostNet.FSharp.Tests.Samples

open System.IO
open GhostNet.Models

/// A network of 22,000 parameters: enough to see the parts work together.
let config = GhostNetConfig(Width = 0.25, Classes = 10, StemStride = 2, HeadChannels = 32)

/// Gives the work a folder that is gone afterwards.
let inFolder (work: string -> unit) =
    let folder = Directory.CreateTempSubdirectory "ghostnet-fsharp-"

    try
        work folder.FullName
    finally
        folder.Delete(recursive = true)
