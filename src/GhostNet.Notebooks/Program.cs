using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using GhostNet.IO;
using GhostNet.Notebooks.Documents;
using GhostNet.Notebooks.Execution;
using GhostNet.Notebooks.Pages;
using GhostNet.Notebooks.Protocol;

namespace GhostNet.Notebooks;

/// <summary>The runner, which the tool <c>ghostnet</c> starts.</summary>
internal static class Program
{
    /// <summary>The variable that tells GhostNet, which a notebook's packages bring, whether to tune the process.</summary>
    private const string TuneVariable = "GHOSTNET_TUNE";

    private const int Good = 0;
    private const int Failed = 1;

    /// <summary>Runs or lists notebooks.</summary>
    /// <param name="args">A <see cref="NotebookRequest"/>.</param>
    /// <returns>0 when all went well, else 1.</returns>
    private static async Task<int> Main(string[] args)
    {
        if (args is not [var text])
        {
            await Console.Error.WriteLineAsync("This program is started by `ghostnet notebooks`.").ConfigureAwait(false);
            return Failed;
        }

        if (Environment.GetEnvironmentVariable(TuneVariable) is null)
        {
            // The cells' process, which inherits it, is for notebooks that train. The user's own hosts are left as they are.
            Environment.SetEnvironmentVariable(TuneVariable, "1");
        }

        var request = NotebookRequest.Parse(text);
        var progress = new RunProgress(Console.Out, Console.Error);
        using var stop = new StopSignal();

        // Describing leaves nothing that must be whole: it ends at once, wherever it is.
#pragma warning disable RS0030 // Nothing is open that must be written.
        using var end = request.Describe ? stop.Token.Register(() => Environment.Exit(Failed)) : default;
#pragma warning restore RS0030
        int code;
        try
        {
            var files = NotebookFiles.Find(request.Paths, CellLanguages.Find(request.Language), request.List ? null : request.Output);
            code = request.List ? List(files, request.Json)
                : request.Build ? Build(files, request.Output)
                : request.Describe ? NotebookReader.Describe(files, request.Output, Console.Out)
                : await RunAsync(files, request, progress, stop.Token).ConfigureAwait(false);
        }
        catch (NotebookException exception)
        {
            progress.Fail(ForeignText.ShowMessage(exception.Message));
            code = Failed;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            progress.Fail(exception.Message);
            code = Failed;
        }

        return code;
    }

    private static int List(IReadOnlyList<string> files, bool json)
    {
        var notebooks = files.Select(file => Notebook.Load(file))
            .Select(notebook => new ListedNotebook(Path.GetRelativePath(".", notebook.Path), notebook.Language.Title(), notebook.Title))
            .ToList();
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(notebooks, NotebookListJson.Default.ListListedNotebook));
            return Good;
        }

        var width = notebooks.Max(notebook => notebook.Path.Length);
        foreach (var notebook in notebooks)
        {
            Console.Out.WriteLine($"{ForeignText.Show(notebook.Path, int.MaxValue).PadRight(width)}  {notebook.Language}  {ForeignText.Show(notebook.Title)}");
        }

        return Good;
    }

    private static int Build(IReadOnlyList<string> files, string output)
    {
        foreach (var file in files)
        {
            foreach (var language in new[] { CellLanguage.CSharp, CellLanguage.FSharp })
            {
                var target = Path.Combine(output, language.KernelName(), Path.GetFileNameWithoutExtension(file) + ".ipynb");
                Notebook.Load(file, language).Save(target);
                Console.Out.WriteLine(Path.GetRelativePath(".", target));
            }
        }

        return Good;
    }

    /// <summary>Each notebook has its own host: nothing is left over from the one before, and its memory is freed.</summary>
    private static async Task<int> RunAsync(
        IReadOnlyList<string> files, NotebookRequest request, RunProgress progress, CancellationToken stop)
    {
        // What is wrong with a file or with the output folder is said before the first cell runs.
        var readable = new List<(NotebookTarget Target, Notebook Notebook)>();
        var failed = new List<string>();
        foreach (var target in NotebookTarget.Of(files, request.Output))
        {
            try
            {
                readable.Add((target, Notebook.Load(target.Notebook)));
            }
            catch (NotebookException exception)
            {
                Fail(target, exception);
            }
        }

        foreach (var (target, _) in readable)
        {
            target.RequireWritable();
        }

        foreach (var (target, notebook) in readable)
        {
            var outcome = RunOutcome.Failed;
            try
            {
                outcome = await RunAsync(target, notebook, request, progress, stop).ConfigureAwait(false);
                if (outcome != RunOutcome.Good)
                {
                    failed.Add(NameOf(target));
                }
            }
            catch (NotebookException exception)
            {
                Fail(target, exception);
            }

            if (stop.IsCancellationRequested)
            {
                if (outcome != RunOutcome.Stopped)
                {
                    progress.Fail("stopped.");
                }

                return Failed;
            }
        }

        if (files.Count > 1)
        {
            Console.Out.WriteLine($"{files.Count - failed.Count} of {files.Count} notebooks ran to their end. Pages: {Path.GetRelativePath(".", Path.GetFullPath(request.Output))}");
            if (failed.Count > 0)
            {
                progress.Fail($"failed: {string.Join(", ", failed)}");
            }
        }

        return failed.Count == 0 ? Good : Failed;

        static string NameOf(NotebookTarget target) => ForeignText.Show(Path.GetRelativePath(".", target.Notebook), int.MaxValue);

        void Fail(NotebookTarget target, NotebookException exception)
        {
            progress.Fail(ForeignText.ShowMessage(exception.Message));
            failed.Add(NameOf(target));
        }
    }

    private static async Task<RunOutcome> RunAsync(
        NotebookTarget target, Notebook notebook, NotebookRequest request, RunProgress progress, CancellationToken stop)
    {
        Console.Out.WriteLine($"{ForeignText.Show(Path.GetRelativePath(".", target.Notebook))}: {ForeignText.Show(notebook.Title)}");
        if (request.Parameters.Count > 0 && !ParameterCell.Inject(notebook, request.Parameters))
        {
            progress.Tell("no cell is tagged \"parameters\": the values on the command line have no effect");
        }

        var time = Stopwatch.StartNew();
        var timeout = request.TimeoutSeconds > 0 ? TimeSpan.FromSeconds(request.TimeoutSeconds) : (TimeSpan?)null;
        var outcome = await new NotebookRunner(notebook, timeout, progress).RunAsync(stop).ConfigureAwait(false);
        notebook.Save(target.Executed);
        HtmlPage.Save(notebook, target.Page, progress.Tell, timeout);
        progress.Tell(string.Create(
            CultureInfo.InvariantCulture, $"{time.Elapsed.TotalSeconds:F1} s in all; page: {Path.GetRelativePath(".", target.Page)}"));
        return outcome;
    }
}
