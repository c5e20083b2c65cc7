namespace GhostNet.Serving;

/// <summary>A picture that waits for the network.</summary>
/// <param name="pixels">The normalised image, <c>[C, H, W]</c>.</param>
internal sealed class PredictionRequest(float[] pixels)
{
    private readonly TaskCompletionSource<ImagePrediction> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The normalised image, <c>[C, H, W]</c>.</summary>
    public float[] Pixels { get; } = pixels;

    /// <summary>Ends with the answer.</summary>
    public Task<ImagePrediction> Answer => _answer.Task;

    public void Finish(ImagePrediction prediction) => _answer.SetResult(prediction);

    public void Fail(Exception exception) => _answer.TrySetException(exception);
}
