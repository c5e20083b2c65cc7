using GhostNet.IO;


namespace GhostNet.Data;

/// <summary>Opens data files, and says what is wrong with one in a way that can be acted on.</summary>
internal static class DataFileReader
{
    /// <summary>What to do with a file that came from a download.</summary>
    public const string FetchAgain = "Delete it and fetch it again.";

    /// <summary>Opens a file to be read from start to end.</summary>
    /// <param name="path">The file.</param>
    /// <param name="remedy">What to do when it is missing or empty, as a sentence.</param>
    /// <exception cref="IOException">It is missing, a folder, empty, or may not be read.</exception>
    public static FileStream Open(string path, string remedy = FetchAgain)
    {
        if (Directory.Exists(path))
        {
            throw new IOException($"{path} is a folder, but a file belongs there. Move the folder away or give another path.");
        }

        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path} is missing. {remedy}", path);
        }

        try
        {
            return RegularFile.Length(path) > 0 ? RegularFile.Open(path, bufferSize: 1 << 16) : throw Damaged(path, 0, RegularFile.Problem, remedy);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new IOException($"{path} may not be read by this user. Change its permissions or give another path.", denied);
        }
    }

    /// <summary>An exception for a file whose content is wrong.</summary>
    /// <param name="path">The file.</param>
    /// <param name="offset">The byte where the trouble is.</param>
    /// <param name="problem">What is wrong, as the second half of a sentence.</param>
    /// <param name="remedy">What to do, as a sentence.</param>
    /// <param name="cause">What was thrown first, if anything.</param>
    public static InvalidDataException Damaged(string path, long offset, string problem, string remedy, Exception? cause = null) =>
        new(FormattableString.Invariant($"{path} is damaged at byte {offset}: {problem}. {remedy}"), cause);
}
