using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using GhostNet.Data;
using GhostNet.Models;
using GhostNet.Training;
using GhostNet.Weights;

namespace GhostNet.Fuzz;

/// <summary>A kind of file: a good one, how it is damaged so that its reader gets far, and its reader.</summary>
/// <param name="Name">What it is called in reports.</param>
/// <param name="FileName">The name of a file of this kind.</param>
/// <param name="Original">A good file.</param>
/// <param name="Damage">Makes a damaged one.</param>
/// <param name="Read">Reads a file to its last number.</param>
internal sealed record FileFormat(string Name, string FileName, byte[] Original, Func<byte[], Random, byte[]> Damage, Action<string> Read)
{
    /// <summary>All kinds; the slowest occur once, others in several variants.</summary>
    public static IReadOnlyList<FileFormat> All { get; } = [.. Weights(), .. Checkpoints(), .. Pictures(), .. DataSets()];

    /// <summary>The kind of an input.</summary>
    public static FileFormat Of(int input) => All[input % All.Count];

    /// <summary>The input with a number: the same each time.</summary>
    public byte[] Damaged(int seed, int input)
    {
        Span<byte> key = stackalloc byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(key, seed);
        BinaryPrimitives.WriteInt32LittleEndian(key[4..], input);
        return Damage(Original, new Random(BinaryPrimitives.ReadInt32LittleEndian(SHA256.HashData(key))));
    }

    private static IEnumerable<FileFormat> Weights()
    {
        foreach (var name in new[] { "tiny_bottleneck.zip.pth", "tiny_bottleneck.legacy.pth", "edge_tensors.zip.pth", "edge_tensors.legacy.pth", "nested_checkpoint.zip.pth" })
        {
            yield return new(name, name, Sample.Read(name), Mutation.Bytes, ReadWeights);
            if (name.Contains("zip", StringComparison.Ordinal))
            {
                yield return new($"{name}, its pickle", name, Sample.Read(name), (zip, random) => DamageEntry(zip, "data.pkl", random), ReadWeights);
            }
        }

        var described = Sample.Weights("described.safetensors");
        yield return new("safetensors", "a.safetensors", described, Mutation.Bytes, ReadWeights);
        yield return new("safetensors, its header", "a.safetensors", described, DamageHeader, ReadWeights);
        var pth = Sample.Weights("described.pth");
        yield return new("pth, its description", "a.pth", pth, (zip, random) => DamageEntry(zip, "ghostnet.json", random), ReadWeights);
    }

    private static IEnumerable<FileFormat> Checkpoints()
    {
        const string Name = "checkpoint.safetensors";
        var checkpoint = Sample.Checkpoint();
        yield return new("checkpoint", Name, checkpoint, Mutation.Bytes, ReadCheckpoint);
        yield return new("checkpoint, signed again", Name, checkpoint, CheckpointDamage.Signed, ReadCheckpoint);
        yield return new("checkpoint, signed again", Name, checkpoint, CheckpointDamage.Signed, ReadCheckpoint);
        yield return new("checkpoint as weights, signed again", Name, checkpoint, CheckpointDamage.Signed, ReadWeights);
        var old = Sample.Read("training-0.1.0.ckpt");
        yield return new("checkpoint of 0.1.0", "a.ckpt", old, Mutation.Bytes, ReadCheckpoint);
        yield return new("checkpoint of 0.1.0, signed again", "a.ckpt", old, CheckpointDamage.SignedOld, ReadCheckpoint);
    }

    private static IEnumerable<FileFormat> Pictures()
    {
        foreach (var name in Sample.Pictures)
        {
            yield return new(name, name, Sample.Read(name), Mutation.Bytes, ReadPicture);
            if (name.EndsWith(".png", StringComparison.Ordinal))
            {
                yield return new($"{name}, checksums right", name, Sample.Read(name), DamagePng, ReadPicture);
            }
        }
    }

