namespace GhostNet.Data;

/// <summary>What there is of a file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Length">Its length in bytes; 0 when it is missing.</param>
/// <param name="Problem">What is wrong and what to do; null when it is good.</param>
public sealed record FileCheck(string Path, long Length, string? Problem)
{
    /// <summary>Looks at a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="check">Throws an <see cref="IOException"/> or <see cref="InvalidDataException"/> when it is not good.</param>
    internal static FileCheck Of(string path, Action check)
    {
        var file = new FileInfo(path);
        string? problem = null;
        try
        {
            check();
        }
        catch (Exception wrong) when (wrong is IOException or InvalidDataException)
        {
            problem = wrong.Message;
        }

        return new FileCheck(path, file.Exists ? file.Length : 0, problem);
    }

    /// <summary>The file and whether it is good.</summary>
    public override string ToString() =>
        Problem ?? FormattableString.Invariant($"{System.IO.Path.GetFileName(Path)}: good, {Length} bytes");
}
