using System.Globalization;

namespace GhostNet.Cli.Commands.Predict;

/// <summary>Predictions as a table of comma-separated values (RFC 4180), in UTF-8: the file appears whole or not at all.</summary>
internal sealed class PredictionTable : IDisposable
{
    private readonly string _path;
    private readonly string _unfinished;
    private readonly StreamWriter _writer;
    private readonly int _top;

    /// <summary>Begins the file.</summary>
    /// <param name="path">Where it will be.</param>
    /// <param name="top">Predictions per picture.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public PredictionTable(string path, int top)
    {
        (_path, _top) = (Path.GetFullPath(path), top);
        if (Directory.Exists(_path) || !Directory.Exists(Path.GetDirectoryName(_path)))
        {
            throw new IOException(
                $"{path} cannot be written: {(Directory.Exists(_path) ? "it is a folder" : $"there is no folder {Path.GetDirectoryName(path)}")}. Name another file with --csv.");
        }

        _unfinished = $"{_path}.{Environment.ProcessId}.tmp";
        _writer = new StreamWriter(_unfinished);
        WriteLine(["image", .. Enumerable.Range(1, top).SelectMany(i => new[] { $"class {i}", $"probability {i}" }), "error"]);
    }

    /// <summary>Writes a line.</summary>
    /// <param name="prediction">What is in it.</param>
    public void Write(PicturePrediction prediction) => WriteLine(
    [
        prediction.Image,
        .. Enumerable.Range(0, _top).SelectMany(i => i < prediction.Guesses.Count
            ? new[] { prediction.Guesses[i].Class, prediction.Guesses[i].Probability.ToString("R", CultureInfo.InvariantCulture) }
            : ["", ""]),
        prediction.Error ?? "",
    ]);

    /// <summary>Puts the whole file in its place.</summary>
    public void Complete()
    {
        _writer.Dispose();
        File.Move(_unfinished, _path, overwrite: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer.Dispose();
        File.Delete(_unfinished);
    }

    private void WriteLine(IEnumerable<string> cells) => _writer.Write(string.Join(',', cells.Select(Quote)) + "\r\n");

    private static string Quote(string cell) => cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
