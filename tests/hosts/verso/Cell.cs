using Verso.Abstractions;

namespace Verso;

/// <summary>The outputs of a cell: src/Verso/Execution/ExecutionPipeline.cs, AppendOutput and UpdateOutput.</summary>
internal sealed class Cell(int number, string source, IExtensionHostContext host) : IExecutionContext
{
    private readonly CancellationTokenSource _cancellation = new();
    private int _revisions;

    private static readonly TextWriter s_console = Console.Out;
    private readonly Dictionary<string, int> _blocks = [];

    public List<CellOutput> Outputs { get; } = [];

    public CancellationToken CancellationToken => _cancellation.Token;

    public IExtensionHostContext ExtensionHost => host;

    public Task WriteOutputAsync(CellOutput output)
    {
        Outputs.Add(output);
        return Say("appends", output);
    }

    // A block that is not there yet is appended.
    public Task UpdateOutputAsync(string outputBlockId, CellOutput output)
    {
        if (!_blocks.TryGetValue(outputBlockId, out var index))
        {
            _blocks[outputBlockId] = Outputs.Count;
            return WriteOutputAsync(output);
        }

        Outputs[index] = output;
        Say("revises", output);
        if (++_revisions == 2 && source.Contains("The user stops this cell"))
        {
            // Not from here: the cell waits for this output.
            ThreadPool.QueueUserWorkItem(_ => _cancellation.Cancel());
        }

        return Task.CompletedTask;
    }

    private Task Say(string what, CellOutput output)
    {
        var text = output.Content.ReplaceLineEndings(" ");
        s_console.WriteLine($"cell {number} {what} {(output.IsError ? "error" : output.MimeType)} of {output.Content.Length}: {text[..Math.Min(300, text.Length)]}");
        return Task.CompletedTask;
    }
}
