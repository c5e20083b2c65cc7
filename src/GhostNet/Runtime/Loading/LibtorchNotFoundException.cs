namespace GhostNet.Runtime;

/// <summary>libtorch, the engine under TorchSharp, was not found. The message says which line to add.</summary>
public sealed class LibtorchNotFoundException : DllNotFoundException
{
    private const string Advice =
        ": TorchSharp needs libtorch, the engine that computes, and the program does not have it. Add one line:\n" +
        "  in a notebook or F# script   #r \"nuget: TorchSharp-cpu, 0.107.0\"\n" +
        "  in a C# file-based app       #:package TorchSharp-cpu@0.107.0\n" +
        "  in a project                 <PackageReference Include=\"TorchSharp-cpu\" Version=\"0.107.0\" />\n" +
        "For an NVIDIA GPU take TorchSharp-cuda-linux or TorchSharp-cuda-windows instead.";

    internal LibtorchNotFoundException(string missing)
        : base(missing + " is missing" + Advice)
    {
    }

    internal LibtorchNotFoundException(string missing, Exception innerException)
        : base(missing + " is missing" + Advice, innerException)
    {
    }
}
