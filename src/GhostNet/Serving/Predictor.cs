using System.Collections.Concurrent;
using GhostNet.Data;
using GhostNet.Models;
using GhostNet.Runtime;
using GhostNet.Training;
using GhostNet.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace GhostNet.Serving;

/// <summary>Classifies pictures with a trained network.</summary>
/// <remarks>
/// Safe for any number of threads. Pictures that are asked for at the same time go through the network together. At most one picture per core is
/// decoded at a time, and at most <see cref="PredictorOptions.BatchSize"/> decoded ones wait, so memory does not grow with the number of callers.
/// </remarks>
public sealed class Predictor : IDisposable
{
    private const string Unnamed = "The picture";

    private readonly PredictionQueue _queue;

    /// <summary>As many pictures are decoded at once as there are cores.</summary>
    private readonly SemaphoreSlim _turns = new(Environment.ProcessorCount);

    /// <summary>Scratch memory that nobody is using.</summary>
    private readonly ConcurrentBag<PicturePreparer> _preparers = [];

    private readonly TrainingData _data;
    private readonly int _batchSize;
    private int _disposed;

    /// <summary>Classifies with a network that is in memory, such as one that a <see cref="Trainer"/> has just trained.</summary>
    /// <param name="network">The network; its weights are copied as they are now, and the caller keeps it.</param>
    /// <param name="data">
    /// What it was trained on, of <see cref="Checkpoint.Data"/> or <see cref="TrainingData.Of(ImageDataset)"/>: how a picture is prepared, and the names of the
    /// classes. Those that are missing are called <c>class 7</c>.
    /// </param>
    /// <param name="options">How to predict; null for the defaults.</param>
    /// <exception cref="ArgumentException">The network takes images of other channels, or has fewer classes.</exception>
    /// <exception cref="NotSupportedException">The device is not there, or a layer has no description.</exception>
    public Predictor(ImageClassifier network, TrainingData data, PredictorOptions? options = null)
        : this(network, data, (network ?? throw new ArgumentNullException(nameof(network))).Spec.ToString(), options ?? new PredictorOptions())
    {
    }

