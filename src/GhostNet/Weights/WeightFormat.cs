using GhostNet.Weights.Pickle;
using static TorchSharp.torch;

namespace GhostNet.Weights;

/// <summary>How a file of weights is read and written.</summary>
/// <param name="Read">Reads it.</param>
/// <param name="Write">Writes it.</param>
internal sealed record WeightFormat(Func<string, StateDict> Read, Action<string, IEnumerable<KeyValuePair<string, Tensor>>, NetworkDescription?> Write)
{
    private static readonly WeightFormat s_safetensors = new(Safetensors.ReadWeights, static (path, state, description) => Safetensors.Write(path, state, description));
    private static readonly WeightFormat s_checkpoint = new(path => PyTorchCheckpoint.Read(path), PyTorchCheckpoint.Write);

    /// <summary>The format of a file: its content decides, and where that does not tell, its extension.</summary>
    /// <exception cref="ArgumentException">Its name has none of the extensions of weights.</exception>
    /// <exception cref="WeightFileException">It cannot be opened, or is a checkpoint of version 0.1.0.</exception>
    public static WeightFormat OfContent(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var named = Path.GetExtension(path).Equals(".ckpt", StringComparison.OrdinalIgnoreCase) ? s_safetensors : Of(path);
        using var file = MappedFile.Open(path);
        var start = file.Bytes(0, (int)Math.Min(file.Length, sizeof(ulong) + 1));
        return start switch
        {
            [_, _, _, _, _, _, _, _, (byte)'{'] => s_safetensors,
            [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)PickleOp.Protocol, 2, ..] => s_checkpoint,
            _ when start.StartsWith("GHOSTCKP"u8) => throw new WeightFileException(
                $"{path} is a checkpoint of version 0.1.0. Load it with Checkpoint.Read(path).LoadWeights(model), or go on with its training: that writes the new format."),
            _ => named,
        };
    }

    /// <summary>The format of a file that is to be written, by its extension.</summary>
    /// <exception cref="ArgumentException">It has none of the extensions of weights.</exception>
    public static WeightFormat Of(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".SAFETENSORS" => s_safetensors,
            ".PTH" or ".PT" or ".BIN" or ".TAR" => s_checkpoint,
            _ => throw new ArgumentException(
                $"{path} has none of the extensions of weights: .safetensors, or .pth, .pt, .bin or .tar for a PyTorch checkpoint.", nameof(path)),
        };
    }
}
