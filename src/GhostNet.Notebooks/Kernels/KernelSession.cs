using GhostNet.Notebooks.Documents;
using GhostNet.Notebooks.Output;
using Microsoft.DotNet.Interactive;

namespace GhostNet.Notebooks.Kernels;

/// <summary>
/// Everything that lives while a notebook runs: a kernel for each language, and the packages, which they share.
/// </summary>
/// <param name="folder">The notebook's folder.</param>
/// <param name="tell">Gets a line when something takes long.</param>
/// <param name="cancellationToken">Ends a restore of packages.</param>
internal sealed class KernelSession(string folder, Action<string> tell, CancellationToken cancellationToken)
{
    private readonly PackageRestore _restore = new(folder);
    private readonly PackageAssemblies _assemblies = new();
    private readonly List<PackageReference> _requested = [];
    private readonly List<string> _sources = [];
    private readonly HashSet<string> _extended = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<CellLanguage, LanguageKernel> _kernels = [];
    private IReadOnlyList<ResolvedPackage> _packages = [];

    /// <summary>Runs a cell. The console must already write to <paramref name="output"/>.</summary>
    /// <param name="source">The cell's text.</param>
    /// <param name="language">The language in which it begins.</param>
    /// <param name="name">What errors call it, such as <c>cell 3</c>.</param>
    /// <param name="output">Gets what the cell gives, also the error when it fails.</param>
    public void Run(string source, CellLanguage language, string name, OutputRecorder output)
    {
        KernelInvocationContext.Current = new KernelInvocationContext(output);
        try
        {
            foreach (var part in CellPart.Split(source, language))
            {
                Run(part, name, output);
            }
        }
        catch (CellFailedException exception)
        {
            output.Fail(exception.Error);
        }
        catch (NotebookException exception)
        {
            output.Fail(new CellError("Error", exception.Message, exception.Message.Split('\n')));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A formatter threw, or a script: what the author wrote, in any case.
            output.Fail(CellError.Of(exception, folder));
        }
        finally
        {
            KernelInvocationContext.Current = null;
        }
    }

    private void Run(CellPart part, string name, OutputRecorder output)
    {
        if (part.Language == CellLanguage.Markdown)
        {
            output.Show(Guid.NewGuid().ToString(), MimeBundle.Of(MimeBundle.Markdown, part.Source.Trim('\n')));
            return;
        }

        var directives = PackageDirectives.Read(part.Source);
        _sources.AddRange(directives.Sources);
        var kernel = KernelOf(part.Language);
        if (directives.References.Count > 0)
        {
            Require(directives.References);
            kernel.AddReferences(_assemblies.Add(_packages));
            Extend(output);
        }

        if (!string.IsNullOrWhiteSpace(directives.Code) && kernel.Run(directives.Code, name) is { } value)
        {
            output.Result(value);
        }
    }

    private LanguageKernel KernelOf(CellLanguage language)
    {
        if (!_kernels.TryGetValue(language, out var kernel))
        {
            _kernels[language] = kernel = language == CellLanguage.CSharp ? new CSharpKernel(folder) : new FSharpKernel(folder);
        }

        return kernel;
    }

    /// <summary>
    /// Restores packages unless all are there. What was asked for before is restored again with them, so that one set of
    /// versions serves all cells.
    /// </summary>
    private void Require(IReadOnlyList<PackageReference> references)
    {
        var missing = references.Where(reference => !IsThere(reference)).ToList();
        if (missing.Count == 0)
        {
            return;
        }

        tell($"restoring {string.Join(", ", missing)}");
        List<PackageReference> all = [.. missing, .. _requested.Where(one => !missing.Any(other => IsSame(one.Name, other.Name)))];
        _packages = _restore.Run(all, _sources, cancellationToken);
        _requested.Clear();
        _requested.AddRange(all);
    }

    private bool IsThere(PackageReference reference) =>
        _requested.Any(one => IsSame(one.Name, reference.Name) && one.Version == reference.Version)
        || _packages.Any(one => IsSame(one.Name, reference.Name) && (one.Version == reference.Version || reference.Version == PackageReference.Newest));

    private static bool IsSame(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

    /// <summary>Runs the extension script of each package that has not had its turn, as notebook hosts do.</summary>
    private void Extend(OutputRecorder output)
    {
        foreach (var package in _packages.Where(package => File.Exists(package.ExtensionScript) && _extended.Add(package.Name)).ToList())
        {
            // A script is C# until it says otherwise, whichever language asked for the package.
            foreach (var part in CellPart.Split(File.ReadAllText(package.ExtensionScript).ReplaceLineEndings("\n"), CellLanguage.CSharp))
            {
                Run(part, $"the extension of {package.Name}", output);
            }
        }
    }
}
