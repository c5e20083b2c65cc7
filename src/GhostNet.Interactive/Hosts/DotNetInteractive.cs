using System.Reflection;

namespace GhostNet.Interactive.Hosts;

/// <summary>The cell of a .NET Interactive notebook in which this code runs, found without a reference to the host.</summary>
/// <remarks>
/// Its <c>display(x)</c> and <c>x.Display()</c> return an id that a later update does not find; what
/// <c>KernelInvocationContextExtensions.Display</c> returns can be updated.
/// </remarks>
internal static class DotNetInteractive
{
    private const string Namespace = "Microsoft.DotNet.Interactive";
    private const BindingFlags PublicStatic = BindingFlags.Public | BindingFlags.Static;

    /// <summary>
    /// Displays a value in the cell that runs on this thread, and returns what replaces it by another; null when this is no such
    /// notebook, or its host is not as expected.
    /// </summary>
    public static Func<object, Action<object>>? CurrentCell()
    {
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies().Where(assembly => assembly.GetName().Name == Namespace))
        {
            var contextType = assembly.GetType($"{Namespace}.KernelInvocationContext");
            var display = assembly.GetType($"{Namespace}.KernelInvocationContextExtensions")?.GetMethods(PublicStatic)
                .FirstOrDefault(method => method.Name == "Display" && TakesContextAndObject(method.GetParameters(), contextType));
            if (display is not null && contextType!.GetProperty("Current", PublicStatic)?.GetValue(null) is { } context)
            {
                return value => Replacement(Display(display, context, value));
            }
        }

        return null;
    }

    private static bool TakesContextAndObject(ParameterInfo[] parameters, Type? contextType) =>
        parameters.Length >= 2 && parameters[0].ParameterType == contextType && parameters[1].ParameterType == typeof(object);

    private static object? Display(MethodInfo display, object context, object value)
    {
        // Behind the value stand the MIME types, as an array or as one optional text: empty or null for the preferred ones.
        var rest = display.GetParameters().Skip(2).Select(
            parameter => parameter.ParameterType.IsArray ? (object?)Array.Empty<string>() : null);
        return display.Invoke(null, [context, value, .. rest]);
    }

    private static Action<object> Replacement(object? displayed)
    {
        var update = displayed?.GetType().GetMethods()
            .FirstOrDefault(method => method is { Name: "Update", IsGenericMethod: false } && method.GetParameters().Length == 1);
        return value => update?.Invoke(displayed, [value]);
    }
}
