using GhostNet.IO;
using GhostNet.Models;
using GhostNet.Weights;
using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>A training, saved: weights, optimizer, random numbers, position, options and history.</summary>
/// <remarks>
/// A checkpoint is a safetensors file, which any reader of that format reads: the tensors are called <c>model.*</c>, <c>average.*</c>,
/// <c>optimizer.*</c> and <c>state.PART.*</c> (see <see cref="IStateful"/>); all else is JSON in the metadata, with a digest of the
/// whole file. As weights of its network it is loaded like any other file of weights (<see cref="WeightLoading"/>). An object of this class knows what the file says; tensors are read when they are asked for. There is nothing to
/// dispose. <see cref="Trainer.Resume"/> goes on with the training; <see cref="LoadModel"/> takes only the network.
/// </remarks>
public sealed class Checkpoint
{
    /// <summary>The extension of a checkpoint's file name.</summary>
    public const string Extension = ".safetensors";

    /// <summary>The extension of checkpoints of version 0.1.0, which are read but not written.</summary>
    internal const string OldExtension = ".ckpt";

    /// <summary>The extensions that checkpoints have.</summary>
    internal static readonly string[] Extensions = [Extension, OldExtension];

    /// <summary>The most damaged files that one error names.</summary>
    private const int MostNamed = 10;

    internal const string OptimizerPrefix = "optimizer.";

    private readonly CheckpointContent _content;

    private Checkpoint(string path, CheckpointContent content, IReadOnlyList<string> skipped) => (Path, _content, Skipped) = (path, content, skipped);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Newer files in the folder that are damaged, each with what is wrong, so that a program can tell its user; see <see cref="Find"/>.</summary>
    public IReadOnlyList<string> Skipped { get; }

    /// <summary>Whether the file has the format of version 0.1.0. The training that goes on from it writes the new one.</summary>
    public bool IsOldFormat => _content.IsOldFormat;

    /// <summary>Version of the library that wrote the file.</summary>
    internal string LibraryVersion => Header.LibraryVersion;

    /// <summary>How the model was trained.</summary>
    public TrainingOptions Options => Header.Options;

    /// <summary>The network; null when it is not an <see cref="ImageClassifier"/>, and so cannot be built from the file.</summary>
    public ModelSpec? Spec => Header.Network.Spec;

    /// <summary>The data that the model was trained on: class names and normalisation too.</summary>
    public TrainingData Data => Header.Data;

    /// <summary>Epochs that are done.</summary>
    public int Epoch => Header.Position.Epoch;

    /// <summary>Steps that are done in the epoch after those.</summary>
    public int Step => Header.Position.Step;

    /// <summary>Steps that are done in all.</summary>
    public long GlobalStep => Header.Position.GlobalStep;

    /// <summary>Steps per epoch.</summary>
    internal int StepsPerEpoch => Header.Position.StepsPerEpoch;

    /// <summary>The course of the training until then.</summary>
    public TrainingHistory History => Header.History;

    /// <summary>Whether the file has a moving average of the weights too.</summary>
    internal bool HasAverage => _content.Tensors.Any(static tensor => tensor.Name.StartsWith(CheckpointLayout.AveragePrefix, StringComparison.Ordinal));

    internal double EpochSeconds => Header.Position.EpochSeconds;

    internal byte[] RandomState => Header.RandomState;

    internal long EpochCorrect => Header.Position.EpochCorrect;

    private CheckpointHeader Header => _content.Header;

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

