using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace GhostNet.Notebooks.Kernels;

/// <summary>Runs C# as a script, cell after cell.</summary>
internal sealed class CSharpKernel : LanguageKernel
{
    private readonly HashSet<string> _references = [.. PackageAssemblies.Shared];
    private readonly string _folder;
    private ScriptOptions _options;
    private ScriptState<object>? _state;

    /// <summary>Creates a kernel that knows the framework and how to show values.</summary>
    /// <param name="folder">From where <c>#r</c> and <c>#load</c> find files.</param>
    public CSharpKernel(string folder)
    {
        _folder = folder;
        _options = ScriptOptions.Default
            .WithLanguageVersion(LanguageVersion.Latest)
            .WithOptimizationLevel(OptimizationLevel.Release)
            .WithEmitDebugInformation(true)
            .WithFileEncoding(Encoding.UTF8)
            .WithAllowUnsafe(true)
            .WithMetadataResolver(ScriptMetadataResolver.Default.WithBaseDirectory(folder))
            .WithSourceResolver(ScriptSourceResolver.Default.WithBaseDirectory(folder))
            .WithReferences(References(PackageAssemblies.Shared))
            .WithImports(
                "System",
                "System.Collections",
                "System.Collections.Generic",
                "System.Linq",
                "System.Text",
                "System.Threading.Tasks",
                "Microsoft.DotNet.Interactive.Formatting",
                "Microsoft.DotNet.Interactive.Kernel");
    }

    /// <inheritdoc/>
    public override void AddReferences(IEnumerable<string> assemblies) =>
        _options = _options.AddReferences(References([.. assemblies.Where(_references.Add)]));

    /// <inheritdoc/>
    public override object? Run(string code, string name)
    {
        try
        {
            var options = _options.WithFilePath(name);
            var run = _state is null
                ? CSharpScript.Create(code, options).RunAsync(globals: null, catchException: _ => true)
                : _state.ContinueWithAsync(code, options, catchException: _ => true);
            _state = run.GetAwaiter().GetResult();
        }
        catch (CompilationErrorException exception)
        {
            throw new CellFailedException(CellError.Compilation(exception.Diagnostics
                .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                .Select(diagnostic => diagnostic.ToString())));
        }

        return _state.Exception is null ? _state.ReturnValue : throw new CellFailedException(CellError.Of(_state.Exception, _folder));
    }

    private static IEnumerable<MetadataReference> References(IEnumerable<string> paths) =>
        paths.Select(path => MetadataReference.CreateFromFile(path));
}
