using System.Globalization;
using GhostNet.IO;

namespace GhostNet.Cli.Serving;

/// <summary>Writes to the terminal what happens to notebooks.</summary>
/// <param name="write">Receives a line for each event.</param>
internal sealed class ServingLog(Action<string> write)
{
    /// <summary>Writes a line.</summary>
    /// <param name="file">Full path of the notebook.</param>
    /// <param name="what">What happened to it.</param>
    public void Write(string file, string what) =>
        write(string.Create(CultureInfo.InvariantCulture, $"{DateTime.Now:HH:mm:ss}  {ForeignText.Show(Path.GetRelativePath(".", file))}: {what}"));
}
