using GhostNet.Weights.Pickle;
using static TorchSharp.torch;


namespace GhostNet.Weights;

/// <summary>How a file of weights is read and written.</summary>
/// <param name="Read">Reads it.</param>
/// <param name="Write">Writes it.</param>
internal sealed record WeightFormat(Func<string, StateDict> Read, Action<string, IEnumerable<KeyValuePair<string, Tensor>>, NetworkDescription?> Write)
{
    private static readonly WeightFormat s_safetensors = new(Safetensors.Read, Safetensors.Write);
    private static readonly WeightFormat s_checkpoint = new(path => PyTorchCheckpoint.Read(path), PyTorchCheckpoint.Write);

    /// <summary>The format that a file has, whichever of the endings its name has.</summary>
    /// <exception cref="ArgumentException">Its name has none of the endings of weights.</exception>
    /// <exception cref="WeightFileException">It cannot be opened.</exception>
    public static WeightFormat OfContent(string path)
    {
        var named = Of(path);
        using var file = MappedFile.Open(path);
        return file.Bytes(0, (int)Math.Min(file.Length, 9)) switch
        {
            [_, _, _, _, _, _, _, _, (byte)'{'] => s_safetensors,
            [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)PickleOp.Protocol, 2, ..] => s_checkpoint,
            _ => named,
        };
    }

    /// <summary>The format that a file's name ends with.</summary>
    /// <exception cref="ArgumentException">It ends with none.</exception>
    public static WeightFormat Of(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".SAFETENSORS" => s_safetensors,
            ".PTH" or ".PT" or ".BIN" or ".TAR" => s_checkpoint,
            ".CKPT" => throw new ArgumentException(
                $"{path} is not read as weights: a checkpoint of this library's trainer is loaded with Checkpoint.Read(path).LoadWeights(model); "
                + "one of PyTorch must end with .pth.",
                nameof(path)),
            _ => throw new ArgumentException(
                $"{path} has none of the endings of weights: .safetensors, or .pth, .pt, .bin or .tar for a PyTorch checkpoint.", nameof(path)),
        };
    }
}
