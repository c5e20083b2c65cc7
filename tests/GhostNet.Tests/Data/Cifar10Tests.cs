using GhostNet.Archives;
using GhostNet.Data;

namespace GhostNet.Tests.Data;

public sealed class Cifar10Tests
{
    private const int Record = 3073;

    /// <summary>A file of the right size; image i has label i mod 10 and pixels (i + its index) mod 251.</summary>
    private static byte[] Batch(int file)
    {
        var bytes = new byte[10_000 * Record];
        for (var i = 0; i < 10_000; i++)
        {
            var record = bytes.AsSpan(i * Record, Record);
            record.Fill((byte)(file + i));
            record[0] = (byte)(i % 10);
        }

        return bytes;
    }

    private static (string, byte[])[] Batches() =>
    [
        .. Enumerable.Range(1, 5).Select(static i => ($"data_batch_{i}.bin", Batch(i))), ("test_batch.bin", Batch(6)),
    ];

    private static DatasetSplit Load(string path) =>
        Cifar10.Load(path, download: false, cancellationToken: TestContext.Current.CancellationToken);

    private static void AssertIsWhatWasWritten(DatasetSplit split)
    {
        Assert.Equal((50_000, 10_000), (split.Train.Count, split.Test.Count));
        Assert.Equal((3, 32, 32, 10), (split.Train.Channels, split.Train.Height, split.Train.Width, split.Train.ClassNames.Count));
        Assert.Equal(3, split.Train.Labels[20_003]);
        Assert.All(split.Train.Pixels[(20_003 * 3072)..(20_004 * 3072)], static pixel => Assert.Equal((byte)(3 + (3 & 255)), pixel));
        Assert.Equal((byte)(6 + (9_999 & 255)), split.Test.Pixels[^1]);
        Assert.False(split.Train.IsSynthetic);
    }

    [Fact]
    public void Loads_a_folder_its_parent_and_an_archive()
    {
        using var folder = new TemporaryFolder();
        var batches = Batches();
        var archive = folder.Write("in/cifar-10-binary.tar.gz",
            TestArchive.TarGz([.. batches.Select(static b => TestArchive.File($"{TestArchive.Folder}/{b.Item1}", b.Item2))]));
        AssertIsWhatWasWritten(Load(archive));
        Assert.Equal(9, folder.Content().Length);
        File.Delete(archive);
        AssertIsWhatWasWritten(Load(folder.File("in")));
        AssertIsWhatWasWritten(Load(folder.File($"in/{TestArchive.Folder}")));
        var check = Cifar10.Verify(folder.File("in"));
        Assert.True(check.IsGood, check.ToString());
        Assert.Equal(6, check.Files.Count);
    }

    [Fact]
    public void Damage_is_named_by_file_and_byte()
    {
        using var folder = new TemporaryFolder();
        var good = Batch(0);
        void Check(string what, byte[] content, long offset)
        {
            var path = folder.Write("data_batch_1.bin", content);
            var wrong = Assert.Throws<InvalidDataException>(() => Load(folder.Path));
            Assert.Contains(path, wrong.Message, StringComparison.Ordinal);
            Assert.Contains($"at byte {offset}:", wrong.Message, StringComparison.Ordinal);
            Assert.Contains(what, wrong.Message, StringComparison.Ordinal);
            var check = Cifar10.Verify(folder.Path);
            Assert.False(check.IsGood);
            Assert.Equal(wrong.Message, check.Files[0].Problem);
        }

        Check("it is empty", [], 0);
        Check("ends in record 0", good[..100], 100);
        Check("ends in record 9999", good[..^1], (10_000 * Record) - 1);
        Check("goes on after its last record", [.. good, 0], 10_000 * Record);
        good[77 * Record] = 10;
        Check("the label of record 77 is 10", good, 77 * Record);
    }

