using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace GhostNet.Fuzz;

/// <summary>Takes safetensors files apart and puts them together again, by other means than the library's.</summary>
internal static class SafetensorsBytes
{
    /// <summary>The header, which is JSON.</summary>
    public static byte[] Header(byte[] file) => file[8..(8 + HeaderLength(file))];

    /// <summary>The bytes of the tensors.</summary>
    public static byte[] Data(byte[] file) => file[(8 + HeaderLength(file))..];

    /// <summary>A file of a header and the bytes of the tensors.</summary>
    public static byte[] File(byte[] header, byte[] data) => [.. BitConverter.GetBytes((long)header.Length), .. header, .. data];

    /// <summary>Writes the right digest into a checkpoint that has a place for one.</summary>
    public static byte[] Sign(byte[] checkpoint)
    {
        var member = "\"ghostnet.sha256\":\""u8;
        if (checkpoint.AsSpan().IndexOf(member) is >= 0 and var found && found + member.Length + 64 <= checkpoint.Length)
        {
            var digest = checkpoint.AsSpan(found + member.Length, 64);
            digest.Fill((byte)'0');
            Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(checkpoint))).CopyTo(digest);
        }

        return checkpoint;
    }

    private static int HeaderLength(byte[] file) => (int)BinaryPrimitives.ReadInt64LittleEndian(file);
}
