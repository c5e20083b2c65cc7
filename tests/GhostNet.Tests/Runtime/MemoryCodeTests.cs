using System.Runtime.InteropServices;
using GhostNet.Runtime;

namespace GhostNet.Tests.Runtime;

/// <summary>On a page of code that nobody runs.</summary>
public sealed class MemoryCodeTests : IDisposable
{
    private const ulong Code = 0x1122_3344_5566_7788;

    private readonly nint _page;

    public MemoryCodeTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux needs it.");
        _page = Map(0, Environment.SystemPageSize, protection: 1 | 2, flags: 0x2 | 0x20, file: -1, offset: 0);
        Marshal.WriteInt64(_page, (long)Code);
        Marshal.WriteInt64(_page + 8, (long)Code);
        Assert.Equal(0, Protect(_page, Environment.SystemPageSize, 1 | 4));
    }

    public void Dispose() => _ = Unmap(_page, Environment.SystemPageSize);

    [Fact]
    public void Expected_code_is_replaced_and_stays_unwritable()
    {
        Assert.True(MemoryCode.TryReplace(_page, 0x1122_0000_0000_7788, 0xFFFF_0000_0000_FFFF, 42));
        Assert.Equal(42, Marshal.ReadInt64(_page));
        Assert.Equal((long)Code, Marshal.ReadInt64(_page + 8));
        Assert.Equal("r-x", Protection());
    }

    [Fact]
    public void Other_code_is_left_alone()
    {
        Assert.False(MemoryCode.TryReplace(_page, Code + 1, ulong.MaxValue, 42));
        Assert.Equal((long)Code, Marshal.ReadInt64(_page));
    }

    [Fact]
    public void What_is_not_code_or_not_there_is_left_alone()
    {
        Assert.False(MemoryCode.TryReplace(_page + 4, Code, mask: 0, 42));
        Assert.False(MemoryCode.TryReplace(8, expected: 0, mask: 0, 42));
        Assert.Equal(0, Protect(_page, Environment.SystemPageSize, 1));
        Assert.False(MemoryCode.TryReplace(_page, Code, ulong.MaxValue, 42));
        Assert.Equal((long)Code, Marshal.ReadInt64(_page));
    }

    private string Protection() => ProcessMemory.Read().Single(range => range.First <= _page && _page < range.End).Protection;

    [DllImport("libc.so.6", EntryPoint = "mmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Map(nint address, nint length, int protection, int flags, int file, nint offset);

    [DllImport("libc.so.6", EntryPoint = "mprotect")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Protect(nint address, nint length, int protection);

    [DllImport("libc.so.6", EntryPoint = "munmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Unmap(nint address, nint length);
}
