using System.Reflection;

namespace GhostNet.Interactive.Hosts;

/// <summary>The cell of a Verso notebook in which this code runs, found without a reference to the host.</summary>
internal static class Verso
{
    private const string Namespace = "Verso.Abstractions";

    /// <summary>
    /// Displays a value in the cell that runs; null when this is no such notebook, or its host is not as expected. What is displayed
    /// cannot be replaced.
    /// </summary>
    public static Action<object>? CurrentCell()
    {
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies().Where(assembly => assembly.GetName().Name == Namespace))
        {
            // Outside of a cell the method would throw.
            var isInCell = assembly.GetType($"{Namespace}.DisplayContext")
                ?.GetProperty("Current", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)?.GetValue(null) is not null;
            if (isInCell && assembly.GetType($"{Namespace}.DisplayExtensions")?.GetMethod("Display", [typeof(object), typeof(string)]) is { } display)
            {
                return value => display.Invoke(null, [value, null]);
            }
        }

        return null;
    }
}
