using System.Diagnostics;
using System.Globalization;
using GhostNet.IO;
using GhostNet.Notebooks.Documents;

namespace GhostNet.Notebooks.Execution;

/// <summary>Reports, cell by cell, how far a run is: a line begins with the cell and ends when the cell does.</summary>
/// <param name="output">For progress.</param>
/// <param name="error">For errors.</param>
internal sealed class RunProgress(TextWriter output, TextWriter error)
{
    private const int LineWidth = 60;

    private readonly Lock _lock = new();
    private readonly Stopwatch _sinceCell = new();
    private bool _isLineOpen;

    /// <summary>A cell begins.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="count">How many cells the notebook has.</param>
    public void Begin(NotebookCell cell, int count)
    {
        lock (_lock)
        {
            _sinceCell.Restart();
            var width = count.ToString(CultureInfo.InvariantCulture).Length;
            var number = cell.Number.ToString(CultureInfo.InvariantCulture).PadLeft(width);
            var line = cell.FirstLine;
            line = ForeignText.Show(line.Length > LineWidth ? $"{line[..(LineWidth - 1)]}…" : line, LineWidth);
            output.Write($"  {number}/{count}  {cell.Language.Title()}  {line.PadRight(LineWidth)}");
            output.Flush();
            _isLineOpen = true;
        }
    }

    /// <summary>The cell has ended.</summary>
    /// <param name="remark">Something unusual about it, or nothing.</param>
    public void End(string remark = "")
    {
        lock (_lock)
        {
            var time = string.Create(CultureInfo.InvariantCulture, $"{_sinceCell.Elapsed.TotalSeconds,8:F1} s  {remark}");
            output.WriteLine(_isLineOpen ? time.TrimEnd() : $"        {time.Trim()}");
            output.Flush();
            _isLineOpen = false;
        }
    }

    /// <summary>A line between.</summary>
    /// <param name="text">The line.</param>
    public void Tell(string text)
    {
        lock (_lock)
        {
            CloseLine();
            output.WriteLine($"        {text}");
            output.Flush();
        }
    }

    /// <summary>What went wrong.</summary>
    /// <param name="text">One line or several.</param>
    public void Fail(string text)
    {
        lock (_lock)
        {
            CloseLine();
            error.WriteLine($"error: {text}");
            error.Flush();
        }
    }

    private void CloseLine()
    {
        if (_isLineOpen)
        {
            output.WriteLine();
            output.Flush();
            _isLineOpen = false;
        }
    }
}
