using System.Reflection;
using FSharp.Compiler.Interactive;
using Microsoft.FSharp.Core;

namespace GhostNet.Notebooks.Kernels;

/// <summary>Runs F# in a session of F# Interactive.</summary>
internal sealed class FSharpKernel : LanguageKernel
{
    /// <summary>
    /// The session's options. Without <c>usesdkrefs-</c> it would compile against the reference assemblies of an SDK
    /// that need not be there, and types would differ from those that run.
    /// </summary>
    private static readonly string[] s_arguments =
    [
        "fsi", "--noninteractive", "--nologo", "--quiet", "--targetprofile:netcore", "--usesdkrefs-", "--langversion:latest", "--optimize+",
    ];

    private readonly Shell.FsiEvaluationSession _session = Shell.FsiEvaluationSession.Create(
        Shell.FsiEvaluationSession.GetDefaultConfiguration(),
        s_arguments,
        TextReader.Null,
        TextWriter.Null,
        TextWriter.Null,
        collectible: null,
        legacyReferenceResolver: null);

    private readonly string _folder;
    private readonly HashSet<string> _references = [.. PackageAssemblies.Shared];

    /// <summary>Creates a kernel that knows the framework and how to show values.</summary>
    /// <param name="folder">From where <c>#r</c> and <c>#load</c> find files.</param>
    public FSharpKernel(string folder)
    {
        _folder = folder;
        var helpers = PackageAssemblies.Shared.Where(path => Path.GetFileName(path).StartsWith("Microsoft.DotNet.Interactive", StringComparison.Ordinal)
            || Path.GetFileName(path).StartsWith("Microsoft.AspNetCore.Html", StringComparison.Ordinal));
        Run(
            $"""
            #I {Quote(folder)}
            {string.Join('\n', helpers.Select(path => $"#r {Quote(path)}"))}
            open System
            open System.IO
            open System.Text
            open Microsoft.DotNet.Interactive.Formatting
            let display (value: obj) = Microsoft.DotNet.Interactive.Kernel.display value
            let HTML (content: string) = Microsoft.DotNet.Interactive.Kernel.HTML content
            let Javascript (content: string) = Microsoft.DotNet.Interactive.Kernel.Javascript content
            """,
            "start");
    }

    /// <inheritdoc/>
    public override void AddReferences(IEnumerable<string> assemblies)
    {
        string[] added = [.. assemblies.Where(_references.Add)];
        if (added.Length > 0)
        {
            Run(string.Join('\n', added.Select(path => $"#r {Quote(path)}")), "packages");
        }
    }

    /// <inheritdoc/>
    public override object? Run(string code, string name)
    {
        var (choice, diagnostics) = _session.EvalInteractionNonThrowing(code, name, cancellationToken: null);
        var errors = diagnostics
            .Where(diagnostic => diagnostic.Severity.IsError)
            .Select(diagnostic => diagnostic.ToString())
            .ToList();
        if (errors.Count > 0)
        {
            throw new CellFailedException(CellError.Compilation(errors));
        }

        return choice switch
        {
            FSharpChoice<FSharpOption<Shell.FsiValue>, Exception>.Choice2Of2 { Item: var exception } =>
                throw new CellFailedException(CellError.Of(Cause(exception), _folder)),
            FSharpChoice<FSharpOption<Shell.FsiValue>, Exception>.Choice1Of2 { Item: { } some } when some.Value.ReflectionType != typeof(Unit) =>
                some.Value.ReflectionValue,
            _ => null,
        };
    }

    private static Exception Cause(Exception exception) =>
        exception is TargetInvocationException { InnerException: { } inner } ? Cause(inner) : exception;

    private static string Quote(string path) => $"@\"{path}\"";
}
