using System.Collections.Concurrent;
using GhostNet.Training;
using static TorchSharp.torch;

namespace GhostNet.Serving;

/// <summary>Takes the pictures that wait through the network, as many as there are at once, on a thread of its own.</summary>
/// <remarks>
/// A batch is what waits when the network is free: a single picture never waits for others, and many callers share one forward
/// pass. The queue is bounded, so callers wait rather than fill the memory.
/// </remarks>
internal sealed class PredictionQueue : IDisposable
{
    private readonly nn.Module<Tensor, Tensor> _network;
    private readonly TrainingData _data;
    private readonly Device _device;
    private readonly int _batchSize;
    private readonly BlockingCollection<PredictionRequest> _waiting;
    private readonly Thread _worker;

    /// <summary>Starts to wait for pictures.</summary>
    /// <param name="network">The network, on the device and ready to predict; disposed with this.</param>
    /// <param name="data">The size of an image and the names of the classes.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="batchSize">Pictures at most that go through the network together.</param>
    public PredictionQueue(nn.Module<Tensor, Tensor> network, TrainingData data, Device device, int batchSize)
    {
        (_network, _data, _device, _batchSize) = (network, data, device, batchSize);
        _waiting = new BlockingCollection<PredictionRequest>(batchSize);
        _worker = new Thread(Work) { IsBackground = true, Name = "GhostNet prediction" };
        _worker.Start();
    }

    /// <summary>Puts a picture into the queue; waits while that is full.</summary>
    /// <exception cref="ObjectDisposedException">The queue has been disposed.</exception>
    public void Add(PredictionRequest request, CancellationToken cancellationToken)
    {
        try
        {
            _waiting.Add(request, cancellationToken);
        }
        catch (InvalidOperationException) when (_waiting.IsAddingCompleted)
        {
            throw new ObjectDisposedException(nameof(Predictor));
        }
    }

    /// <summary>Lets the pictures that wait be answered, then frees the network.</summary>
    public void Dispose()
    {
        _waiting.CompleteAdding();
        _worker.Join();
        _network.Dispose();
    }

    private void Work()
    {
        using var inference = inference_mode();
        var batch = new List<PredictionRequest>(_batchSize);
        PredictionRequest? next = null;
        while (next is not null || _waiting.TryTake(out next, Timeout.Infinite))
        {
            batch.Add(next);
            next = null;
            while (!batch[0].IsAlone && batch.Count < _batchSize && _waiting.TryTake(out next))
            {
                if (next.IsAlone)
                {
                    // It is the next batch.
                    break;
                }

                batch.Add(next);
                next = null;
            }

            try
            {
                Predict(batch);
            }
            catch (Exception exception)
            {
                // Whatever it is, those who wait must hear of it, and the next pictures have their turn.
                batch.ForEach(request => request.Fail(exception));
            }

            batch.Clear();
        }
    }

    private void Predict(List<PredictionRequest> batch)
    {
        using var scope = NewDisposeScope();
        int size = _data.Channels * _data.Height * _data.Width, classes = _data.ClassNames.Count;
        float[] pixels = batch is [var only] ? only.Pixels : [.. batch.SelectMany(static request => request.Pixels)];
        var images = tensor(pixels, [pixels.Length / size, _data.Channels, _data.Height, _data.Width]).to(_device);
        var logits = _network.call(images);
        var probabilities = (_data.IsMultiLabel ? logits.sigmoid() : nn.functional.softmax(logits, 1)).cpu().data<float>().ToArray();
        var predictions = probabilities.Chunk(classes).Select(image => new ImagePrediction(_data.ClassNames, image)).ToList();
        var first = 0;
        foreach (var request in batch)
        {
            var count = request.Pixels.Length / size;
            request.Finish(predictions.GetRange(first, count));
            first += count;
        }
    }
}
