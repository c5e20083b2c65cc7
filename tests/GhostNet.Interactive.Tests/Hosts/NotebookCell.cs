using GhostNet.IO;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;

namespace GhostNet.Interactive.Tests.Hosts;

/// <summary>A cell that runs in .NET Interactive: the core of the real host, with languages that only note what they are told to run.</summary>
internal sealed class NotebookCell : IDisposable
{
    /// <summary>Other tests train meanwhile.</summary>
    private static readonly AsyncLocal<NotebookCell?> s_current = new();

    private readonly KernelInvocationContext _context;
    private readonly CancellationTokenSource _cancelling = new();
    private readonly Dictionary<string, List<string>> _submitted = [];

    public NotebookCell()
    {
        Kernel = [new Language("csharp", _submitted), new Language("fsharp", _submitted)];
        _context = KernelInvocationContext.GetOrCreateAmbientContext(new SubmitCode("a cell", "csharp"));
        s_current.Value = this;
        AmbientCancellation.OfHost = () => s_current.Value?._cancelling.Token ?? CancellationToken.None;
    }

    /// <summary>The kernel that holds the languages.</summary>
    public CompositeKernel Kernel { get; }

    /// <summary>What was displayed and updated, as HTML.</summary>
    public IEnumerable<string> Log
    {
        get
        {
            var displays = _context.Result.Events.OfType<DisplayEvent>().ToList();
            Assert.Single(displays.Select(display => display.ValueId).Distinct());
            return displays.Select(display =>
                $"{(display is DisplayedValueUpdated ? "update" : "display")} {display.FormattedValues.Single(value => value.MimeType == "text/html").Value}");
        }
    }

    /// <summary>What a language was told to run.</summary>
    public IReadOnlyList<string> Submitted(string language) => _submitted[language];

    /// <summary>The cell is cancelled. The host itself cancels its token and then closes the cell, which tests could not read.</summary>
    public void Cancel() => _cancelling.Cancel();

    /// <summary>The cell ends.</summary>
    public void Dispose()
    {
        s_current.Value = null;
        _cancelling.Dispose();
        _context.Dispose();
        Kernel.Dispose();
    }

    private sealed class Language(string name, Dictionary<string, List<string>> submitted) : Kernel(name), IKernelCommandHandler<SubmitCode>
    {
        public Task HandleAsync(SubmitCode command, KernelInvocationContext context)
        {
            submitted.TryAdd(Name, []);
            submitted[Name].Add(command.Code);
            return Task.CompletedTask;
        }
    }
}
