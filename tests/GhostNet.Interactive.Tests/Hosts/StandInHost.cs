using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GhostNet.Interactive.Tests.Hosts;

/// <summary>A cell that runs in a notebook whose host has the names, and the signatures, of the real one.</summary>
internal sealed class StandInHost : IDisposable
{
    private const string DotNetInteractiveSource = """
        namespace Microsoft.DotNet.Interactive
        {
            public sealed class KernelInvocationContext
            {
                public static KernelInvocationContext Current { get; set; }
                public System.Collections.Generic.List<string> Log { get; } = new();
            }

            public sealed class DisplayedValue
            {
                private readonly KernelInvocationContext _context;
                public DisplayedValue(KernelInvocationContext context) => _context = context;
                public void Update(object updatedValue) => _context.Log.Add("update " + updatedValue);
            }

            public static class KernelInvocationContextExtensions
            {
                public static DisplayedValue Display(this KernelInvocationContext context, object value, params string[] mimeTypes)
                {
                    context.Log.Add("display " + value + mimeTypes.Length);
                    return new DisplayedValue(context);
                }

                public static DisplayedValue DisplayAs(this KernelInvocationContext context, string value, string mimeType) => null;
            }
        }
        """;

    private static readonly Lazy<Assembly> s_dotNetInteractive = new(() => Compile("Microsoft.DotNet.Interactive", DotNetInteractiveSource));

    private readonly PropertyInfo _current;

    private StandInHost(Assembly host, string contextType)
    {
        _current = host.GetType(contextType)!.GetProperty("Current", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        var cell = Activator.CreateInstance(_current.PropertyType)!;
        Log = (List<string>)_current.PropertyType.GetProperty("Log")!.GetValue(cell)!;
        _current.SetValue(null, cell);
    }

    /// <summary>What was displayed and updated.</summary>
    public List<string> Log { get; }

    public static StandInHost DotNetInteractive() => new(s_dotNetInteractive.Value, "Microsoft.DotNet.Interactive.KernelInvocationContext");

    /// <summary>The cell ends.</summary>
    public void Dispose() => _current.SetValue(null, null);

    private static Assembly Compile(string name, string source)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
        using var stream = new MemoryStream();
        var result = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(source)],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).Emit(stream);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        stream.Position = 0;
        return new AssemblyLoadContext(name).LoadFromStream(stream);
    }
}
