using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GhostNet.Interactive.Tests.Hosts;

/// <summary>A cell that runs in a notebook whose host has the names, and the signatures, of the real one.</summary>
internal sealed class StandInHost : IDisposable
{
    private const string VersoSource = """
        namespace Verso.Abstractions
        {
            public sealed class Cell
            {
                public System.Collections.Generic.List<string> Log { get; } = new();
            }

            public static class DisplayContext
            {
                internal static Cell Current { get; set; }
            }

            public static class DisplayExtensions
            {
                public static void Display(this object value, string mimeType = null) =>
                    DisplayContext.Current.Log.Add("display " + value + mimeType);
            }
        }
        """;

    private static readonly Lazy<Assembly> s_verso = new(() => Compile("Verso.Abstractions", VersoSource));

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

    public static StandInHost Verso() => new(s_verso.Value, "Verso.Abstractions.DisplayContext");

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
