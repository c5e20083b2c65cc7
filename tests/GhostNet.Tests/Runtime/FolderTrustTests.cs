using GhostNet.Runtime;


namespace GhostNet.Tests.Runtime;

public sealed class FolderTrustTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FolderTrustTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux needs it.");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_of_this_user_is_trusted()
    {
        var inner = Directory.CreateDirectory(_folder.File("inner")).FullName;
        Assert.True(FolderTrust.IsOwn(_folder.Path));
        Assert.True(FolderTrust.IsOwn(inner + "/"));
        Assert.True(FolderTrust.IsOwn("/"));
    }

    [Theory]
    [InlineData(0b111_010_000)]
    [InlineData(0b111_000_010)]
    [InlineData(0b111_111_111)]
    public void A_folder_below_one_that_others_can_write_to_is_not(int mode)
    {
        var inner = Directory.CreateDirectory(_folder.File("inner")).FullName;
        SetMode(mode);
        Assert.False(FolderTrust.IsOwn(_folder.Path));
        Assert.False(FolderTrust.IsOwn(inner));
    }

    [Fact]
    public void The_sticky_bit_helps_what_is_below_and_not_the_folder_itself()
    {
        var inner = Directory.CreateDirectory(_folder.File("inner")).FullName;
        SetMode(0b001_111_111_111);
        Assert.False(FolderTrust.IsOwn(_folder.Path));
        Assert.True(FolderTrust.IsOwn(inner));
    }

    [Fact]
    public void Links_files_relative_and_missing_paths_are_not_trusted()
    {
        File.CreateSymbolicLink(_folder.File("link"), _folder.Path);
        Assert.False(FolderTrust.IsOwn(_folder.File("link")));
        Assert.False(FolderTrust.IsOwn(_folder.Write("file", [])));
        Assert.False(FolderTrust.IsOwn(_folder.File("missing")));
        Assert.False(FolderTrust.IsOwn("."));
    }

    private void SetMode(int mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder.Path, (UnixFileMode)mode);
        }
    }
}
