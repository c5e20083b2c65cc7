namespace GhostNet.Serving;

/// <summary>Images that wait for the network.</summary>
/// <param name="pixels">The normalised images, <c>[N, C, H, W]</c>.</param>
/// <param name="isAlone">
/// Whether they go through the network by themselves: what else a batch holds changes how the last bits are rounded, and many pictures at a time should give the
/// same numbers whenever they are asked for.
/// </param>
internal sealed class PredictionRequest(float[] pixels, bool isAlone = false)
{
    private readonly TaskCompletionSource<IReadOnlyList<ImagePrediction>> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The normalised images, <c>[N, C, H, W]</c>.</summary>
    public float[] Pixels { get; } = pixels;

    /// <summary>Whether they go through the network by themselves.</summary>
    public bool IsAlone { get; } = isAlone;

    /// <summary>Ends with an answer for each image.</summary>
    public Task<IReadOnlyList<ImagePrediction>> Answer => _answer.Task;

    public void Finish(IReadOnlyList<ImagePrediction> predictions) => _answer.SetResult(predictions);

    public void Fail(Exception exception) => _answer.TrySetException(exception);
}