    private Predictor(ImageClassifier network, TrainingData data, string source, PredictorOptions options)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.BatchSize);
        if (network.InputChannels != data.Channels || network.Classes < data.ClassNames.Count)
        {
            throw new ArgumentException(
                $"The network takes images of {network.InputChannels} channels and knows {network.Classes} classes, but the data are {data}: give those that it was trained on.", nameof(data));
        }

        Source = source;
        _data = data with { ClassNames = [.. data.ClassNames, .. Enumerable.Range(0, network.Classes).Skip(data.ClassNames.Count).Select(static label => $"class {label}")] };
        _batchSize = options.BatchSize;
        var device = Devices.Parse(options.Device);
        var copy = network.Optimized();
        copy.to(device);
        _queue = new PredictionQueue(copy, _data, device, options.BatchSize);
    }

    /// <summary>The names of the classes; a label is an index into it.</summary>
    public IReadOnlyList<string> ClassNames => _data.ClassNames;

    /// <summary>The file that the network comes from, or what it is called.</summary>
    public string Source { get; }

    /// <summary>Loads a trained network.</summary>
    /// <param name="path">
    /// The folder of a training (its best checkpoint is taken, else its newest), a checkpoint, or weights that
    /// <c>ghostnet export</c> has written (<c>.safetensors</c> or <c>.pth</c>). Where there is no such file: a name for <see cref="Pretrained"/>.
    /// </param>
    /// <param name="options">How to predict; null for the defaults.</param>
    /// <returns>The predictor, ready; the caller disposes it.</returns>
    /// <exception cref="IOException">There is no such file or folder.</exception>
    /// <exception cref="CheckpointException">There is no good checkpoint in it.</exception>
    /// <exception cref="WeightFileException">The file is damaged, or does not say what network it is of or what pictures that takes.</exception>
    /// <exception cref="NotSupportedException">The device is not there.</exception>
    public static Predictor Load(string path, PredictorOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new PredictorOptions();
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            return Published(path, options);
        }

        if (Directory.Exists(path) || CheckpointFile.PeekStep(path) >= 0)
        {
            var checkpoint = File.Exists(path) ? Checkpoint.Read(path) : Best(path);
            using var trained = checkpoint.CreateModel();
            return new Predictor(trained, checkpoint.Data, checkpoint.Path, options);
        }

        using var state = StateDict.Read(path);
        if (state.Description?.Spec is null || TrainingData.Of(state.Description) is not { ClassNames.Count: > 0 } data)
        {
            throw new WeightFileException(
                $"{path} does not say what network its weights are of, what pictures that takes or what its classes are called. "
                + "Give a checkpoint, or weights that \"ghostnet export\" has written.");
        }

        using var model = state.CreateModel();
        return new Predictor(model, data, path, options);
    }

    /// <summary>Classifies a picture in a file: PNG, JPEG, WebP, GIF or BMP, of any size.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends the waiting for a turn.</param>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is not a picture, is damaged, or has too many pixels.</exception>
    /// <exception cref="ObjectDisposedException">The predictor has been disposed.</exception>
    public ImagePrediction Predict(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = DataFileReader.Open(path, PicturePreparer.Remedy);
        return Predict(file, path, cancellationToken);
    }

    /// <summary>Classifies a picture in memory.</summary>
    /// <param name="picture">The bytes of a PNG, JPEG, WebP, GIF or BMP file, of any size.</param>
    /// <param name="cancellationToken">Ends the waiting for a turn.</param>
    /// <exception cref="InvalidDataException">The bytes are not a picture, are damaged, or have too many pixels.</exception>
    /// <exception cref="ObjectDisposedException">The predictor has been disposed.</exception>
    public ImagePrediction Predict(byte[] picture, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(picture);
        using var file = new MemoryStream(picture, writable: false);
        return Predict(file, Unnamed, cancellationToken);
    }

    /// <summary>Classifies a picture from a stream, such as the body of a request, without blocking the caller while it waits for its turn.</summary>
    /// <param name="picture">A PNG, JPEG, WebP, GIF or BMP file, of any size; it is read to its end and not closed.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="InvalidDataException">The stream is not a picture, is damaged, or has too many pixels.</exception>
    /// <exception cref="ObjectDisposedException">The predictor has been disposed.</exception>
    public async Task<ImagePrediction> PredictAsync(Stream picture, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ObjectDisposedException.ThrowIf(_disposed != 0, this);

        // A client may send slowly: its bytes are waited for before a turn is taken.
        using var file = await PictureBytes.ReadAsync(picture, Unnamed, cancellationToken).ConfigureAwait(false);
        await _turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        return (await Enqueue(file, Unnamed, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false))[0];
    }

    /// <summary>Classifies images that are prepared: resized and normalised as those that the network was trained on.</summary>
    /// <param name="images">Float32, <c>[N, C, H, W]</c>, on any device; the caller keeps them.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>A prediction for each image.</returns>
    /// <exception cref="ArgumentException">They have another shape or type.</exception>
    /// <exception cref="ObjectDisposedException">The predictor has been disposed.</exception>
    public IReadOnlyList<ImagePrediction> Predict(Tensor images, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        long[] image = [_data.Channels, _data.Height, _data.Width];
        if (images.dim() != 4 || !images.shape.AsSpan(1).SequenceEqual(image) || images.dtype != ScalarType.Float32)
        {
            throw new ArgumentException(
                $"The images are {TensorShape.Text(images)}, but the network was trained on float32 [N, {string.Join(", ", image)}]: resize and normalise them, or give the pictures themselves.", nameof(images));
        }

        if (images.shape[0] == 0)
        {
            return [];
        }

        using var scope = NewDisposeScope();
        var values = images.detach().cpu().contiguous().data<float>().ToArray();
        var requests = values.Chunk(_batchSize * _data.Channels * _data.Height * _data.Width).Select(static pixels => new PredictionRequest(pixels, isAlone: true)).ToList();
        requests.ForEach(request => _queue.Add(request, cancellationToken));
        return [.. requests.SelectMany(request => request.Answer.WaitAsync(cancellationToken).GetAwaiter().GetResult())];
    }

    /// <summary>Classifies any number of pictures in files: while some go through the network, the next are decoded. A broken one does not keep the others from being seen.</summary>
    /// <remarks>The same files in the same order give the same bits: each batch is of as many files as <see cref="PredictorOptions.BatchSize"/> says.</remarks>
    /// <param name="paths">The files, looked at only two batches further than the answers are taken.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>What is seen in each file, in their order, or why it cannot be read.</returns>
    /// <exception cref="ObjectDisposedException">The predictor has been disposed.</exception>
    public IEnumerable<PredictedFile> PredictAll(IEnumerable<string> paths, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        return PredictInOrder(paths, cancellationToken);
    }

    /// <summary>Answers those who wait, then frees the network.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _queue.Dispose();
        }
    }

    /// <summary>The file and the number of classes.</summary>
    public override string ToString() => $"{Source}: {_data.ClassNames.Count} classes, images {_data.Channels}×{_data.Height}×{_data.Width}";

    private static Predictor Published(string name, PredictorOptions options)
    {
        if (ModelRegistry.TryFind(name) is not { Weights.Count: > 0 })
        {
            throw new FileNotFoundException(
                $"{name} does not exist: give the folder of a training, a checkpoint, a file of weights, or one of {string.Join(", ", ModelRegistry.All.Where(static entry => entry.Weights.Count > 0).Select(static entry => entry.Name))}.", name);
        }

        var data = TrainingData.Of(Pretrained.Describe(name)) ?? throw new WeightFileException($"What pictures the weights of {name} take is not known.");
        using var model = Pretrained.Load(name);
        return new Predictor(model, data, name, options);
    }

    /// <summary>The best checkpoint in the folder of a training, or in its folder of checkpoints; else the newest.</summary>
    private static Checkpoint Best(string path)
    {
        string[] folders = [path, Path.Combine(path, "checkpoints")];
        var best = folders.Select(static folder => Path.Combine(folder, ModelCheckpoint.BestName)).FirstOrDefault(File.Exists);
        return best is not null ? Checkpoint.Read(best)
            : Checkpoint.Find(folders.FirstOrDefault(static folder => Checkpoint.FilesIn(folder).Count > 0) ?? path);
    }

    private IEnumerable<PredictedFile> PredictInOrder(IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        var waiting = new Queue<Task<PredictedFile[]>>();
        foreach (var batch in paths.Chunk(_batchSize))
        {
            waiting.Enqueue(PredictBatchAsync(batch, cancellationToken));
            if (waiting.Count > 2)
            {
                foreach (var file in waiting.Dequeue().GetAwaiter().GetResult())
                {
                    yield return file;
                }
            }
        }

        foreach (var file in waiting.SelectMany(static batch => batch.GetAwaiter().GetResult()))
        {
            yield return file;
        }
    }

    private async Task<PredictedFile[]> PredictBatchAsync(string[] paths, CancellationToken cancellationToken)
    {
        var pictures = await Task.WhenAll(paths.Select(path => Task.Run(() => ReadAsync(path, cancellationToken), cancellationToken))).ConfigureAwait(false);
        var request = new PredictionRequest([.. pictures.SelectMany(static picture => picture.Pixels)], isAlone: true);
        IReadOnlyList<ImagePrediction> predictions = [];
        if (request.Pixels.Length > 0)
        {
            _queue.Add(request, cancellationToken);
            predictions = await request.Answer.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        var next = 0;
        return [.. paths.Zip(pictures, (path, picture) => new PredictedFile(path, picture.Error is null ? predictions[next++] : null, picture.Error))];
    }

    /// <summary>A picture in a file as an image, or why it cannot be read.</summary>
    private async Task<(float[] Pixels, string? Error)> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = DataFileReader.Open(path, PicturePreparer.Remedy);
            await _turns.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return (Prepare(file, path), null);
            }
            finally
            {
                _turns.Release();
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return ([], exception.Message);
        }
    }

    private ImagePrediction Predict(Stream file, string name, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        _turns.Wait(cancellationToken);
        return Enqueue(file, name, cancellationToken).WaitAsync(cancellationToken).GetAwaiter().GetResult()[0];
    }

    /// <summary>Decodes a picture and puts it into the queue. The caller has a turn, which this gives back.</summary>
    private Task<IReadOnlyList<ImagePrediction>> Enqueue(Stream file, string name, CancellationToken cancellationToken)
    {
        try
        {
            var request = new PredictionRequest(Prepare(file, name));
            _queue.Add(request, cancellationToken);
            return request.Answer;
        }
        finally
        {
            _turns.Release();
        }
    }

    private float[] Prepare(Stream file, string name)
    {
        if (!_preparers.TryTake(out var preparer))
        {
            preparer = new PicturePreparer(_data.Channels, _data.Height, _data.Width, _data.Mean, _data.Std, _data.Transform);
        }

        var pixels = preparer.Read(file, name);
        _preparers.Add(preparer);
        return pixels;
    }
}
