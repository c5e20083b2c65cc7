using GhostNet.Layers;


namespace GhostNet.Tests.Weights;

/// <summary>Files that PyTorch 1.13.1 wrote.</summary>
internal static class Sample
{
    public const string TinyZip = "tiny_bottleneck.zip.pth";
    public const string TinyLegacy = "tiny_bottleneck.legacy.pth";

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Weights", "Files");

    /// <summary>The path of a file that lies in the repository.</summary>
    public static string File(string name) => Path.Combine(Folder, name);

    /// <summary>The path of a large file, or null when this machine does not have those.</summary>
    public static string? LargeFile(string name) =>
        Environment.GetEnvironmentVariable("GHOSTNET_INTEROP") is { Length: > 0 } folder ? Path.Combine(folder, name) : null;

    /// <summary>The layer whose weights the tiny files hold; the caller disposes it.</summary>
    public static GhostBottleneck TinyBottleneck() => new(6, 18, 10, kernelSize: 5, stride: 2, new SqueezeExcite(18, 0.25));
}
