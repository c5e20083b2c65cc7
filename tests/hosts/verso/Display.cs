using System.Collections;
using System.Reflection;
using Verso.Abstractions;

namespace Verso
{
    /// <summary>src/Verso/Display/DisplayHandler.cs: an output is written as it is, all else by the first formatter that takes it.</summary>
    internal sealed class DisplayHandler(IExecutionContext context)
    {
        private readonly IFormatterContext _defaultFormatterContext = new DisplayFormatterContext(context);

        public async Task DisplayAsync(object value, string? mimeType)
        {
            var output = value as CellOutput ?? await Formatters.TryFormatAsync(value, _defaultFormatterContext);
            await context.WriteOutputAsync(output ?? new CellOutput("text/plain", value.ToString() ?? ""));
        }
    }

    /// <summary>src/Verso/Display/DisplayFormatterContext.cs: hands everything on to the context of the cell.</summary>
    internal sealed class DisplayFormatterContext(IExecutionContext inner) : IFormatterContext
    {
        public string MimeType => "text/html";

        public CancellationToken CancellationToken => inner.CancellationToken;

        public IExtensionHostContext ExtensionHost => inner.ExtensionHost;

        public Task WriteOutputAsync(CellOutput output) => inner.WriteOutputAsync(output);

        public Task UpdateOutputAsync(string outputBlockId, CellOutput output) => inner.UpdateOutputAsync(outputBlockId, output);
    }

    /// <summary>src/Verso/Display/FormatterResolver.cs: the highest priority first, among those that support the type.</summary>
    internal static class Formatters
    {
        public static async Task<CellOutput?> TryFormatAsync(object value, IFormatterContext context)
        {
            foreach (var formatter in context.ExtensionHost.GetFormatters().OrderByDescending(formatter => formatter.Priority))
            {
                if (formatter.SupportedTypes.Any(type => type.IsInstanceOfType(value)) && formatter.CanFormat(value, context))
                {
                    return await formatter.FormatAsync(value, context);
                }
            }

            return null;
        }
    }

    internal sealed class Formatter(string name, int priority, Func<object, string?> format) : IDataFormatter
    {
        public string ExtensionId => name;

        public string Name => name;

        public string Version => "1.0.0";

        public string? Author => null;

        public string? Description => null;

        public IReadOnlyList<Type> SupportedTypes => [typeof(object)];

        public int Priority => priority;

        public bool CanFormat(object value, IFormatterContext context) => format(value) is not null;

        public Task<CellOutput> FormatAsync(object value, IFormatterContext context) => Task.FromResult(new CellOutput("text/html", format(value)!));

        public Task OnLoadedAsync(IExtensionHostContext context) => Task.CompletedTask;

        public Task OnUnloadedAsync() => Task.CompletedTask;
    }
}

namespace Verso.Extensions
{
    /// <summary>src/Verso/Extensions/ExtensionHost.cs: what it takes in, and refuses.</summary>
    public sealed class ExtensionHost : IExtensionHostContext
    {
        // src/Verso/Extensions/Formatters: HtmlFormatter, CollectionFormatter, ObjectFormatter with their priorities.
        private readonly List<IExtension> _extensions =
        [
            new Formatter("verso.formatter.html", 20, value =>
                (string?)value.GetType().GetMethod("ToHtml", BindingFlags.Public | BindingFlags.Instance, null, Type.EmptyTypes, null)?.Invoke(value, null)),
            new Formatter("verso.formatter.collection", 10, value => value is IEnumerable and not string ? "a collection as a tree" : null),
            new Formatter("verso.formatter.object", 5, value => value is string || value.GetType().IsPrimitive ? null : "an object as a tree"),
        ];

        public IReadOnlyList<IExtension> GetLoadedExtensions() => [.. _extensions];

        public IReadOnlyList<IDataFormatter> GetFormatters() => [.. _extensions.OfType<IDataFormatter>()];

        public async Task LoadExtensionAsync(IExtension extension)
        {
            if (string.IsNullOrWhiteSpace(extension.ExtensionId) || string.IsNullOrWhiteSpace(extension.Name)
                || _extensions.Any(present => present.ExtensionId == extension.ExtensionId)
                || extension.Version.Split('.') is not [_, _, _] || extension is not IDataFormatter)
            {
                throw new InvalidOperationException($"The extension {extension.ExtensionId} is not valid.");
            }

            await extension.OnLoadedAsync(this);
            _extensions.Add(extension);
        }
    }
}
