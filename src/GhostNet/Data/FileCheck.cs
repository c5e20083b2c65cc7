namespace GhostNet.Data;

/// <summary>The result of checking one file of a data set.</summary>
public sealed class FileCheck
{
    internal FileCheck(string path, long length, string? problem)
    {
        Path = path;
        Length = length;
        Problem = problem;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Its length in bytes; 0 when it is missing.</summary>
    public long Length { get; }

    /// <summary>What is wrong and what to do; null when it is good.</summary>
    public string? Problem { get; }

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
