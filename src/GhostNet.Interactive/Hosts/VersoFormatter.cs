using System.Reflection;

namespace GhostNet.Interactive.Hosts;

/// <summary>
/// A formatter for Verso: an object that has its interface <c>IDataFormatter</c> and answers for each member of it, by name. The
/// interface is in a package that this one does not reference.
/// </summary>
internal class VersoFormatter : DispatchProxy
{
    /// <summary>Above those of the host, the highest of which has 20.</summary>
    private const int Priority = 100;

    private static readonly string s_id = $"ghostnet.formatter.{Guid.NewGuid():N}";

    private Func<Views.View, object>? _output;
    private MethodInfo? _completed;

    /// <summary>A formatter.</summary>
    /// <param name="type">The interface, of the host that runs.</param>
    /// <param name="output">Makes the output of a cell.</param>
    public static object Create(Type type, Func<Views.View, object> output)
    {
        var formatter = (VersoFormatter)Create(type, typeof(VersoFormatter));
        formatter._output = output;
        formatter._completed = typeof(Task).GetMethod(nameof(Task.FromResult))!
            .MakeGenericMethod(type.GetMethod("FormatAsync")!.ReturnType.GenericTypeArguments[0]);
        return formatter;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
    {
        // A restarted kernel has new types: its formatter is another extension.
        "get_ExtensionId" => s_id,
        "get_Name" => "GhostNet",
        "get_Version" => typeof(VersoFormatter).Assembly.GetName().Version!.ToString(3),
        "get_Author" or "get_Description" => null,
        "get_SupportedTypes" => ViewRegistry.Types.ToArray(),
        "get_Priority" => Priority,
        "get_IsFallback" => false,
        "CanFormat" => targetMethod.GetParameters()[1].ParameterType.GetProperty("MimeType")?.GetValue(args![1]) is null or "text/html",
        "FormatAsync" => _completed!.Invoke(null, [_output!(ViewRegistry.Of(args![0])!)]),
        "OnLoadedAsync" or "OnUnloadedAsync" => Task.CompletedTask,
        var name => throw new NotSupportedException($"Verso asks the formatter of GhostNet for {name}, which it does not know."),
    };
}
