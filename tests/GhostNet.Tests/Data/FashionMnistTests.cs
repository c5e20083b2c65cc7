using System.Buffers.Binary;
using GhostNet.Archives;
using GhostNet.Data;

namespace GhostNet.Tests.Data;

public sealed class FashionMnistTests
{
    private static byte[] Idx(int magic, int[] sizes, byte[] values)
    {
        var bytes = new byte[4 + (4 * sizes.Length) + values.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, magic);
        for (var i = 0; i < sizes.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 + (4 * i)), sizes[i]);
        }

        values.CopyTo(bytes, 4 + (4 * sizes.Length));
        return bytes;
    }

    private static byte[] Images(int count) => Idx(0x803, [count, 28, 28], TestArchive.Noise(count * 784));

    private static void WriteGood(TemporaryFolder folder)
    {
        folder.Write("train-images-idx3-ubyte.gz", TestArchive.Zip(Images(3)));
        folder.Write("train-labels-idx1-ubyte.gz", TestArchive.Zip(Idx(0x801, [3], [0, 9, 4])));
        folder.Write("t10k-images-idx3-ubyte", Images(2));
        folder.Write("t10k-labels-idx1-ubyte", Idx(0x801, [2], [1, 2]));
    }

    [Fact]
    public void Reads_compressed_and_plain_files()
    {
        using var folder = new TemporaryFolder();
        WriteGood(folder);
        var split = FashionMnist.Load(folder.Path, pad: false);
        Assert.Equal((3, 2, 28, 28, 1), (split.Train.Count, split.Test.Count, split.Train.Height, split.Train.Width, split.Train.Channels));
        Assert.Equal(TestArchive.Noise(3 * 784), split.Train.Pixels);
        Assert.Equal([0, 9, 4], split.Train.Labels);
        Assert.True(FashionMnist.Verify(folder.Path).IsGood);
    }

    [Fact]
    public void Padding_puts_two_black_pixels_around_and_counts_them()
    {
        using var folder = new TemporaryFolder();
        WriteGood(folder);
        var plain = FashionMnist.Load(folder.Path, pad: false).Train;
        var padded = FashionMnist.Load(folder.Path).Train;
        for (var i = 0; i < padded.Pixels.Length; i++)
        {
            var (image, y, x) = (i / 1024, (i / 32 % 32) - 2, (i % 32) - 2);
            var isInside = y is >= 0 and < 28 && x is >= 0 and < 28;
            Assert.Equal(isInside ? plain.Pixels[(image * 784) + (y * 28) + x] : 0, padded.Pixels[i]);
        }

        Assert.Equal(0.2190, padded.Mean[0], 1e-4);
        Assert.Equal(0.3318, padded.Std[0], 1e-4);
    }

    public static TheoryData<string, string, byte[], string> Damage => new()
    {
        { "empty", "t10k-images-idx3-ubyte", [], "at byte 0: it is empty" },
        { "cut header", "t10k-images-idx3-ubyte", Images(2)[..10], "at byte 10: it ends within its header" },
        { "wrong magic", "t10k-images-idx3-ubyte", Idx(0x801, [2, 28, 28], new byte[1568]), "at byte 0: it begins with 00000801" },
        { "huge count", "t10k-images-idx3-ubyte", Idx(0x803, [int.MaxValue, 28, 28], new byte[1568]), "at byte 4: it claims" },
        { "negative count", "t10k-images-idx3-ubyte", Idx(0x803, [-1, 28, 28], new byte[1568]), "at byte 4: it claims" },
        { "large count", "t10k-images-idx3-ubyte", Idx(0x803, [60000, 28, 28], new byte[1568]), "at byte 1584: its header claims 60000×28×28" },
        { "cut data", "t10k-images-idx3-ubyte", Images(2)[..^1], "at byte 1583: its header claims" },
        { "too long", "t10k-images-idx3-ubyte", [.. Images(2), 0], "at byte 1584: its header claims" },
        { "other size", "t10k-images-idx3-ubyte", Idx(0x803, [2, 14, 56], new byte[1568]), "at byte 8: its images are 14×56" },
        { "wrong label", "t10k-labels-idx1-ubyte", Idx(0x801, [2], [3, 10]), "at byte 9: label 1 is 10" },
        { "too few labels", "t10k-labels-idx1-ubyte", Idx(0x801, [1], [3]), "at byte 4: it has 1 labels for 2 images" },
        { "not gzip", "train-images-idx3-ubyte.gz", Images(3), "at byte 0: it does not begin with 1F 8B" },
        { "cut gzip", "train-images-idx3-ubyte.gz", TestArchive.Zip(Images(3))[..1000], "it can't be decompressed" },
        { "cut gzip checksum", "train-images-idx3-ubyte.gz", TestArchive.Zip(Images(3))[..^6], "it can't be decompressed" },
    };

    [Theory]
    [MemberData(nameof(Damage))]
    public void Damage_is_named_by_file_and_byte(string name, string file, byte[] content, string says)
    {
        Assert.NotEmpty(name);
        using var folder = new TemporaryFolder();
        WriteGood(folder);
        var path = folder.Write(file, content);
        var wrong = Assert.Throws<InvalidDataException>(() => FashionMnist.Load(folder.Path));
        Assert.Contains(path, wrong.Message, StringComparison.Ordinal);
        Assert.Contains(says, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flipped_bit_fails_the_checksum()
    {
        using var folder = new TemporaryFolder();
        WriteGood(folder);
        var zipped = TestArchive.Zip(Images(3));
        zipped[^6] ^= 1;
        folder.Write("train-images-idx3-ubyte.gz", zipped);
        Assert.Contains("decompressed", Assert.Throws<InvalidDataException>(() => FashionMnist.Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_named_is_the_only_place()
    {
        using var folder = new TemporaryFolder();
        WriteGood(folder);
        using var environment = new EnvironmentVariables(("GHOSTNET_DATA", folder.Path));
        Assert.NotNull(FashionMnist.Verify().Folder);
        var wrong = Assert.Throws<DirectoryNotFoundException>(() => FashionMnist.Load(folder.File("typo")));
        Assert.Contains(folder.File("typo"), wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("/usr/share", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_folder_of_the_Debian_package_is_found()
    {
        if (!Directory.Exists("/usr/share/datasets/fashion-mnist"))
        {
            Assert.Skip("The package dataset-fashion-mnist is not installed.");
        }

        using var folder = new TemporaryFolder();
        using var environment = new EnvironmentVariables(("GHOSTNET_DATA", folder.Path), ("XDG_CACHE_HOME", folder.Path));
        Assert.Equal("/usr/share/datasets/fashion-mnist", FashionMnist.Verify().Folder);
    }
}