    [Fact]
    public void What_is_not_a_file_is_named()
    {
        using var folder = new TemporaryFolder();
        folder.Write("test_batch.bin", [1]);
        Assert.Contains("data_batch_1.bin is missing", Assert.Throws<FileNotFoundException>(() => Load(folder.Path)).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(folder.File("data_batch_1.bin"));
        Assert.Contains("is a folder", Assert.Throws<IOException>(() => Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    private static bool MayRead(string path)
    {
        try
        {
            return File.ReadAllBytes(path).Length > 0;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    [Fact]
    public void A_missing_permission_is_named()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("data_batch_1.bin", [1, 2, 3]);
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has other permissions.");
        }
        else
        {
            File.SetUnixFileMode(path, UnixFileMode.None);
            Assert.SkipWhen(MayRead(path), "This user may read everything.");
        }

        Assert.Contains("may not be read", Assert.Throws<IOException>(() => Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_that_lie_nowhere_are_missed_with_the_places_searched()
    {
        using var folder = new TemporaryFolder();
        using var environment = new EnvironmentVariables(("GHOSTNET_DATA", folder.File("b")), ("XDG_CACHE_HOME", folder.File("c")));
        var wrong = Assert.Throws<DirectoryNotFoundException>(() => Cifar10.Load(download: false, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains(folder.File("b"), wrong.Message, StringComparison.Ordinal);
        Assert.Contains(folder.File("c"), wrong.Message, StringComparison.Ordinal);
        Assert.Equal("CIFAR-10: not found", Cifar10.Verify(folder.File("a")).ToString());
        Assert.Empty(folder.Content());
    }

    [Fact]
    public void A_folder_that_is_named_is_the_only_place()
    {
        using var folder = new TemporaryFolder();
        folder.Write($"{TestArchive.Folder}/data_batch_1.bin", [1]);
        using var environment = new EnvironmentVariables(("GHOSTNET_DATA", folder.Path));
        var wrong = Assert.Throws<DirectoryNotFoundException>(() => Load(folder.File("typo")));
        Assert.Contains(folder.File("typo"), wrong.Message, StringComparison.Ordinal);
        Assert.Null(Cifar10.Verify(folder.File("typo")).Folder);
    }

    [Theory]
    [InlineData("cifar-10-batches-py/data_batch_1", "Python edition")]
    [InlineData("cifar-10-python.tar.gz", "Python edition")]
    [InlineData("batches.meta", "Python edition")]
    [InlineData("cifar-10-batches-mat/test_batch.mat", "Matlab edition")]
    [InlineData("cifar-100-binary/train.bin", "CIFAR-100")]
    public void Another_edition_is_named(string file, string edition)
    {
        using var folder = new TemporaryFolder();
        folder.Write(file, [1]);
        var wrong = Assert.Throws<InvalidDataException>(() => Load(folder.Path));
        Assert.Contains(edition, wrong.Message, StringComparison.Ordinal);
        Assert.Contains("cifar-10-binary.tar.gz", wrong.Message, StringComparison.Ordinal);
        Assert.Equal(wrong.Message, Assert.Single(Cifar10.Verify(folder.Path).Files).Problem);
    }

    [Fact]
    public void A_folder_unpacked_into_one_of_the_same_name_is_found()
    {
        using var folder = new TemporaryFolder();
        folder.Write($"{TestArchive.Folder}/{TestArchive.Folder}/data_batch_1.bin", [1]);
        Assert.Equal(folder.File($"{TestArchive.Folder}/{TestArchive.Folder}"), Cifar10.Verify(folder.Path).Folder);
    }

    [Fact]
    public void The_environment_names_a_folder()
    {
        using var folder = new TemporaryFolder();
        folder.Write($"{TestArchive.Folder}/data_batch_1.bin", [1]);
        using var environment = new EnvironmentVariables(("GHOSTNET_DATA", folder.Path));
        Assert.Equal(folder.File(TestArchive.Folder), Cifar10.Verify().Folder);
    }
}

/// <summary>Sets environment variables until the end of the test.</summary>
internal sealed class EnvironmentVariables : IDisposable
{
    private readonly List<(string Name, string? Value)> before = [];

    public EnvironmentVariables(params (string Name, string Value)[] variables)
    {
        foreach (var (name, value) in variables)
        {
            before.Add((name, Environment.GetEnvironmentVariable(name)));
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    public void Dispose() => before.ForEach(static variable => Environment.SetEnvironmentVariable(variable.Name, variable.Value));
}
