using System.Reflection;
using System.Runtime.Loader;
using GhostNet.IO;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;
using TorchSharp;

namespace GhostNet.Interactive.Hosts;

/// <summary>What happens in .NET Interactive when a notebook references the package: the package's extension calls it.</summary>
internal static class NotebookStart
{
    private static readonly string[] s_languages = ["csharp", "fsharp"];

    /// <summary>Values show themselves, cells can be cancelled, and both languages know the package.</summary>
    /// <param name="kernel">The kernel that holds the kernels of all languages.</param>
    public static void Load(Kernel kernel)
    {
        NotebookFormatters.Register();
        AmbientCancellation.OfHost = DotNetInteractive.Cancellation;
        AssemblyLoadContext.Default.Resolving += NewestFSharpCore;
        CellInterruption.CancelsTheCell(kernel);
        DropVersionWarnings(kernel);
        ShareReferences(kernel);
        SharedValues.ArriveInCSharp(kernel);
    }

    /// <summary>
    /// Packages that were made with .NET 8 refer to its assemblies, and the compiler warns (CS1701, CS1702) that the host's are newer: each time
    /// <c>torch.tensor</c> is called, in red. Projects never show these two, but a cell's options cannot name a warning, only a level: the first
    /// leaves out these, with unreachable code, obsolete members and unused variables.
    /// </summary>
    private static void DropVersionWarnings(Kernel kernel)
    {
        var csharp = kernel.FindKernelByName("csharp");
        var field = csharp?.GetType().GetField("_scriptOptions", BindingFlags.Instance | BindingFlags.NonPublic);
        var options = field?.GetValue(csharp);
        if (options?.GetType().GetMethod("WithWarningLevel") is { } change)
        {
            field!.SetValue(csharp, change.Invoke(options, [1]));
        }
    }

    /// <summary>
    /// A package is referenced in one language. Each language gets its assemblies from us before its next cell: none is started for that, and
    /// nothing is restored again.
    /// </summary>
    private static void ShareReferences(Kernel kernel)
    {
        // To F#, a backslash in a text begins an escape; to C#, @ begins no text here. Both take slashes.
        var references = string.Join('\n', AssemblyPaths().Select(path => $"#r \"{path.Replace('\\', '/')}\""));
        foreach (var language in s_languages)
        {
            kernel.FindKernelByName(language)?.DeferCommand(new SubmitCode(references, language));
        }
    }

    /// <summary>
    /// The host's FSharp.Core serves packages that ask for a newer one, such as Plotly.NET 6, of which it would load none. It does so by itself
    /// once a cell in F# has run. A request without a version is our own, of a host that has none: to answer it would ask for ever.
    /// </summary>
    private static Assembly? NewestFSharpCore(AssemblyLoadContext context, AssemblyName name) =>
        name is { Name: "FSharp.Core", Version: not null } ? context.LoadFromAssemblyName(new AssemblyName(name.Name)) : null;

    /// <summary>This package and what it is made with. What else the cell references stays in its language.</summary>
    private static IEnumerable<string> AssemblyPaths()
    {
        var own = new[] { typeof(NotebookStart).Assembly, typeof(AmbientCancellation).Assembly, typeof(torch).Assembly };
        var needed = own.SelectMany(assembly => assembly.GetReferencedAssemblies()).Select(name => name.Name).ToHashSet();
        return own.Select(assembly => assembly.Location)
            .Concat(KernelInvocationContext.Current.Result.Events.OfType<PackageAdded>()
                .SelectMany(added => added.PackageReference.AssemblyPaths)
                .Where(path => needed.Contains(Path.GetFileNameWithoutExtension(path))))
            .DistinctBy(Path.GetFileName);
    }
}