    private static IEnumerable<FileFormat> DataSets()
    {
        byte[] idx = [0, 0, 8, 3, 0, 0, 0, 4, 0, 0, 0, 28, 0, 0, 0, 28, .. new byte[4 * 28 * 28]];
        yield return new("idx", "images", idx, Mutation.Bytes, static path => IdxFile.Read(path, 3));
        yield return new("idx.gz", "images.gz", Gzip(idx), Mutation.Bytes, static path => IdxFile.Read(path, 3));
        yield return new("idx.gz, compressed again", "images.gz", Gzip(idx), (_, random) => Gzip(Mutation.Bytes(idx, random)), static path => IdxFile.Read(path, 3));
        var tar = Sample.Tar();
        yield return new("tar.gz", "a.tar.gz", Gzip(tar), Mutation.Bytes, ReadArchive);
        yield return new("tar.gz, compressed again", "a.tar.gz", Gzip(tar), (_, random) => Gzip(Mutation.Bytes(tar, random)), ReadArchive);
        yield return new("CIFAR-10", "data_batch_1.bin", Cifar(random: null), (_, random) => Cifar(random), static path => CifarFile.Check(path, 10));
    }

    private static void ReadWeights(string path)
    {
        using var state = StateDict.Read(path);
        foreach (var (_, tensor) in state)
        {
            tensor.cpu().contiguous().Dispose();
        }

        if (state.Description?.Spec is not null)
        {
            state.CreateModel().Dispose();
        }
    }

    private static void ReadCheckpoint(string path) => Checkpoint.Read(path).CreateModel().Dispose();

    /// <summary>As an image of one size, and as pictures of any size are read.</summary>
    private static void ReadPicture(string path)
    {
        ImageFile.Load(path, 3, 32, 32, [0, 0, 0], [1, 1, 1]).Dispose();
        ImageFile.Load(path, new PictureTransform(32), [0, 0, 0], [1, 1, 1]).Dispose();
    }

    private static void ReadArchive(string path)
    {
        var target = path + ".extracted";
        try
        {
            TarGz.ExtractFolder(path, Sample.TarFolder, target, limit: 1 << 20);
        }
        finally
        {
            if (Directory.Exists(target))
            {
                Directory.Delete(target, recursive: true);
            }
        }
    }

    /// <summary>Damages a file of an archive, whose checksum is right all the same.</summary>
    private static byte[] DamageEntry(byte[] zip, string ending, Random random)
    {
        using var result = new MemoryStream();
        using (var source = new ZipArchive(new MemoryStream(zip)))
        using (var target = new ZipArchive(result, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in source.Entries)
            {
                using var content = new MemoryStream();
                using (var stream = entry.Open())
                {
                    stream.CopyTo(content);
                }

                var bytes = content.ToArray();
                using var copy = target.CreateEntry(entry.FullName, CompressionLevel.NoCompression).Open();
                copy.Write(!entry.FullName.EndsWith(ending, StringComparison.Ordinal) ? bytes
                    : ending.EndsWith("json", StringComparison.Ordinal) ? Mutation.Json(bytes, random) : Mutation.Bytes(bytes, random));
            }
        }

        return result.ToArray();
    }

    private static byte[] DamageHeader(byte[] safetensors, Random random)
    {
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(safetensors);
        var header = Mutation.Json(safetensors[8..(8 + length)], random);
        return [.. BitConverter.GetBytes((long)header.Length), .. header, .. safetensors[(8 + length)..]];
    }

    /// <summary>Damages a PNG file, but for the checksums of its chunks.</summary>
    private static byte[] DamagePng(byte[] png, Random random)
    {
        var damaged = Mutation.Bytes(png, random);
        for (var at = 8; at + 12 <= damaged.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(damaged.AsSpan(at));
            if (length > damaged.Length - at - 12)
            {
                break;
            }

            BinaryPrimitives.WriteUInt32BigEndian(
                damaged.AsSpan(at + 8 + (int)length), Crc32.End(Crc32.Append(Crc32.Start, damaged.AsSpan(at + 4, (int)length + 4))));
            at += 12 + (int)length;
        }

        return damaged;
    }

    /// <summary>A file of 30 MB of black pictures; damaged in its length or in a few bytes.</summary>
    private static byte[] Cifar(Random? random)
    {
        var length = CifarFile.Records * (1 + CifarFile.ImageSize);
        var bytes = new byte[random?.Next(4) switch { 0 => random.Next(1000), 1 => length + random.Next(-2, 3), _ => length }];
        for (var left = random?.Next(4); left > 0 && bytes.Length > 0; left--)
        {
            bytes[random!.Next(bytes.Length / 3073) * 3073] = (byte)random.Next(256);
        }

        return bytes;
    }

    private static byte[] Gzip(byte[] content)
    {
        using var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return result.ToArray();
    }
}
