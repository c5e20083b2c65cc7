namespace GhostNet.Notebooks.Kernels;

/// <summary>A package that a cell asks for by <c>#r "nuget: Name, Version"</c>.</summary>
/// <param name="Name">Its id.</param>
/// <param name="Version">A version or range as NuGet writes it; <c>*</c>, the newest stable one, when none is given.</param>
internal sealed record PackageReference(string Name, string Version)
{
    /// <summary>The version that stands for none.</summary>
    public const string Newest = "*";

    /// <inheritdoc/>
    public override string ToString() => Version == Newest ? Name : $"{Name} {Version}";
}
