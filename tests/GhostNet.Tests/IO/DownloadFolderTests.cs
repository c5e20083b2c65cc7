using System.Security.Cryptography;
using GhostNet.Data;
using GhostNet.IO;

namespace GhostNet.Tests.IO;

public sealed class DownloadFolderTests : IDisposable
{
    private static readonly DownloadSource s_source = new([new Uri("http://localhost:1/x")], HashAlgorithmName.MD5, "0", TimeSpan.FromSeconds(1));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_that_cannot_be_made_is_named_with_the_variable_to_set()
    {
        var folder = Path.Combine(_folder.Write("file", []), "data");
        var error = Fetch(Path.Combine(folder, "x"));
        Assert.StartsWith($"{folder} cannot be written to: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(DataFolders.Variable, error.Message, StringComparison.Ordinal);
    }

    /// <summary>/proc takes no folders, not even those of root.</summary>
    [Fact]
    public void A_cache_folder_that_cannot_be_made_is_named_with_its_own_variable()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has /proc.");
        Assert.Contains("Set the variable XDG_CACHE_HOME", CacheFolder.Remedy, StringComparison.Ordinal);
        Assert.StartsWith("/proc/nowhere/data cannot be written to: ", Fetch("/proc/nowhere/data/x").Message, StringComparison.Ordinal);
    }

    private static IOException Fetch(string path) =>
        Assert.Throws<IOException>(() => ResumableDownload.Fetch(path, s_source, progress: null, CancellationToken.None));
}
