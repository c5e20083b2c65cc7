using System.Reflection;
using System.Runtime.Loader;
using GhostNet.Interactive.Hosts;
using GhostNet.Interactive.Views;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GhostNet.Interactive.Tests.Hosts;

/// <summary>Displays inside and outside a notebook. The notebook's host cannot be had as a package: an assembly with its names stands in.</summary>
[Collection("Console")]
public sealed class LiveDisplayTests
{
    private const string Host = """
        using System.Collections.Generic;
        namespace Microsoft.DotNet.Interactive
        {
            public sealed class KernelInvocationContext
            {
                public static KernelInvocationContext Current { get; set; }
                public List<string> Log { get; } = new();
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

    [Fact]
    public void In_a_notebook_one_display_is_updated_in_place()
    {
        using var notebook = new Notebook();
        using (var display = LiveDisplay.Open())
        {
            display.Update(new Words("one"));
            display.Update(new Words("two"));
            display.Update(new Words("three"));
        }

        Assert.Equal(["display one0", "update two", "update three"], notebook.Log);
    }

    [Fact]
    public void In_a_notebook_a_view_is_shown_in_the_cell()
    {
        using var notebook = new Notebook();
        Assert.Empty(Printed(() => new Words("one").Show()));
        Assert.Equal(["display one0"], notebook.Log);
    }

    [Fact]
    public void Elsewhere_the_last_view_is_shown_at_the_end()
    {
        var text = Printed(() =>
        {
            using var display = LiveDisplay.Open();
            display.Update(new Words("one"));
            display.Update(new Words("two"));
        });
        Assert.StartsWith($"two{Environment.NewLine}Picture: ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("one", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Elsewhere_a_view_is_printed_and_its_page_named()
    {
        var lines = Printed(() => new Words("<b>one</b>").Show()).Split(Environment.NewLine);
        Assert.Equal("<b>one</b>", lines[0]);
        var page = File.ReadAllText(lines[1]["Picture: ".Length..]);
        Assert.StartsWith("<!DOCTYPE html>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;one&lt;/b&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_without_a_picture_is_printed()
    {
        Assert.Equal($"42{Environment.NewLine}", Printed(() => Show.Value(42)));
        Assert.StartsWith("one", Printed(() => Show.Value(new Words("one"))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_holds_all_views_and_its_path_is_returned()
    {
        var folder = Directory.CreateTempSubdirectory("ghostnet-show-");
        var path = Path.Combine(folder.FullName, "new", "page.html");
        Assert.Equal(path, Show.Page(path, new Words("one"), new Words("two")));
        var page = File.ReadAllText(path);
        Assert.Contains("<title>page</title>", page, StringComparison.Ordinal);
        Assert.Contains(">one<", page, StringComparison.Ordinal);
        Assert.Contains(">two<", page, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
        folder.Delete(recursive: true);
    }

    private static string Printed(Action print)
    {
        var console = Console.Out;
        using var text = new StringWriter();
        Console.SetOut(text);
        try
        {
            print();
        }
        finally
        {
            Console.SetOut(console);
        }

        return text.ToString();
    }

    private sealed class Words(string text) : View
    {
        public override string ToHtml() => $"<p>{Markup.Html.Text(text)}</p>";

        public override string ToString() => text;
    }

    /// <summary>A cell that runs.</summary>
    private sealed class Notebook : IDisposable
    {
        private static readonly Lazy<Assembly> s_host = new(Compile);
        private readonly PropertyInfo _current = s_host.Value.GetType("Microsoft.DotNet.Interactive.KernelInvocationContext")!.GetProperty("Current")!;

        public Notebook()
        {
            var context = Activator.CreateInstance(_current.PropertyType)!;
            Log = (List<string>)_current.PropertyType.GetProperty("Log")!.GetValue(context)!;
            _current.SetValue(null, context);
        }

        public List<string> Log { get; }

        public void Dispose() => _current.SetValue(null, null);

        private static Assembly Compile()
        {
            var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
                .Select(path => MetadataReference.CreateFromFile(path));
            using var stream = new MemoryStream();
            var result = CSharpCompilation.Create(
                "Microsoft.DotNet.Interactive",
                [CSharpSyntaxTree.ParseText(Host)],
                references,
                new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).Emit(stream);
            Assert.True(result.Success, string.Join('\n', result.Diagnostics));
            stream.Position = 0;
            return new AssemblyLoadContext("notebook").LoadFromStream(stream);
        }
    }
}
