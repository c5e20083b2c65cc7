using System.Runtime.InteropServices;
using GhostNet.Native;

namespace GhostNet.Tests.Native;

public sealed class SymbolVersionTests
{
    private const string Version = "GLIBCXX_3.4.32";

    [Fact]
    public void Makes_the_version_of_the_real_library_optional()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            Assert.Skip("Only Linux on x64 has this library.");
        }

        var before = File.ReadAllBytes(LibtorchFiles.Find("libLibTorchSharp.so")!);
        var after = before.ToArray();
        Assert.Equal(1, SymbolVersion.MakeOptional(after, Version));

        // One bit: flag 2 (weak) of one entry.
        var changed = Enumerable.Range(0, before.Length).Where(i => before[i] != after[i]).ToList();
        Assert.Equal(2, before[Assert.Single(changed)] ^ after[changed[0]]);

        var again = after.ToArray();
        Assert.Equal(1, SymbolVersion.MakeOptional(again, Version));
        Assert.Equal(after, again);
    }

    [Fact]
    public void Leaves_a_library_alone_that_does_not_ask_for_the_version()
    {
        if (LibtorchFiles.Find("libLibTorchSharp.so") is not { } path)
        {
            Assert.Skip("Only Linux on x64 has this library.");
            return;
        }

        var image = File.ReadAllBytes(path);
        var before = image.ToArray();
        Assert.Equal(0, SymbolVersion.MakeOptional(image, "GLIBCXX_9.9.9"));
        Assert.Equal(before, image);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MZ, a library of Windows, which has nothing to do with any of this, padded to 64 bytes and more")]
    [InlineData("\u007fELF\u0001\u0001 a library of 32 bits, padded to 64 bytes and more ........................")]
    public void What_is_no_64_bit_ELF_library_is_refused(string content)
    {
        var image = System.Text.Encoding.ASCII.GetBytes(content);
        Assert.Throws<BadImageFormatException>(() => SymbolVersion.MakeOptional(image, Version));
    }
}
