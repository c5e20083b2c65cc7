using System.Collections.Concurrent;
using GhostNet.Data;
using GhostNet.Models;
using GhostNet.Runtime;
using GhostNet.Training;
using GhostNet.Weights;
using TorchSharp;

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
    private int _disposed;

    private Predictor(ImageClassifier model, TrainingData data, string source, PredictorOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.BatchSize);
        (_data, Source) = (data, source);
        var device = Devices.Parse(options.Device);
        model.to(device);
        model.eval();
        _queue = new PredictionQueue(model.Optimized(), data, device, options.BatchSize);
    }

    /// <summary>The names of the classes; a label is an index into it.</summary>
    public IReadOnlyList<string> ClassNames => _data.ClassNames;

    /// <summary>The file that the network comes from.</summary>
    public string Source { get; }

    /// <summary>Loads a trained network.</summary>
    /// <param name="path">
    /// The folder of a training (its best checkpoint is taken, else its newest), a checkpoint, or weights that
    /// <c>ghostnet export</c> has written (<c>.safetensors</c> or <c>.pth</c>).
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
            throw new FileNotFoundException($"{path} does not exist: give the folder of a training, a checkpoint or a file of weights.", path);
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
        return await Enqueue(file, Unnamed, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
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

    /// <summary>The best checkpoint in the folder of a training, or in its folder of checkpoints; else the newest.</summary>
    private static Checkpoint Best(string path)
    {
        string[] folders = [path, Path.Combine(path, "checkpoints")];
        var best = folders.Select(static folder => Path.Combine(folder, ModelCheckpoint.BestName)).FirstOrDefault(File.Exists);
        return best is not null ? Checkpoint.Read(best)
            : Checkpoint.Find(folders.FirstOrDefault(static folder => Checkpoint.FilesIn(folder).Count > 0) ?? path);
    }

    private ImagePrediction Predict(Stream file, string name, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        _turns.Wait(cancellationToken);
        return Enqueue(file, name, cancellationToken).WaitAsync(cancellationToken).GetAwaiter().GetResult();
    }

    /// <summary>Decodes a picture and puts it into the queue. The caller has a turn, which this gives back.</summary>
    private Task<ImagePrediction> Enqueue(Stream file, string name, CancellationToken cancellationToken)
    {
        try
        {
            if (!_preparers.TryTake(out var preparer))
            {
                preparer = new PicturePreparer(_data.Channels, _data.Height, _data.Width, _data.Mean, _data.Std, _data.Transform);
            }

            var request = new PredictionRequest(preparer.Read(file, name));
            _preparers.Add(preparer);
            _queue.Add(request, cancellationToken);
            return request.Answer;
        }
        finally
        {
            _turns.Release();
        }
    }
}
