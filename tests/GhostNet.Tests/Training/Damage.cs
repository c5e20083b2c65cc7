using System.Text;
using GhostNet.Training;

namespace GhostNet.Tests.Training;

/// <summary>Damages a checkpoint and asserts that it is refused.</summary>
/// <param name="path">Where to write damaged files.</param>
/// <param name="good">The good one.</param>
internal sealed class Damage(string path, byte[] good)
{
    public void Refused(byte[] bytes, string words)
    {
        File.WriteAllBytes(path, bytes);
        var message = Assert.Throws<CheckpointException>(() => Checkpoint.Read(path)).Message;
        Assert.Contains(path, message, StringComparison.Ordinal);
        Assert.Contains(words, message, StringComparison.Ordinal);
    }

    /// <summary>The file with some bits of a byte changed.</summary>
    public byte[] Changed(int offset, byte bits)
    {
        var bytes = good.ToArray();
        bytes[offset] ^= bits;
        return bytes;
    }

    /// <summary>The file with another number in one place.</summary>
    public byte[] With(int offset, long value)
    {
        var bytes = good.ToArray();
        BitConverter.TryWriteBytes(bytes.AsSpan(offset), value);
        return bytes;
    }

    /// <summary>The file with another text of the same length in place of one that occurs there.</summary>
    public byte[] Replaced(string old, string replacement)
    {
        Assert.Equal(old.Length, replacement.Length);
        var bytes = good.ToArray();
        Encoding.UTF8.GetBytes(replacement).CopyTo(bytes, Find(old));
        return bytes;
    }

    /// <summary>Where a text begins in the file.</summary>
    public int Find(string text)
    {
        var place = good.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text));
        Assert.InRange(place, 0, good.Length);
        return place;
    }
}
