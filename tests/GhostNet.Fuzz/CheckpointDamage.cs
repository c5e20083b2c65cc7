using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace GhostNet.Fuzz;

/// <summary>Damages what a checkpoint says; its lengths and digest are right all the same, so that its reader gets far.</summary>
internal static class CheckpointDamage
{
    private const int OldPrefixLength = 32;

    private static readonly string[] s_json = ["ghostnet", "options", "data", "position", "history", "state", "random"];

    /// <summary>Damages the header, or one of the JSON texts in its metadata.</summary>
    public static byte[] Signed(byte[] checkpoint, Random random)
    {
        var header = SafetensorsBytes.Header(checkpoint);
        header = random.Next(3) == 0 ? Mutation.Json(header, random) : DamageMetadata(header, random);
        return SafetensorsBytes.Sign(SafetensorsBytes.File(header, SafetensorsBytes.Data(checkpoint)));
    }

    /// <summary>Damages the JSON of a checkpoint of version 0.1.0.</summary>
    public static byte[] SignedOld(byte[] checkpoint, Random random)
    {
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(checkpoint.AsSpan(16));
        var json = Mutation.Json(checkpoint[OldPrefixLength..(OldPrefixLength + length)], random);
        byte[] signed = [.. checkpoint[..OldPrefixLength], .. json, .. checkpoint[(OldPrefixLength + length)..^SHA256.HashSizeInBytes]];
        BinaryPrimitives.WriteInt64LittleEndian(signed.AsSpan(16), json.Length);
        return [.. signed, .. SHA256.HashData(signed)];
    }

    private static byte[] DamageMetadata(byte[] header, Random random)
    {
        var json = JsonNode.Parse(header)!;
        var metadata = json["__metadata__"]!;
        var key = s_json[random.Next(s_json.Length)];
        metadata[key] = Encoding.UTF8.GetString(Mutation.Json(Encoding.UTF8.GetBytes((string)metadata[key]!), random));
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }
}
