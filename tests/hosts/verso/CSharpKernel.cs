using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Verso.Abstractions;

namespace Verso;

/// <summary>
/// src/Verso/Kernels/CSharpKernel.cs and ScriptStateManager.cs: Roslyn's scripts, each continuing the one before. Packages are resolved one
/// by one and their assemblies referenced; no code of theirs runs then, nor is any script of theirs looked for.
/// </summary>
internal sealed partial class CSharpKernel(Packages packages)
{
    private ScriptState<object>? _state;
    private ScriptOptions _options = ScriptOptions.Default
        .AddImports("System", "System.Collections.Generic", "System.Linq", "System.Threading.Tasks")
        .AddReferences(((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System", StringComparison.Ordinal) || path.EndsWith("netstandard.dll", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)));

    public async Task ExecuteAsync(string code, IExecutionContext context)
    {
        var console = Console.Out;
        var printed = new StringWriter();
        try
        {
            foreach (Match reference in PackageReference().Matches(code))
            {
                var text = reference.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries);
                _options = _options.AddReferences(packages.Resolve(text[0], text.ElementAtOrDefault(1)).Select(path => MetadataReference.CreateFromFile(path)));
            }

            code = PackageReference().Replace(code, "");
            using (new Redirected(console, printed))
            {
                _state = _state is null ? await CSharpScript.RunAsync(code, _options) : await _state.ContinueWithAsync(code, _options);
            }

            // What was printed comes when the cell has ended, before its value.
            await Write(printed.ToString());
            if (_state.ReturnValue is { } value)
            {
                await context.WriteOutputAsync(value as CellOutput
                    ?? await Formatters.TryFormatAsync(value, new DisplayFormatterContext(context))
                    ?? new CellOutput("text/plain", value.ToString() ?? ""));
            }
        }
        catch (CompilationErrorException e)
        {
            await context.WriteOutputAsync(new CellOutput("text/plain", string.Join('\n', e.Diagnostics), IsError: true));
        }
        catch (Exception e)
        {
            var message = $"{e.GetType()}: {e.Message}";
            for (var inner = e.InnerException; inner is not null; inner = inner.InnerException)
            {
                message += $" ---> {inner.GetType()}: {inner.Message}";
            }

            await context.WriteOutputAsync(new CellOutput("text/plain", message, IsError: true));
        }

        Task Write(string text) => text == "" ? Task.CompletedTask : context.WriteOutputAsync(new CellOutput("text/plain", text));
    }

    [GeneratedRegex("^#r\\s+\"nuget:\\s*([^\"]+)\"", RegexOptions.Multiline)]
    private static partial Regex PackageReference();

    /// <summary>Console.Out while the script runs. What the stand-in itself says goes to the real one.</summary>
    private sealed class Redirected : IDisposable
    {
        private readonly TextWriter _console;

        public Redirected(TextWriter console, TextWriter writer)
        {
            _console = console;
            Console.SetOut(writer);
        }

        public void Dispose() => Console.SetOut(_console);
    }
}
