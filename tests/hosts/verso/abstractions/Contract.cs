// What an extension of Verso sees, as far as this project uses it: the names and signatures are those of src/Verso.Abstractions of
// github.com/DataficationSDK/Verso (Display/, Contexts/, Extensions/, Models/CellOutput.cs), and nothing else of it is here.
namespace Verso.Abstractions;

public sealed record CellOutput(string MimeType, string Content, bool IsError = false, string? ErrorName = null, string? ErrorStackTrace = null);

public interface IVersoContext
{
    CancellationToken CancellationToken { get; }

    IExtensionHostContext ExtensionHost { get; }

    Task WriteOutputAsync(CellOutput output);

    Task UpdateOutputAsync(string outputBlockId, CellOutput output) =>
        throw new NotSupportedException("In-place output update is not supported by this host.");
}

public interface IExecutionContext : IVersoContext;

public interface IFormatterContext : IVersoContext
{
    string MimeType { get; }
}

public interface IExtension
{
    string ExtensionId { get; }

    string Name { get; }

    string Version { get; }

    string? Author { get; }

    string? Description { get; }

    Task OnLoadedAsync(IExtensionHostContext context);

    Task OnUnloadedAsync();
}

public interface IDataFormatter : IExtension
{
    IReadOnlyList<Type> SupportedTypes { get; }

    int Priority { get; }

    bool IsFallback => false;

    bool CanFormat(object value, IFormatterContext context);

    Task<CellOutput> FormatAsync(object value, IFormatterContext context);
}

public interface IExtensionHostContext
{
    IReadOnlyList<IExtension> GetLoadedExtensions();

    IReadOnlyList<IDataFormatter> GetFormatters();
}

public static class DisplayContext
{
    private static readonly AsyncLocal<Func<object, string?, Task>?> s_current = new();

    internal static Func<object, string?, Task>? Current => s_current.Value;

    public static IDisposable SetHandler(Func<object, string?, Task> handler)
    {
        var previous = s_current.Value;
        s_current.Value = handler;
        return new Scope(previous);
    }

    private sealed class Scope(Func<object, string?, Task>? previous) : IDisposable
    {
        public void Dispose() => s_current.Value = previous;
    }
}

public static class DisplayExtensions
{
    public static void Display(this object? value, string? mimeType = null)
    {
        if (value is not null)
        {
            var handler = DisplayContext.Current ?? throw new InvalidOperationException("Display() can only be called during cell execution.");
            handler(value, mimeType).GetAwaiter().GetResult();
        }
    }
}
