using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using GhostNet.Fuzz;
using GhostNet.Models;

namespace GhostNet.Tests.Training;

/// <summary>Takes checkpoint files apart and puts them together again, by other means than the library's.</summary>
internal static class CheckpointBytes
{
    private const string Metadata = "__metadata__";

    /// <summary>The entries of the metadata that are JSON, each with the name that it has in a tree.</summary>
    private static readonly (string Key, string Name)[] s_json =
        [("options", "options"), ("ghostnet", "network"), ("data", "data"), ("position", "position"), ("history", "history"), ("state", "state")];

    private static readonly (string Name, string Old)[] s_types = [("F32", "Float32"), ("I64", "Int64"), ("U8", "Byte")];

    /// <summary>All that a checkpoint says, as one tree: the JSON entries of the metadata, "metadata" for the others, and "tensors" by name.</summary>
    public static JsonObject Tree(byte[] file)
    {
        var tensors = JsonNode.Parse(SafetensorsBytes.Header(file))!.AsObject();
        var metadata = tensors[Metadata]!.AsObject();
        tensors.Remove(Metadata);
        var tree = new JsonObject();
        foreach (var (key, name) in s_json)
        {
            tree[name] = JsonNode.Parse((string)metadata[key]!);
            metadata.Remove(key);
        }

        (tree["metadata"], tree["tensors"]) = (metadata, tensors);
        return tree;
    }

    /// <summary>Changes what a checkpoint says; lengths and digest are right all the same.</summary>
    public static byte[] Edit(byte[] file, Action<JsonObject> edit)
    {
        var tree = Tree(file);
        edit(tree);
        var header = new JsonObject();
        var metadata = tree["metadata"]!.DeepClone().AsObject();
        header[Metadata] = metadata;
        foreach (var (key, name) in s_json)
        {
            metadata[key] = Text(tree[name]);
        }

        foreach (var (name, entry) in tree["tensors"]!.AsObject())
        {
            header[name] = entry?.DeepClone();
        }

        return SafetensorsBytes.Sign(SafetensorsBytes.File(Encoding.UTF8.GetBytes(header.ToJsonString()), SafetensorsBytes.Data(file)));
    }

    /// <summary>Writes the right digest into a checkpoint of version 0.1.0.</summary>
    public static byte[] SignOld(byte[] file)
    {
        SHA256.HashData(file.AsSpan(0, file.Length - 32)).CopyTo(file, file.Length - 32);
        return file;
    }

    /// <summary>The JSON of a checkpoint of version 0.1.0.</summary>
    public static string OldJson(byte[] file) => Encoding.UTF8.GetString(file, 32, (int)BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(16)));

    /// <summary>Changes what a checkpoint of version 0.1.0 says; lengths and digest are right all the same.</summary>
    public static byte[] EditOld(byte[] file, Action<JsonObject> edit)
    {
        var old = OldJson(file);
        var tree = JsonNode.Parse(old)!.AsObject();
        edit(tree);
        var json = Encoding.UTF8.GetBytes(Text(tree));
        byte[] bytes = [.. file[..32], .. json, .. file[(32 + Encoding.UTF8.GetByteCount(old))..]];
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), json.Length);
        return SignOld(bytes);
    }

    /// <summary>The same checkpoint in the format of version 0.1.0.</summary>
    public static byte[] ToOldFormat(byte[] file)
    {
        var tree = Tree(file);
        var data = SafetensorsBytes.Data(file);
        var content = new List<byte>();
        var tensors = new JsonArray();
        foreach (var (name, entry) in tree["tensors"]!.AsObject())
        {
            var (begin, end) = ((int)entry!["data_offsets"]![0]!, (int)entry["data_offsets"]![1]!);
            Add(name == "state.epoch.losses" ? "epoch.losses" : name, s_types.Single(type => type.Name == (string)entry["dtype"]!).Old, entry["shape"]!, data[begin..end]);
        }

        var random = Convert.FromBase64String((string)tree["metadata"]!["random"]!);
        Add("random.cpu", "Byte", new JsonArray(random.Length), random);
        var json = new JsonObject
        {
            ["libraryVersion"] = "0.1.0",
            ["options"] = tree["options"]!.DeepClone(),
            ["modelType"] = "GhostNetV1",
            ["modelConfig"] = AllOptions(tree["network"]!["spec"]!),
            ["data"] = tree["data"]!.DeepClone(),
        };
        foreach (var (name, value) in tree["position"]!.AsObject())
        {
            json[name] = value!.DeepClone();
        }

        (json["history"], json["tensors"]) = (tree["history"]!.DeepClone(), tensors);
        var text = Encoding.UTF8.GetBytes(json.ToJsonString());
        return SignOld(
        [
            .. "GHOSTCKP"u8, 1, 0, 0, 0, 0, 0, 0, 0, .. BitConverter.GetBytes((long)text.Length), .. BitConverter.GetBytes((long)content.Count),
            .. text, .. content, .. new byte[32],
        ]);

        void Add(string name, string type, JsonNode shape, byte[] bytes)
        {
            tensors.Add(new JsonObject { ["name"] = name, ["type"] = type, ["shape"] = shape.DeepClone(), ["bytes"] = bytes.Length });
            content.AddRange(bytes);
        }
    }

    /// <summary>Sets a value in a tree, by a path of names with <c>|</c> for the dots within a name. One with half of a surrogate pair is put in as it stands, because no string can hold it.</summary>
    public static void Set(JsonNode json, string path, string value)
    {
        var names = path.Split('.').Select(static name => name.Replace('|', '.')).ToArray();
        foreach (var name in names[..^1])
        {
            json = json is JsonArray array ? array[Number(name)]! : json[name]!;
        }

        var node = value.Contains("ud800", StringComparison.Ordinal) ? JsonValue.Create("\\ud800") : JsonNode.Parse(value);
        if (json is JsonArray items)
        {
            items[Number(names[^1])] = node;
        }
        else
        {
            json[names[^1]] = node;
        }
    }

    /// <summary>Every option of a network: 0.1.0 left none out.</summary>
    private static JsonObject AllOptions(JsonNode spec)
    {
        var options = ModelRegistry.Find((string)spec["name"]!).Defaults.Options;
        var all = new JsonObject(options.Select(static option => KeyValuePair.Create(option.Key, JsonNode.Parse(option.Value.GetRawText()))));
        foreach (var (name, value) in spec["options"]!.AsObject())
        {
            all[name] = value?.DeepClone();
        }

        return all;
    }

    private static string Text(JsonNode? node) => (node?.ToJsonString() ?? "null").Replace("\\\\ud800", "\\ud800", StringComparison.Ordinal);

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
