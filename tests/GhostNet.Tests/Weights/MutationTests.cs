using System.Text.Json;
using GhostNet.Fuzz;
using GhostNet.Tests.Training;
using GhostNet.Weights;
using static TorchSharp.torch;

namespace GhostNet.Tests.Weights;

/// <summary>Ten thousand damaged files: each is refused by a clear error, or loads what it says, within bounds of memory.</summary>
public sealed class MutationTests : IDisposable
{
    private const int Files = 10_000;
    private const int Seed = 20_200_614;
    private const string CheckpointName = "checkpoint.safetensors";

    private static readonly string[] s_checkpoints =
        [Sample.TinyZip, Sample.TinyLegacy, "edge_tensors.zip.pth", "edge_tensors.legacy.pth", "nested_checkpoint.zip.pth"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>The limit is for a reader that hangs; the work takes seconds.</summary>
    [Fact(Timeout = 300_000)]
    public Task Damaged_files_are_refused_or_read_as_they_are() => Task.Run(() =>
    {
        var originals = Originals();
        var random = new Random(Seed);
        var loaded = 0;
        for (var i = 0; i < Files; i++)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            var original = originals[i % originals.Length];
            var content = Mutation.Bytes(original.Content, random);
            var path = folder.Write(original.Name, content);
            try
            {
                loaded += Load(original, path, content) ? 1 : 0;
            }
            catch (Exception exception)
            {
                Assert.Fail($"File {i}, from {original.Name}: {exception}");
            }
        }

        // Were it all or nothing, the mutations would test little.
        Assert.InRange(loaded, Files / 100, Files / 2);
    });

    private Original[] Originals()
    {
        var checkpoints = s_checkpoints.Select(name => new Original(name, File.ReadAllBytes(Sample.File(name)), Read(Sample.File(name)))).ToList();
        return [.. checkpoints, .. new[] { "edge_tensors.zip.pth", Sample.TinyZip }.Select(AsSafetensors), Checkpoint()];

        Original Checkpoint()
        {
            var path = folder.File(CheckpointName);
            TinyModel.SaveCheckpoint(path);
            return new Original(CheckpointName, File.ReadAllBytes(path), Read(path));
        }

        Original AsSafetensors(string name)
        {
            var path = folder.File(Path.ChangeExtension(name, ".safetensors"));
            using var state = PyTorchCheckpoint.Read(Sample.File(name));
            Safetensors.Write(path, state);
            return new Original(Path.GetFileName(path), File.ReadAllBytes(path), Read(path));
        }
    }

    /// <summary>Reads a damaged file and compares the outcome with what can be known otherwise.</summary>
    private static bool Load(Original original, string path, byte[] content)
    {
        var limit = Refusal.Limit(content.Length);
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            using var state = StateDict.Read(path);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before + state.Sum(item => item.Value.numel() * item.Value.element_size()), 0, limit);
            if (path.EndsWith(".zip.pth", StringComparison.Ordinal) || original.Name == CheckpointName)
            {
                // All that is read has a checksum: what loads is what was written.
                Assert.Equal(original.Tensors, Read(state));
            }
            else if (path.EndsWith(".safetensors", StringComparison.Ordinal))
            {
                AssertAsInHeader(state, content);
            }
            else
            {
                // Every number can be touched.
                Assert.All(state, item => item.Value.cpu().contiguous().Dispose());
            }

            return true;
        }
        catch (WeightFileException refused)
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, limit);
            Assert.Contains(path, refused.Message, StringComparison.Ordinal);
            return false;
        }
    }

    /// <summary>Reads the header again, by other means.</summary>
    private static void AssertAsInHeader(StateDict state, byte[] content)
    {
        var data = SafetensorsBytes.Data(content);
        using var header = JsonDocument.Parse(SafetensorsBytes.Header(content));
        var entries = header.RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__").ToList();
        Assert.Equal(entries.Select(entry => entry.Name), state.Names);
        foreach (var entry in entries)
        {
            var tensor = state[entry.Name];
            Assert.Equal(entry.Value.GetProperty("shape").EnumerateArray().Select(side => side.GetInt64()), tensor.shape);
            var offsets = entry.Value.GetProperty("data_offsets");
            var bytes = data[offsets[0].GetInt32()..offsets[1].GetInt32()];
            Assert.Equal(tensor.dtype == ScalarType.Bool ? [.. bytes.Select(value => Math.Min(value, (byte)1))] : bytes, tensor.bytes.ToArray());
        }
    }

    private static List<string> Read(string path)
    {
        using var state = StateDict.Read(path);
        return Read(state);
    }

    /// <summary>Names, types, shapes and numbers, in a form that can be compared.</summary>
    private static List<string> Read(StateDict state) => [.. state.Select(item =>
    {
        using var tensor = item.Value.contiguous();
        return $"{item.Key} {tensor.dtype} [{string.Join(", ", tensor.shape)}] {Convert.ToHexString(tensor.bytes)}";
    })];

    private sealed record Original(string Name, byte[] Content, List<string> Tensors);
}
