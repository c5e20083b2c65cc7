namespace GhostNet.Data;

/// <summary>The other editions in which CIFAR is distributed, by the names of their folders, archives and files.</summary>
internal static class CifarEdition
{
    private static readonly (string Edition, string[] Names)[] s_others =
    [
        ("the Python edition of CIFAR-10", ["cifar-10-batches-py", "cifar-10-python.tar.gz", "batches.meta"]),
        ("the Matlab edition of CIFAR-10", ["cifar-10-batches-mat", "cifar-10-matlab.tar.gz", "batches.meta.mat"]),
        ("CIFAR-100", ["cifar-100-binary", "cifar-100-python", "cifar-100-matlab", "cifar-100-binary.tar.gz", "cifar-100-python.tar.gz", "cifar-100-matlab.tar.gz", "fine_label_names.txt"]),
    ];

    /// <summary>Makes sure that a place does not hold another edition.</summary>
    /// <param name="place">A folder, or an archive.</param>
    /// <exception cref="InvalidDataException">It does; the message says which, and what to use instead.</exception>
    public static void RequireNoOther(string place)
    {
        var own = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(place)));
        foreach (var (edition, names) in s_others)
        {
            if (names.FirstOrDefault(name => name == own || Path.Exists(Path.Combine(place, name))) is { } name)
            {
                throw new InvalidDataException(
                    $"{(name == own ? place : Path.Combine(place, name))} belongs to {edition}, which cannot be read. "
                    + "Use CIFAR-10's binary version, cifar-10-binary.tar.gz, or its folder cifar-10-batches-bin.");
            }
        }
    }
}
