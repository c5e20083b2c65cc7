namespace GhostNet.Serving;

/// <summary>What <see cref="Predictor.PredictAll"/> says about one file.</summary>
public sealed class PredictedFile
{
    internal PredictedFile(string path, ImagePrediction? prediction, string? error) => (Path, Prediction, Error) = (path, prediction, error);

    /// <summary>The file, as it was given.</summary>
    public string Path { get; }

    /// <summary>What the network sees in it; null when it cannot be read.</summary>
    public ImagePrediction? Prediction { get; }

    /// <summary>Why it cannot be read; null when it can.</summary>
    public string? Error { get; }

    /// <summary>The file, and the class or the error.</summary>
    public override string ToString() => $"{IO.ForeignText.Show(Path)}: {(Prediction is null ? IO.ForeignText.ShowMessage(Error!) : Prediction)}";
}
