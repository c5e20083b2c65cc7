using GhostNet.IO;

namespace GhostNet.Conversion;

/// <summary>A convolution that <see cref="Ghostify"/> has replaced, or kept.</summary>
public sealed class GhostifiedLayer
{
    internal GhostifiedLayer()
    {
    }

    /// <summary>Path of the layer from the model, such as <c>features.0</c>.</summary>
    public string Path { get; internal init; } = "";

    /// <summary>What was there, such as <c>3×3, 64 to 128</c>: the kernel, and the channels of input and output.</summary>
    public string Convolution { get; internal init; } = "";

    /// <summary>Why it was kept; null when it was replaced.</summary>
    public string? KeptBecause { get; internal init; }

    /// <summary>Parameters before.</summary>
    public long ParametersBefore { get; internal init; }

    /// <summary>Parameters of what is there now.</summary>
    public long ParametersAfter { get; internal init; }

    /// <summary>Multiply-adds before, for the whole input; 0 when the layer could not be watched.</summary>
    public long MultiplyAddsBefore { get; internal init; }

    /// <summary>Multiply-adds of what is there now.</summary>
    public long MultiplyAddsAfter { get; internal init; }

    /// <summary>The numbers in one line, without the path.</summary>
    internal string Numbers => KeptBecause is null
        ? $"{Convolution}: {Change(ParametersBefore, ParametersAfter, "parameters")}, {Change(MultiplyAddsBefore, MultiplyAddsAfter, "multiply-adds")}"
        : $"{Convolution}: kept, {KeptBecause}";

    /// <summary>The layer in one line.</summary>
    public override string ToString() => $"{ForeignText.Show(Path, 200)}: {Numbers}";

    /// <summary>A number before and after.</summary>
    internal static string Change(long before, long after, string what) => $"{NumberFormat.Count(before)} → {NumberFormat.Count(after)} {what}";
}
