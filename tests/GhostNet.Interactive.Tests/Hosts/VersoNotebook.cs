using System.Text.RegularExpressions;
using GhostNet.IO;
using Verso.Abstractions;

namespace GhostNet.Interactive.Tests.Hosts;

/// <summary>
/// A cell that runs in a notebook of Verso, by the contract in <c>tests/hosts/verso/abstractions</c>. What it does with values is in the
/// stand-in beside that.
/// </summary>
internal sealed partial class VersoNotebook : IFormatterContext, IExtensionHostContext, IDisposable
{
    private readonly bool _canUpdate;
    private readonly CancellationTokenSource _cancelling = new();
    private readonly Func<CancellationToken>? _cancellationBefore = AmbientCancellation.OfHost;
    private readonly IDisposable _cell;
    private readonly List<IExtension> _extensions = [];
    private readonly HashSet<string> _blocks = [];

    public VersoNotebook(bool canUpdate)
    {
        _canUpdate = canUpdate;
        _cell = DisplayContext.SetHandler(new Handler(this).DisplayAsync);
    }

    /// <summary>What was displayed, appended and revised.</summary>
    public List<string> Log { get; } = [];

    public bool TakesExtensions { get; init; } = true;

    public string MimeType { get; set; } = "text/html";

    public CancellationToken CancellationToken => _cancelling.Token;

    public IExtensionHostContext ExtensionHost => this;

    public IReadOnlyList<IExtension> GetLoadedExtensions() => _extensions;

    public IReadOnlyList<IDataFormatter> GetFormatters() => [.. _extensions.OfType<IDataFormatter>()];

    public Task LoadExtensionAsync(IExtension extension)
    {
        ArgumentNullException.ThrowIfNull(extension);
        if (!TakesExtensions)
        {
            throw new NotSupportedException("no extensions");
        }

        Assert.Matches(@"^\d+\.\d+\.\d+$", extension.Version);
        Assert.NotEmpty(extension.Name);
        Assert.DoesNotContain(_extensions, present => present.ExtensionId == extension.ExtensionId);
        _extensions.Add(extension);
        return extension.OnLoadedAsync(this);
    }

    public Task WriteOutputAsync(CellOutput output) => throw new NotSupportedException();

    public Task UpdateOutputAsync(string outputBlockId, CellOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (!_canUpdate)
        {
            throw new NotSupportedException("In-place output update is not supported by this host.");
        }

        Assert.Equal(("text/html", false), (output.MimeType, output.IsError));
        Log.Add($"{(_blocks.Add(outputBlockId) ? "append" : "revise")} {Tag().Replace(output.Content, "")}");
        return Task.CompletedTask;
    }

    /// <summary>The cell ends.</summary>
    public void Dispose()
    {
        _cell.Dispose();
        _cancelling.Dispose();
        AmbientCancellation.OfHost = _cancellationBefore;
    }

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    /// <summary>As in the real host, the display handler has the context of the cell in a field.</summary>
    private sealed class Handler(VersoNotebook notebook)
    {
        private readonly IFormatterContext _context = notebook;

        public Task DisplayAsync(object value, string? mimeType)
        {
            ((VersoNotebook)_context).Log.Add($"display {value}");
            return Task.CompletedTask;
        }
    }
}
