using System.Runtime.InteropServices;

namespace GhostNet.Runtime;

/// <summary>Whether nobody but this user and root can have put a file into a folder, on Linux.</summary>
internal static partial class FolderTrust
{
    // From <fcntl.h>, <linux/stat.h>.
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const uint TypeModeAndOwner = 0x1 | 0x2 | 0x8;
    private const int FileTypeMask = 0xf000;
    private const int FolderType = 0x4000;
    private const int WritableByOthers = 0x12;
    private const int Sticky = 0x200;

    /// <summary>
    /// True where every folder on the way from the root belongs to this user or to root and only they may write to it, as ssh wants it
    /// of its keys; a folder with the sticky bit, such as <c>/tmp</c>, may be on the way. A link on the way is not followed: it is false.
    /// </summary>
    /// <param name="path">An absolute path.</param>
    public static bool IsOwn(string path)
    {
        if (!Path.IsPathFullyQualified(path) || !Libc.Has("statx"))
        {
            return false;
        }

        var user = EffectiveUser();
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        for (var folder = full; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Status(CurrentFolder, folder, NoFollow, TypeModeAndOwner, out var status) != 0
                || (status.Mode & FileTypeMask) != FolderType
                || (status.Owner != user && status.Owner != 0)
                || ((status.Mode & WritableByOthers) != 0 && ((status.Mode & Sticky) == 0 || folder == full)))
            {
                return false;
            }
        }

        return true;
    }

    [LibraryImport(Libc.Name, EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    [LibraryImport(Libc.Name, EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Status(int folder, string path, int flags, uint wanted, out FileStatus status);

    /// <summary>The first fields of <c>struct statx</c>.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct FileStatus
    {
        [FieldOffset(20)]
        public uint Owner;

        [FieldOffset(28)]
        public ushort Mode;
    }
}
