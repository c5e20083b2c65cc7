using GhostNet.IO;


namespace GhostNet.Tests.IO;

public sealed class AtomicFileTests
{
    [Fact]
    public void A_failure_leaves_the_old_file_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("file", [1, 2, 3]);
        var wrong = Assert.Throws<IOException>(() => AtomicFile.Write(path, static stream =>
        {
            stream.WriteByte(9);
            throw new IOException("No space left on device");
        }));
        Assert.Equal($"{path} cannot be written: No space left on device.", wrong.Message);
        Assert.Throws<FormatException>(() => AtomicFile.Write(path, static _ => throw new FormatException()));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Single(folder.Content());
    }

    [Theory]
    [InlineData("folder")]
    [InlineData("new/")]
    public void A_folder_is_not_a_file(string name)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("folder"));
        var wrong = Assert.Throws<IOException>(() => AtomicFile.Write(folder.File(name), static stream => stream.WriteByte(1)));
        Assert.Contains("it names a folder", wrong.Message, StringComparison.Ordinal);
        Assert.Equal(["folder"], folder.Content());
    }

    [Fact]
    public void A_file_is_not_a_folder()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("file", [1]);
        var path = Path.Combine(file, "inner");
        Assert.StartsWith($"{path} cannot be written: ", Assert.Throws<IOException>(() => AtomicFile.Write(path, static _ => { })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_goes_away_meanwhile_is_named()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("inner/file");
        var wrong = Assert.Throws<IOException>(() => AtomicFile.Write(path, stream =>
        {
            stream.WriteByte(1);
            Directory.Delete(folder.File("inner"), recursive: true);
        }));
        Assert.StartsWith($"{path} cannot be written: ", wrong.Message, StringComparison.Ordinal);
    }
}
