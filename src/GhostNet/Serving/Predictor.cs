using GhostNet.Data;
using GhostNet.Models;
using GhostNet.Runtime;
using GhostNet.Training;
using GhostNet.Weights;
using static TorchSharp.torch;

namespace GhostNet.Serving;

/// <summary>Classifies pictures with a trained network.</summary>
/// <remarks>
/// Safe for any number of threads. Pictures that are asked for at the same time go through the network together. At most one picture per core is
/// decoded at a time, and at most <see cref="PredictorOptions.BatchSize"/> decoded ones wait, so memory does not grow with the number of callers.
/// </remarks>
public sealed class Predictor : IDisposable
{
    private readonly PredictionQueue _queue;
    private readonly SemaphoreSlim _decoders = new(Environment.ProcessorCount);
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
            var checkpoint = Checkpoint.FindBest(path);
            using var trained = checkpoint.CreateModel();
            return new Predictor(trained, checkpoint.Data, checkpoint.Path, options);
        }

        using var state = StateDict.Read(path);
        var description = state.Description;
        if (description is not { Spec: not null, Mean.Count: > 0, Height: > 0, Width: > 0, ClassNames.Count: > 0 })
        {
            throw new WeightFileException(
                $"{path} does not say what network its weights are of, what pictures that takes or what its classes are called. "
                + "Give a checkpoint, or weights that \"ghostnet export\" has written.");
        }

        using var model = state.CreateModel();
        var data = new TrainingData(
            description.Dataset, 0, description.Mean.Count, description.Height, description.Width, description.ClassNames, description.Mean, description.Std, false);
        return new Predictor(model, data, path, options);
    }

    /// <summary>Classifies a picture in a file: PNG, JPEG, WebP, GIF or BMP, of any size.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends the waiting for a turn.</param>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is no picture, a damaged one, or has too many pixels.</exception>
    /// <exception cref="ObjectDisposedException">The predictor has been disposed.</exception>
    public ImagePrediction Predict(string path, CancellationToken cancellationToken = default) =>
        Predict(() => ImageFile.Pixels(path, _data), cancellationToken);

    /// <summary>Classifies a picture from a stream, which is read to its end and not closed.</summary>
    /// <param name="picture">A PNG, JPEG, WebP, GIF or BMP file, of any size.</param>
    /// <param name="cancellationToken">Ends the waiting for a turn.</param>
    /// <exception cref="InvalidDataException">It is no picture, a damaged one, or has too many pixels.</exception>
    /// <exception cref="ObjectDisposedException">The predictor has been disposed.</exception>
    public ImagePrediction Predict(Stream picture, CancellationToken cancellationToken = default) =>
        Predict(() => ImageFile.Pixels(picture, _data), cancellationToken);

    /// <summary>Classifies a picture in memory.</summary>
    /// <param name="picture">The bytes of a PNG, JPEG, WebP, GIF or BMP file, of any size.</param>
    /// <param name="cancellationToken">Ends the waiting for a turn.</param>
    /// <exception cref="InvalidDataException">It is no picture, a damaged one, or has too many pixels.</exception>
    /// <exception cref="ObjectDisposedException">The predictor has been disposed.</exception>
    public ImagePrediction Predict(byte[] picture, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(picture);
        using var stream = new MemoryStream(picture, writable: false);
        return Predict(stream, cancellationToken);
    }

    /// <summary>Classifies a picture from a stream, such as the body of a request, without blocking the caller while it waits for its turn.</summary>
    /// <param name="picture">A PNG, JPEG, WebP, GIF or BMP file, of any size; it is read to its end and not closed.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="InvalidDataException">It is no picture, a damaged one, or has too many pixels.</exception>
    /// <exception cref="ObjectDisposedException">The predictor has been disposed.</exception>
    public async Task<ImagePrediction> PredictAsync(Stream picture, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ObjectDisposedException.ThrowIf(_disposed != 0, this);

        // The network's client may be slow: its bytes are waited for before a decoder is taken.
        using var bytes = await PictureBytes.ReadAsync(picture, cancellationToken).ConfigureAwait(false);
        await _decoders.WaitAsync(cancellationToken).ConfigureAwait(false);
        PredictionRequest request;
        try
        {
            request = new PredictionRequest(ImageFile.Pixels(bytes, _data));
            _queue.Add(request, cancellationToken);
        }
        finally
        {
            _decoders.Release();
        }

        return await request.Answer.WaitAsync(cancellationToken).ConfigureAwait(false);
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

    private ImagePrediction Predict(Func<float[]> decode, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        _decoders.Wait(cancellationToken);
        PredictionRequest request;
        try
        {
            request = new PredictionRequest(decode());
            _queue.Add(request, cancellationToken);
        }
        finally
        {
            _decoders.Release();
        }

        return request.Answer.WaitAsync(cancellationToken).GetAwaiter().GetResult();
    }
}
