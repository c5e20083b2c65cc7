using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;

namespace GhostNet.Interactive.Tests.Hosts;

/// <summary>A cell that runs in .NET Interactive: the core of the real host, with languages that only note what they are told to run.</summary>
internal sealed class NotebookCell : IDisposable
{
    private readonly KernelInvocationContext _context;
    private readonly Dictionary<string, List<string>> _submitted = [];

    public NotebookCell()
    {
        Kernel = [new Language("csharp", _submitted), new Language("fsharp", _submitted)];
        _context = KernelInvocationContext.GetOrCreateAmbientContext(new SubmitCode("a cell", "csharp"));
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

    /// <summary>The cell ends.</summary>
    public void Dispose()
    {
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
