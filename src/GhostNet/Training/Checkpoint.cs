using GhostNet.IO;
using GhostNet.Models;
using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>A training, saved: weights, optimiser, random numbers, position, options and history.</summary>
/// <remarks>
/// An object of this class knows what the file says; tensors are read when they are asked for. There is nothing to
/// dispose. <see cref="Trainer.Resume"/> goes on with the training; <see cref="LoadModel"/> takes only the network.
/// </remarks>
public sealed class Checkpoint
{
    /// <summary>The usual ending of a checkpoint's file name.</summary>
    public const string Extension = ".ckpt";

    /// <summary>The most damaged files that one error names.</summary>
    private const int MostNamed = 10;

    internal const string ModelPrefix = "model.";
    internal const string AveragePrefix = "average.";
    internal const string OptimizerPrefix = "optimizer.";
    internal const string RandomStateName = "random.cpu";
    internal const string EpochLossesName = "epoch.losses";

    private readonly CheckpointHeader _header;
    private readonly Dictionary<string, (TensorEntry Entry, long Offset)> _tensors = [];

    private Checkpoint(string path, CheckpointHeader header, long offset, IReadOnlyList<string> skipped)
    {
        (Path, _header, Skipped) = (path, header, skipped);
        foreach (var entry in header.Tensors)
        {
            _tensors[entry.Name] = (entry, offset);
            offset += entry.Bytes;
        }
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Newer files in the folder that are damaged, each with what is wrong; see <see cref="Find"/>.</summary>
    public IReadOnlyList<string> Skipped { get; }

    /// <summary>Version of the library that wrote the file.</summary>
    public string LibraryVersion => _header.LibraryVersion;

    /// <summary>How the model was trained.</summary>
    public TrainingOptions Options => _header.Options;

    /// <summary>What the model was built from when it is a <see cref="GhostNetV1"/>; otherwise null.</summary>
    public GhostNetConfig? ModelConfig => _header.ModelConfig;

    /// <summary>The data that the model was trained on: class names and normalisation too.</summary>
    public TrainingData Data => _header.Data;

    /// <summary>Epochs that are done.</summary>
    public int Epoch => _header.Epoch;

    /// <summary>Steps that are done in the epoch after those.</summary>
    public int Step => _header.Step;

    /// <summary>Steps that are done in all.</summary>
    public long GlobalStep => _header.GlobalStep;

    /// <summary>Steps of an epoch.</summary>
    public int StepsPerEpoch => _header.StepsPerEpoch;

    /// <summary>The course of the training until then.</summary>
    public TrainingHistory History => _header.History;

    /// <summary>Whether the file has a moving average of the weights too.</summary>
    public bool HasAverage => _tensors.Keys.Any(name => name.StartsWith(AveragePrefix, StringComparison.Ordinal));

    internal double EpochSeconds => _header.EpochSeconds;

    internal long EpochCorrect => _header.EpochCorrect;

    /// <summary>Reads what a file says, after checking all of it.</summary>
    /// <param name="path">A checkpoint file.</param>
    /// <exception cref="CheckpointException">The file is missing, is no checkpoint or is damaged; the message says where.</exception>
    public static Checkpoint Read(string path) => Read(path, []);

    /// <summary>Reads a file, or the newest good checkpoint in a folder.</summary>
    /// <param name="fileOrFolder">A checkpoint file, or a folder with some: of damaged ones, <see cref="Skipped"/> tells.</param>
    /// <exception cref="CheckpointException">There is no good checkpoint.</exception>
    public static Checkpoint Find(string fileOrFolder)
    {
        ArgumentException.ThrowIfNullOrEmpty(fileOrFolder);
        if (!Directory.Exists(fileOrFolder))
        {
            return Read(fileOrFolder);
        }

        // What cannot even be peeked into comes first, so that it is named.
        var files = Directory.GetFiles(fileOrFolder, "*" + Extension).OrderByDescending(file => CheckpointFile.PeekStep(file) ?? long.MaxValue);
        var skipped = new List<string>();
        foreach (var file in files)
        {
            try
            {
                return Read(file, skipped);
            }
            catch (CheckpointException exception)
            {
                skipped.Add(exception.Message);
            }
        }

        throw new CheckpointException(skipped.Count == 0
            ? $"There is no checkpoint (*{Extension}) in {fileOrFolder}."
            : $"There is no good checkpoint in {fileOrFolder}. {string.Join(" ", skipped.Take(MostNamed))}");
    }

    /// <summary>Builds the network of a checkpoint, with its weights: the averaged ones if there are such.</summary>
    /// <param name="fileOrFolder">A checkpoint file, or a folder: then the newest good one in it.</param>
    /// <returns>The network on the CPU, ready to predict; the caller disposes it.</returns>
    /// <exception cref="CheckpointException">There is no good checkpoint, or it is not of a <see cref="GhostNetV1"/>.</exception>
    public static GhostNetV1 LoadModel(string fileOrFolder) => Find(fileOrFolder).CreateModel();

    /// <summary>Builds the network, with its weights.</summary>
    /// <param name="averaged">Whether to take the moving average of the weights, if there is one.</param>
    /// <returns>The network on the CPU, ready to predict; the caller disposes it.</returns>
    /// <exception cref="CheckpointException">The checkpoint is not of a <see cref="GhostNetV1"/>, or does not fit it.</exception>
    public GhostNetV1 CreateModel(bool averaged = true)
    {
        var config = ModelConfig ?? throw new CheckpointException(
            $"{Path} holds a {ForeignText.Show(_header.ModelType)}, not a {nameof(GhostNetV1)}: build that model yourself and call {nameof(LoadWeights)}.");
        GhostNetV1? model = null;
        try
        {
            model = new GhostNetV1(config);
            LoadWeights(model, averaged);
            model.eval();
            return model;
        }
        catch (Exception exception)
        {
            model?.Dispose();
            if (exception is ArgumentException)
            {
                throw new CheckpointException($"{Path} describes a network that cannot be built: {exception.Message}", exception);
            }

            throw;
        }
    }

    /// <summary>Copies the weights and buffers into a model.</summary>
    /// <param name="model">A model with the same names and shapes, on any device.</param>
    /// <param name="averaged">Whether to take the moving average of the weights, if there is one.</param>
    /// <exception cref="CheckpointException">A name or a shape differs; the message says which. The model may have changed in part.</exception>
    public void LoadWeights(nn.Module model, bool averaged = true)
    {
        ArgumentNullException.ThrowIfNull(model);
        var state = model.state_dict();
        var left = _tensors.Keys.Where(name => name.StartsWith(ModelPrefix, StringComparison.Ordinal)).ToHashSet();
        foreach (var (name, target) in state)
        {
            var average = AveragePrefix + name;
            left.Remove(ModelPrefix + name);
            CopyTo(target, averaged && _tensors.ContainsKey(average) ? average : ModelPrefix + name);
        }

        if (left.Count > 0)
        {
            throw new CheckpointException($"{Path} has {ForeignText.Show(left.First()[ModelPrefix.Length..])}, but the model does not: it is another model.");
        }
    }

    /// <summary>Where in the training it was written.</summary>
    public override string ToString()
    {
        var best = History.Best is { ValidationAccuracy: { } accuracy } ? FormattableString.Invariant($", best validation accuracy {accuracy:P2}") : "";
        return $"{Path}: {ForeignText.Show(_header.ModelType)} on {ForeignText.Show(Data.Name)}, {Epoch} of {Options.Epochs} epochs and {Step} steps done{best}";
    }

    /// <summary>Reads a tensor onto the CPU; the caller disposes it.</summary>
    internal Tensor ReadTensor(string name) => _tensors.TryGetValue(name, out var found)
        ? CheckpointFile.ReadTensor(Path, found.Entry, found.Offset)
        : throw new CheckpointException($"{Path} has no tensor {name}: it is of another model or of other options.");

    /// <summary>Copies a tensor of the file into one in memory.</summary>
    internal void CopyTo(Tensor target, string name)
    {
        using var _ = no_grad();
        using var source = ReadTensor(name);
        if (source.dtype != target.dtype || !source.shape.SequenceEqual(target.shape))
        {
            throw new CheckpointException(
                $"{Path} has {name} as {source.dtype} [{string.Join(", ", source.shape)}], "
                + $"but the model needs {target.dtype} [{string.Join(", ", target.shape)}]: it is another model.");
        }

        target.copy_(source);
    }

    private static Checkpoint Read(string path, IReadOnlyList<string> skipped)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var (header, offset) = CheckpointFile.Read(path);
        return new Checkpoint(path, header, offset, skipped);
    }
}
