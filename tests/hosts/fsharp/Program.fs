module Program

open System.Runtime.CompilerServices
open GhostNet.Models
open TorchSharp

[<MethodImpl(MethodImplOptions.NoInlining)>]
let sum image =
    use model = new GhostNetV1(GhostNetConfig.Cifar 0.1)
    use noGradients = torch.no_grad ()
    for weight in model.parameters () do
        weight.copy_ (torch.linspace(-0.2, 0.3, weight.numel ()).reshape(weight.shape)) |> ignore
    model.eval ()
    model.forward(image).sum().ToSingle()

// torch is touched before the library is even loaded.
[<EntryPoint>]
let main _ =
    let image = torch.linspace(-1.0, 1.0, 3L * 32L * 32L).reshape(1L, 3L, 32L, 32L)
    let sum = sum image
    if abs (sum - 5793.8f) < 0.4f then printfn "OK" else printfn "The sum is %f." sum
    0