        var skipped = new List<string>();
        foreach (var file in FilesIn(fileOrFolder))
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
            ? $"There is no checkpoint (*{Extension} or, of version 0.1.0, *{OldExtension}) in {fileOrFolder}."
            : $"There is no good checkpoint in {fileOrFolder}. {string.Join(" ", skipped.Take(MostNamed))}");
    }

    /// <summary>The checkpoints in a folder: damaged ones first, so that they are named, then the newest.</summary>
    /// <param name="folder">A folder; if it does not exist, there are no checkpoints.</param>
    public static IReadOnlyList<string> FilesIn(string folder) => !Directory.Exists(folder) ? [] :
    [
        .. Directory.EnumerateFiles(folder)
            .Where(static file => Extensions.Contains(System.IO.Path.GetExtension(file)))
            .Select(static file => (File: file, Step: CheckpointFile.PeekStep(file)))
            .Where(static item => item.Step >= 0)
            .OrderByDescending(static item => item.Step)
            .Select(static item => item.File),
    ];

    /// <summary>Builds the network of a checkpoint, with its weights: the averaged ones if there are any.</summary>
    /// <param name="fileOrFolder">A checkpoint file, or a folder: then the newest good one in it.</param>
    /// <returns>The network on the CPU, ready to predict; the caller disposes it.</returns>
    /// <exception cref="CheckpointException">There is no good checkpoint, or its network is not registered.</exception>
    public static ImageClassifier LoadModel(string fileOrFolder) => Find(fileOrFolder).CreateModel();

    /// <summary>Builds the network, with its weights.</summary>
    /// <param name="averaged">Whether to take the moving average of the weights, if there is one.</param>
    /// <returns>The network on the CPU, ready to predict; the caller disposes it.</returns>
    /// <exception cref="CheckpointException">The network is not registered, or the weights do not fit it.</exception>
    public ImageClassifier CreateModel(bool averaged = true)
    {
        var spec = Spec ?? throw new CheckpointException(
            $"{Path} holds a {ForeignText.Show(Header.Model)}, which is no {nameof(ImageClassifier)}: build that model yourself and call {nameof(LoadWeights)}.");
        if (CheckpointCheck.NetworkFault(spec, _content.Tensors) is { } fault)
        {
            throw new CheckpointException($"{Path} cannot be loaded: {fault}");
        }

        var model = ModelRegistry.Create(spec);
        try
        {
            LoadWeights(model, averaged);
            model.eval();
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Copies the weights and buffers into a model: all or, if they do not fit, none.</summary>
    /// <param name="model">A model with the same names and shapes, on any device.</param>
    /// <param name="averaged">Whether to take the moving average of the weights, if there is one.</param>
    /// <exception cref="CheckpointException">A name or a shape differs; the message says which. The model is as it was.</exception>
    public void LoadWeights(nn.Module model, bool averaged = true)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var weights = CheckpointFile.Open(Path, file => Safetensors.Read(
            file, _content.DataOffset, CheckpointLayout.Weights(_content.Tensors, averaged), Header.Network));
        try
        {
            model.LoadWeights(weights);
        }
        catch (WeightMismatchException exception)
        {
            throw new CheckpointException(exception.Message, exception);
        }
    }

    /// <summary>Reads the states of all parts of the training. The caller disposes them.</summary>
    internal IReadOnlyList<SavedState> ReadStates() =>
        [.. Header.Parts.Select(part => new SavedState(Path, part.Key, part.Value, ReadTensors(PartStates.Prefix(part.Key))))];

    /// <summary>Where in the training it was written.</summary>
    public override string ToString()
    {
        var best = History.Best is { ValidationAccuracy: { } accuracy } ? $", best validation accuracy {NumberFormat.Percent(accuracy)}" : "";
        return $"{Path}: {ForeignText.Show(Spec?.Name ?? Header.Model)} on {ForeignText.Show(Data.Name)}, {Epoch} of {Options.Epochs} epochs and {Step} steps done{best}{(IsOldFormat ? "; in the old format of version 0.1.0" : "")}";
    }

    /// <summary>Reads a tensor onto the CPU; the caller disposes it.</summary>
    internal Tensor ReadTensor(string name)
    {
        var entry = _content.Tensors.FirstOrDefault(tensor => tensor.Name == name)
            ?? throw new CheckpointException($"{Path} has no tensor {name}: it is of another model or of other options.");
        return CheckpointFile.Open(Path, file => file.ReadTensor(_content.DataOffset + entry.Begin, entry.Type, entry.Shape));
    }

    /// <summary>Copies a tensor of the file into one in memory.</summary>
    internal void CopyTo(Tensor target, string name)
    {
        using var _ = no_grad();
        using var source = ReadTensor(name);
        if (source.dtype != target.dtype || !source.shape.SequenceEqual(target.shape))
        {
            throw new CheckpointException(
                $"{Path} has {name} as {TensorShape.Text(source)}, but the model needs {TensorShape.Text(target)}: it is another model.");
        }

        target.copy_(source);
    }

    /// <summary>Reads the tensors whose names begin with a prefix, and names them without it.</summary>
    private Dictionary<string, Tensor> ReadTensors(string prefix) => _content.Tensors
        .Where(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal))
        .ToDictionary(tensor => tensor.Name[prefix.Length..], tensor => ReadTensor(tensor.Name).DetachFromDisposeScope());

    private static Checkpoint Read(string path, IReadOnlyList<string> skipped)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new Checkpoint(path, CheckpointFile.Read(path), skipped);
    }
}
