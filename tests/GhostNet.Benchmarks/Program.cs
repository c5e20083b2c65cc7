using System.CommandLine;
using GhostNet.Benchmarks;
using GhostNet.Benchmarks.Running;
using GhostNet.Benchmarks.Suites;
using GhostNet.Runtime;

Libtorch.Tune();

// A suite that needs a process of its own (for a clean peak of memory, or a start) starts this program again.
if (args is [ChildProcess.Mode, var task, ..])
{
    // As `ghostnet` does; the bare program and the plain port get it too.
    CompilationProfile.Use("benchmark-" + task);
    ChildTasks.Run(task, args[2..]);
    return 0;
}

var suites = new Argument<string[]>("suite")
{
    Description = "Which suites to run. Default: all.",
    Arity = ArgumentArity.ZeroOrMore,
};
suites.AcceptOnlyFromAmong([.. Suite.All.Select(suite => suite.Name)]);
var data = new Option<string?>("--data") { Description = "Folder with CIFAR-10. Default: pictures that the program draws.", HelpName = "DIR" };
var output = new Option<string?>("--out") { Description = "Where to write the table, as Markdown.", HelpName = "FILE.md" };
var quick = new Option<bool>("--quick") { Description = "Run everything once, to see that it works. The numbers mean nothing." };
var command = new RootCommand("Measures this library against a plain TorchSharp port and against PyTorch, turn by turn in one run.")
{
    suites, data, output, quick,
};
command.SetAction(arguments =>
{
    var chosen = arguments.GetValue(suites) is { Length: > 0 } names ? names : [.. Suite.All.Select(suite => suite.Name)];
    using var run = new BenchmarkRun(arguments.GetValue(quick), arguments.GetValue(data));
    var failed = false;
    foreach (var suite in Suite.All.Where(suite => chosen.Contains(suite.Name)))
    {
        run.Report.Begin(suite.Name);
        try
        {
            suite.Run(run);
        }
        catch (Exception exception)
        {
            // The others are still worth having.
            failed = true;
            run.Report.Skip("the rest", exception.Message);
        }
    }

    var table = run.Report.ToMarkdown(Machine.Describe(run));
    Console.WriteLine();
    Console.WriteLine(table);
    if (arguments.GetValue(output) is { } file)
    {
        File.WriteAllText(file, table);
    }

    return failed ? 1 : 0;
});
return command.Parse(args).Invoke();
