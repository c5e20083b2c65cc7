module GhostNet.FSharp.Tests.TrainingTests

open Xunit

[<Fact>]
let ``starts`` () = Assert.Equal(2, 1 + 1)
