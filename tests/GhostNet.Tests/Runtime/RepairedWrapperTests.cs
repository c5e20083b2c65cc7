using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using GhostNet.IO;
using GhostNet.Runtime;
using GhostNet.Tests.Training;

namespace GhostNet.Tests.Runtime;

[UnsupportedOSPlatform("windows")]
public sealed class RepairedWrapperTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public RepairedWrapperTests()
    {
        Assert.SkipWhen(Libtorch.Files is null, "Only Linux on x64 has these libraries.");
        Libtorch.Load();
    }

    /// <summary>A library of 9 KB that nothing else loads.</summary>
    private static byte[] SmallLibrary => File.ReadAllBytes(Path.Combine(Libtorch.Files!.Engine, "libtorch.so"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_library_is_loaded_from_memory()
    {
        Assert.NotEqual(0, RepairedWrapper.LoadFromMemory(SmallLibrary));
    }

    [Fact]
    public void A_library_is_loaded_from_a_folder_and_nothing_of_it_stays()
    {
        var library = RepairedWrapper.LoadFromFolder(SmallLibrary, _folder.Path);
        Assert.NotEqual(0, library);
        Assert.Empty(_folder.Content());
        NativeLibrary.Free(library);

        Assert.NotEqual(0, RepairedWrapper.LoadFromFolder(SmallLibrary, _folder.File("new")));
        Assert.Equal(["new"], _folder.Content());
    }

    [Fact]
    public void A_folder_that_others_can_write_to_is_refused()
    {
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_111_111);
        var error = Assert.Throws<IOException>(() => RepairedWrapper.LoadFromFolder(SmallLibrary, _folder.Path));
        Assert.Contains(_folder.Path, error.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.Content());
    }

    [Fact]
    public void Where_one_way_fails_the_next_is_gone()
    {
        Assert.Equal(2, RepairedWrapper.Load([1], [_ => throw new IOException("No."), image => image[0] + 1, _ => 3]));
    }

    [Fact]
    public void Where_nothing_works_each_reason_is_said_in_one_line_with_the_variable_to_set()
    {
        var file = _folder.Write("file", []);
        var error = Assert.Throws<DllNotFoundException>(() => RepairedWrapper.Load(
            [1, 2, 3], [RepairedWrapper.LoadFromMemory, image => RepairedWrapper.LoadFromFolder(image, file), _ => throw new DllNotFoundException("two\nlines")]));
        Assert.DoesNotContain('\n', error.Message);
        Assert.Contains("/proc/self/fd/", error.Message, StringComparison.Ordinal);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        Assert.Contains("two lines", error.Message, StringComparison.Ordinal);
        Assert.Contains("TMPDIR", error.Message, StringComparison.Ordinal);
    }

    /// <summary>In places from which earlier versions, or a careless search, loaded: a file that ends the process when it is loaded.</summary>
    [Fact]
    public async Task A_planted_library_is_never_loaded()
    {
        var wrapper = new FileInfo(Libtorch.Files!.Wrapper);
        var key = $"{typeof(TorchSharp.torch).Assembly.GetName().Version}-{wrapper.Length}-{wrapper.LastWriteTimeUtc.Ticks:x}";
        foreach (var cache in new[] { "ghostnet", ".cache/ghostnet", "cache/ghostnet" })
        {
            _folder.Write($"{cache}/native/{key}/{LibtorchFiles.WrapperFile}", File.ReadAllBytes(wrapper.FullName)[..4096]);
        }

        foreach (var file in new[] { LibtorchFiles.WrapperFile, "LibTorchSharp", LibtorchFiles.MainLibrary, "libc10.so", "libstdc++.so.6", "libc.so.6" })
        {
            _folder.Write(file, "not a library"u8.ToArray());
        }

        foreach (var (home, cache) in new[] { ("", ""), ("/nowhere", ""), (".", "."), ("/dev/null", "/dev/null"), (_folder.Path, _folder.File("cache")) })
        {
            using var program = TrainingProgram.StartBare(tunes: false, _folder.Path, ("HOME", home), ("XDG_CACHE_HOME", cache), ("NUGET_PACKAGES", "."));
            Assert.Equal("sum 6", program.ReadLine());
            var maps = await File.ReadAllTextAsync($"/proc/{program.Process.Id}/maps", TestContext.Current.CancellationToken);
            Assert.DoesNotContain(_folder.Path, maps, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_cache_folder_is_absolute_whatever_the_environment_says()
    {
        Assert.True(Path.IsPathFullyQualified(CacheFolder.Path));
        Assert.True(HomeFolder.Path is null || Path.IsPathFullyQualified(HomeFolder.Path));
    }
}
