using System.Text;
using GhostNet.Archives;
using GhostNet.Data;

namespace GhostNet.Tests.Data;

public sealed class ArchiveTests
{
    private const long Limit = 1 << 20;

    /// <summary>Each damaged archive: what the message says, and its bytes.</summary>
    private static Dictionary<string, (string Says, byte[] Content)> Damaged()
    {
        var good = TestArchive.Good();
        byte[] Flip(int at)
        {
            var copy = good.ToArray();
            copy[at] ^= 0x55;
            return copy;
        }

        var huge = TestArchive.Tar(TestArchive.File($"{TestArchive.Folder}/a", [1, 2, 3]));
        Encoding.ASCII.GetBytes("77777777777").CopyTo(huge, 124);
        Sign(huge);
        var beyond = TestArchive.Tar(TestArchive.File($"{TestArchive.Folder}/a\u001b[2J", [1, 2, 3]));
        Enumerable.Repeat((byte)0xff, 11).Prepend((byte)0x80).ToArray().CopyTo(beyond, 124);
        Sign(beyond);
        return new()
        {
            ["empty"] = ("it is empty", []),
            ["not gzip"] = ("not a gzip file", "<html>404</html>"u8.ToArray()),
            ["one byte"] = ("not a gzip file", [0x1F]),
            ["cut in the middle"] = ("can't be read", good[..(good.Length / 2)]),
            ["cut before the checksum"] = ("can't be read", good[..^8]),
            ["flipped in the data"] = ("can't be read", Flip(good.Length / 2)),
            ["flipped checksum"] = ("can't be read", Flip(good.Length - 6)),
            ["flipped gzip header"] = ("can't be read", Flip(2)),
            ["gzip of no tar"] = ("can't be read", TestArchive.Zip(TestArchive.Noise(5000))),
            ["tar without the folder"] = ("holds no folder", TestArchive.TarGz(TestArchive.File("other/test_batch.bin", [1]))),
            ["path with .."] = ("outside the folder", TestArchive.TarGz(TestArchive.File("../escaped", [1]))),
            ["deep path with .."] = ("outside the folder", TestArchive.TarGz(TestArchive.File($"{TestArchive.Folder}/../../escaped", [1]))),
            ["absolute path"] = ("outside the folder", TestArchive.TarGz(TestArchive.File("/tmp/ghostnet-escaped", [1]))),
            ["symbolic link"] = ("only files and folders", TestArchive.TarGz(TestArchive.Link($"{TestArchive.Folder}/test_batch.bin", "/etc/passwd"))),
            ["huge claimed size"] = ("more than this data set has", TestArchive.Zip(huge)),
            ["size beyond all numbers"] = ("can't be read", TestArchive.Zip(beyond)),
            ["bomb"] = ("more than this data set has", TestArchive.TarGz(TestArchive.File($"{TestArchive.Folder}/a", new byte[Limit + 1]))),
        };
    }

    /// <summary>Makes the checksum of the first header right.</summary>
    private static void Sign(byte[] tar)
    {
        var sum = tar.Take(512).Select(static (value, i) => i is >= 148 and < 156 ? 32 : value).Sum();
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(tar, 148);
    }

    public static TheoryData<string> Names => [.. Damaged().Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Damage_is_named_and_nothing_is_left(string name)
    {
        var (says, content) = Damaged()[name];
        using var folder = new TemporaryFolder();
        var archive = folder.Write("in/archive.tar.gz", content);
        var wrong = Assert.Throws<InvalidDataException>(
            () => TarGz.ExtractFolder(archive, TestArchive.Folder, folder.File($"in/{TestArchive.Folder}"), Limit));
        Assert.True(wrong.Message.Contains(says, StringComparison.Ordinal), wrong.Message);
        Assert.Contains(archive, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', wrong.Message);
        Assert.Matches("at byte [0-9]+: ", wrong.Message);
        Assert.Equal(["in", "in/archive.tar.gz"], folder.Content());
        Assert.False(File.Exists("/tmp/ghostnet-escaped"));
    }

    [Fact]
    public void A_flipped_byte_is_found_or_changes_nothing()
    {
        using var folder = new TemporaryFolder();
        var content = TestArchive.Noise(300);
        var good = TestArchive.TarGz(TestArchive.File($"{TestArchive.Folder}/test_batch.bin", content));
        var target = folder.File(TestArchive.Folder);
        var harmless = 0;
        for (var at = 0; at < good.Length; at++)
        {
            good[at] ^= 0x55;
            var archive = folder.Write("archive.tar.gz", good);
            good[at] ^= 0x55;
            try
            {
                TarGz.ExtractFolder(archive, TestArchive.Folder, target, Limit);
                Assert.Equal(content, File.ReadAllBytes(Path.Combine(target, "test_batch.bin")));
                Directory.Delete(target, recursive: true);
                harmless++;
            }
            catch (InvalidDataException wrong)
            {
                Assert.Contains(archive, wrong.Message, StringComparison.Ordinal);
            }

            Assert.Equal(["archive.tar.gz"], folder.Content());
        }

        // Gzip's header has six bytes that mean nothing for the content: a time, flags and a system.
        Assert.InRange(harmless, 1, 12);
    }

    [Fact]
    public async Task Many_at_once_give_one_whole_folder()
    {
        using var folder = new TemporaryFolder();
        var archive = folder.Write("archive.tar.gz", TestArchive.Good());
        var target = folder.File(TestArchive.Folder);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => TarGz.ExtractFolder(archive, TestArchive.Folder, target, Limit), TestContext.Current.CancellationToken)));
        Assert.Equal(
            ["archive.tar.gz", TestArchive.Folder, $"{TestArchive.Folder}/batches.meta.txt", $"{TestArchive.Folder}/test_batch.bin"], folder.Content());
        Assert.Equal(TestArchive.Noise(50_000), File.ReadAllBytes(Path.Combine(target, "test_batch.bin")));
    }
}
