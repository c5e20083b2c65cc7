using System.Formats.Tar;
using System.IO.Compression;

namespace GhostNet.Archives;

/// <summary>Makes small archives, good and bad.</summary>
internal static class TestArchive
{
    public const string Folder = "cifar-10-batches-bin";

    public static TarEntry File(string name, byte[] content) =>
        new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) };

    public static TarEntry Link(string name, string target) => new UstarTarEntry(TarEntryType.SymbolicLink, name) { LinkName = target };

    public static byte[] TarGz(params TarEntry[] entries) => Zip(Tar(entries));

    public static byte[] Tar(params TarEntry[] entries)
    {
        var content = new MemoryStream();
        using (var tar = new TarWriter(content, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var entry in entries)
            {
                // The same bytes in every run.
                entry.ModificationTime = DateTimeOffset.UnixEpoch;
                tar.WriteEntry(entry);
            }
        }

        return content.ToArray();
    }

    public static byte[] Zip(byte[] content)
    {
        var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return zipped.ToArray();
    }

    /// <summary>Bytes that do not compress, so that cuts and flips hit them.</summary>
    public static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    public static byte[] Good() => TarGz(
        new UstarTarEntry(TarEntryType.Directory, Folder + "/"),
        File(Folder + "/test_batch.bin", Noise(50_000)),
        File(Folder + "/batches.meta.txt", "airplane"u8.ToArray()));
}
