using System.IO.Compression;
using System.Text;
using GhostNet.IO;
using GhostNet.Weights.Pickle;
using static TorchSharp.torch;

namespace GhostNet.Weights;

/// <summary>Reads and writes the files of <c>torch.save</c>: weights by name, in the zip format and in the older one.</summary>
/// <remarks>
/// Such a file holds a pickle, which in Python may run any code. Here nothing of it is run: tensors, lists, dicts, tuples,
/// numbers and texts are read, and whatever else training scripts save beside the weights is passed over.
/// </remarks>
public static class PyTorchCheckpoint
{
    private const string Folder = "archive";

    /// <summary>All files in an archive get this date, so that the same weights give the same bytes.</summary>
    private static readonly DateTimeOffset s_date = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Reads the weights of a checkpoint.</summary>
    /// <param name="path">A file of <c>torch.save</c>, of any version of PyTorch since 0.1.10.</param>
    /// <param name="entry">
    /// Which entry of the saved dict has the weights, such as "state_dict_ema". Null looks for "state_dict", "model",
    /// "model_state_dict", "net", "network", "weights", "params", "state_dict_ema", "model_ema", "ema", "ema_state_dict" and
    /// "params_ema", in this order; else for the only entry that has tensors by name; and else takes the whole.
    /// </param>
    /// <returns>
    /// The tensors, on the CPU; the caller disposes them. They have the strides that they had, and share memory where they did.
    /// </returns>
    /// <exception cref="WeightFileException">The file cannot be read; the message says what is wrong with it, and where.</exception>
    public static StateDict Read(string path, string? entry = null)
    {
        using var file = MappedFile.Open(path);
        var budget = new MemoryBudget(file);
        var content = file.Bytes(0, (int)Math.Min(file.Length, 4)) switch
        {
            [(byte)'P', (byte)'K', ..] => ZipCheckpoint.Read(file, budget),
            [(byte)PickleOp.Protocol, ..] => LegacyCheckpoint.Read(file, budget),
            _ => throw new WeightFileException($"{path} is no file of torch.save: it begins neither like a zip archive nor like a pickle."),
        };
        return ReadTensors(file, content, content.Weights(path, entry), budget);
    }

    /// <summary>
    /// Writes weights so that <c>torch.load(path, weights_only=True)</c> of PyTorch 1.13 and later reads them; whole or not at
    /// all. The same tensors give the same bytes.
    /// </summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="state">Tensors by name, on any device, such as <c>model.state_dict()</c>; the caller keeps them.</param>
    /// <param name="description">The description of the network, which PyTorch ignores; null to write none.</param>
    /// <exception cref="ArgumentException">A name occurs twice, or a tensor is of a type that the format does not have.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, Tensor>> state, NetworkDescription? description = null)
    {
        var tensors = NamedTensor.All(state);
        AtomicFile.Write(path, stream =>
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            Add(archive, "data.pkl", file => file.Write(StateDictPickle.Of(tensors)));
            Add(archive, "byteorder", file => file.Write("little"u8));
            for (var i = 0; i < tensors.Count; i++)
            {
                var tensor = tensors[i];
                Add(archive, $"data/{StateDictPickle.Key(i)}", file => tensor.CopyTo(file.Write));
            }

            Add(archive, "version", file => file.Write("3\n"u8));
            if (description is not null)
            {
                Add(archive, ZipCheckpoint.DescriptionName, file => file.Write(Encoding.UTF8.GetBytes(description.ToJson())));
            }
        });
    }

    private static void Add(ZipArchive archive, string name, Action<Stream> write)
    {
        var entry = archive.CreateEntry($"{Folder}/{name}", CompressionLevel.NoCompression);
        entry.LastWriteTime = s_date;
        using var content = entry.Open();
        write(content);
    }

    private static StateDict ReadTensors(MappedFile file, CheckpointContent content, PickleDict weights, MemoryBudget budget)
    {
        // A few numbers may appear as a tensor of any size, by strides of zero. It takes no memory, but the first to copy it would.
        var appearing = new MemoryBudget(file);
        var storages = new Dictionary<string, Tensor>();
        var state = new StateDict(file.Path, content.Description);
        try
        {
            foreach (var (name, value) in weights.Items)
            {
                if (value is PickleUnknown { IsTensor: true } other)
                {
                    throw new WeightFileException(
                        $"{file.Path} has the tensor {ForeignText.Show(name)} of a kind that is not read here ({ForeignText.Show(other.Name)}). Save it as float32.");
                }

                if (value is not TensorReference tensor)
                {
                    continue;
                }

                budget.ChargeTensor();
                var count = TensorShape.Count(tensor.Shape)!.Value;
                appearing.Charge((long)Int128.Min((Int128)count * tensor.Storage.Type.Size, long.MaxValue));
                state.Add(name, count == 0
                    ? empty(tensor.Shape, tensor.Storage.Type.Type, CPU)
                    : StorageOf(tensor.Storage).as_strided(tensor.Shape, tensor.Strides, tensor.Offset));
            }

            return state;
        }
        catch
        {
            state.Dispose();
            throw;
        }
        finally
        {
            // The tensors made of a storage keep its memory alive.
            foreach (var storage in storages.Values)
            {
                storage.Dispose();
            }
        }

        Tensor StorageOf(StorageReference storage)
        {
            if (!storages.TryGetValue(storage.Key, out var numbers))
            {
                var offset = content.Locate(storage);
                budget.Charge(storage.Count * storage.Type.Size);
                numbers = file.ReadTensor(offset, storage.Type, storage.Count);
                storages[storage.Key] = numbers;
            }

            return numbers;
        }
    }
}
