using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using GhostNet.Interactive.Views;
using GhostNet.Runtime;

namespace GhostNet.Interactive.Hosts;

/// <summary>The cell of a Verso notebook in which this code runs, found without a reference to the host.</summary>
/// <remarks>
/// The host is <c>Verso.Abstractions</c>, whose members are named here. Its <c>DisplayContext.Current</c> is the method that displays a
/// value, and belongs to an object that holds the context of the cell (<c>Verso.Display.DisplayHandler</c>).
/// </remarks>
internal sealed class Verso
{
    private const string Namespace = "Verso.Abstractions";

    /// <summary>The notebooks that have our formatter.</summary>
    private static readonly ConditionalWeakTable<object, Type> s_formatted = [];

    /// <summary>What displays a value in the cell that runs: once it was found, it is the host's for good.</summary>
    private static PropertyInfo? s_current;

    private readonly Assembly _host;
    private readonly Delegate _display;

    private Verso(Assembly host, Delegate display) => (_host, _display) = (host, display);

    /// <summary>The cell that runs; null when this is no such notebook, or its host is not as expected.</summary>
    public static Verso? CurrentCell()
    {
        if (s_current is { } known)
        {
            return Cell(known);
        }

        foreach (var assembly in LoadedAssemblies.Named(Namespace))
        {
            var current = assembly.GetType($"{Namespace}.DisplayContext")
                ?.GetProperty("Current", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic);
            if (current is not null && Cell(current) is { } cell)
            {
                s_current = current;
                return cell;
            }
        }

        return null;

        static Verso? Cell(PropertyInfo current) =>
            current.GetValue(null) is Delegate display ? new Verso(current.DeclaringType!.Assembly, display) : null;
    }

    /// <summary>What cancels the cell that runs.</summary>
    public static CancellationToken Cancellation() =>
        CurrentCell() is { } cell && cell.Context() is { } context
            ? (CancellationToken)cell.Contract("IVersoContext").GetProperty("CancellationToken")!.GetValue(context)!
            : CancellationToken.None;

    /// <summary>Displays a view below what the cell has shown so far. It stays as it is.</summary>
    /// <param name="view">What to show.</param>
    public void Display(View view) => ((Task)_display.DynamicInvoke(view, null)!).GetAwaiter().GetResult();

    /// <summary>
    /// Opens an output that is empty, and returns what shows a view there and then replaces it by others; null where the host cannot change
    /// an output.
    /// </summary>
    public Func<object, Action<object>>? InPlace()
    {
        if (Context() is not { } context || Contract("IVersoContext").GetMethod("UpdateOutputAsync") is not { } update)
        {
            return null;
        }

        var block = $"ghostnet-{Guid.NewGuid():N}";
        try
        {
            Write("");
        }
        catch (NotSupportedException)
        {
            // So say those hosts that have the method and cannot do it.
            return null;
        }

        return view =>
        {
            Show(view);
            return Show;
        };

        void Show(object view) => Write(((View)view).ToHtml());

        void Write(string html) =>
            ((Task)update.Invoke(context, BindingFlags.DoNotWrapExceptions, null, [block, Output(html)], null)!).GetAwaiter().GetResult();
    }

    /// <summary>
    /// Gives the notebook a formatter, so that cells that end on a tensor, a model, a data set … show a picture. Calling it again does
    /// nothing. Once the notebook's kernel was restarted, the types are new, and need their own formatter.
    /// </summary>
    public void Format()
    {
        var context = Context() ?? throw new NotSupportedException("This version of Verso has no context for its cells.");
        var notebook = Contract("IVersoContext").GetProperty("ExtensionHost")!.GetValue(context)!;
        if (s_formatted.TryAdd(notebook, typeof(Verso)))
        {
            var formatter = VersoFormatter.Create(Contract("IDataFormatter"), view => Output(view.ToHtml()));
            var load = notebook.GetType().GetMethod("LoadExtensionAsync", [Contract("IExtension")])
                ?? throw new NotSupportedException("This version of Verso takes no formatters.");
            ((Task)load.Invoke(notebook, BindingFlags.DoNotWrapExceptions, null, [formatter], null)!).GetAwaiter().GetResult();
        }
    }

    /// <summary>
    /// Loads the version of SkiaSharp that this library was built for. Verso takes the lowest version that a package asks for, in a folder of its
    /// own, Id/version: TorchSharp asks for an older one, and whichever is loaded first is everybody's.
    /// </summary>
    /// <exception cref="InvalidOperationException">An older one is loaded already.</exception>
    public static void LoadSkiaSharp()
    {
        var library = typeof(Libtorch).Assembly;
        var context = AssemblyLoadContext.GetLoadContext(library)!;
        var wanted = library.GetReferencedAssemblies().First(name => name.Name == "SkiaSharp");
        var loaded = context.Assemblies.FirstOrDefault(assembly => assembly.GetName().Name == wanted.Name)?.GetName().Version;
        if (loaded is not null && loaded < wanted.Version)
        {
            throw new InvalidOperationException($"SkiaSharp {loaded.ToString(2)} is loaded, and {wanted.Version!.ToString(2)} is needed");
        }

        var packages = Path.Combine(Path.GetDirectoryName(library.Location)!, "..", "..");
        var file = Path.GetFullPath(Path.Combine(packages, wanted.Name!, wanted.Version!.ToString(3), wanted.Name + ".dll"));
        if (loaded is null && File.Exists(file))
        {
            context.LoadFromAssemblyPath(file);
        }
    }

    private Type Contract(string name) => _host.GetType($"{Namespace}.{name}", throwOnError: true)!;

    /// <summary>The context of the cell, which the object that displays holds in one of its fields.</summary>
    private object? Context()
    {
        var target = _display.Target;
        return target?.GetType().GetFields(BindingFlags.Instance | BindingFlags.NonPublic)
            .Select(field => field.GetValue(target))
            .FirstOrDefault(Contract("IVersoContext").IsInstanceOfType);
    }

    /// <summary>What a cell outputs: <c>CellOutput(mimeType, content, …)</c>.</summary>
    private object Output(string html)
    {
        var constructor = Contract("CellOutput").GetConstructors()
            .First(constructor => constructor.GetParameters() is [{ Name: "MimeType" }, { Name: "Content" }, ..]);
        return constructor.Invoke(["text/html", html, .. constructor.GetParameters().Skip(2).Select(parameter => parameter.DefaultValue)]);
    }
}
