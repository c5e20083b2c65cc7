namespace GhostNet.Runtime;

/// <summary>What must be known about a program to find its native libraries.</summary>
internal sealed record DeployedProgram
{
    /// <summary>The files that are loaded in its process.</summary>
    public required IReadOnlyList<string> Loaded { get; init; }

    /// <summary>Its own folder.</summary>
    public required string BaseDirectory { get; init; }

    /// <summary>The folder of <c>TorchSharp.dll</c>; null where it is inside the program's one file.</summary>
    public required string? TorchSharp { get; init; }

    /// <summary>Where .NET looks for its native libraries.</summary>
    public required IReadOnlyList<string> SearchFolders { get; init; }

    /// <summary>The version of its TorchSharp.</summary>
    public required Version TorchSharpVersion { get; init; }

    /// <summary>The version of libtorch that this TorchSharp was built for.</summary>
    public required Version LibtorchVersion { get; init; }

    /// <summary>The user's home folder, if there is one.</summary>
    public required string? Home { get; init; }

    /// <summary>Reads an environment variable.</summary>
    public required Func<string, string?> Variable { get; init; }
}
