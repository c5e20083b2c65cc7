using System.Diagnostics;
using System.Globalization;

namespace GhostNet.Fuzz;

/// <summary>Gives inputs to a child process one by one, watches it, and starts another when it is gone.</summary>
internal sealed class Campaign(int seed, string keep) : IDisposable
{
    /// <summary>Seconds of processor time for an input: a busy machine takes longer, a slow reader does not.</summary>
    private const double MostSeconds = 10;

    /// <summary>For a reader that waits for something that never comes.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    /// <summary>Before a child takes the machine's memory it is killed; what an input may take is measured in the child.</summary>
    private const long MostMemory = 3L << 30;

    private readonly string _folder = Directory.CreateTempSubdirectory("ghostnet-fuzz-").FullName;
    private readonly Dictionary<string, int> _outcomes = [];
    private Process? _child;

    /// <summary>Reads a range of inputs.</summary>
    /// <returns>Whether every one was read or refused as it should be.</returns>
    public bool Run(int first, int count)
    {
        var failed = 0;
        var watch = Stopwatch.StartNew();
        for (var input = first; input < first + count; input++)
        {
            var outcome = Give(input);
            if (outcome.StartsWith("FAIL memory", StringComparison.Ordinal))
            {
                // What the inputs before it left behind does not count: asked again in a new process.
                Stop();
                outcome = Give(input);
            }

            var kind = outcome.Split(' ')[0];
            _outcomes[kind] = _outcomes.GetValueOrDefault(kind) + 1;
            if (kind is not ("read" or "refused"))
            {
                failed++;
                Console.WriteLine($"input {input}, {FileFormat.Of(input).Name}: {outcome}{Keep(input)}");
            }

            if ((input - first + 1) % 5000 == 0)
            {
                Console.WriteLine($"{input - first + 1} inputs, {watch.Elapsed.TotalMinutes.ToString("F1", CultureInfo.InvariantCulture)} minutes");
            }
        }

        var outcomes = string.Join(", ", _outcomes.OrderBy(pair => pair.Key).Select(pair => $"{pair.Value} {pair.Key}"));
        Console.WriteLine($"seed {seed}, inputs {first} to {first + count - 1}: {outcomes}. {(failed == 0 ? "All well." : $"{failed} WRONG.")}");
        return failed == 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        Directory.Delete(_folder, recursive: true);
    }

    private string Give(int input)
    {
        var child = _child ??= Start();
        child.StandardInput.WriteLine(input.ToString(CultureInfo.InvariantCulture));
        child.StandardInput.Flush();
        var answer = child.StandardOutput.ReadLineAsync();
        var (watch, before) = (Stopwatch.StartNew(), child.TotalProcessorTime);
        while (!answer.Wait(100))
        {
            child.Refresh();
            var problem = child.HasExited ? null
                : (child.TotalProcessorTime - before).TotalSeconds > MostSeconds || watch.Elapsed > s_patience ? "FAIL it hangs"
                : child.WorkingSet64 > MostMemory ? $"FAIL it takes {child.WorkingSet64 >> 20} MB"
                : null;
            if (problem is not null)
            {
                Stop();
                return problem;
            }
        }

        if (answer.Result is { } line)
        {
            return line;
        }

        child.WaitForExit();
        var code = child.ExitCode;
        Stop();
        return $"FAIL the process ended with code {code}";
    }

    private Process Start()
    {
        var program = typeof(Campaign).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", ["exec", program, "child", seed.ToString(CultureInfo.InvariantCulture), _folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };

        // A small nursery, so that the process's memory shows what a reader takes, not how long garbage waits to be collected.
        start.Environment["DOTNET_GCgen0size"] = "0x1000000";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        return Process.Start(start)!;
    }

    private void Stop()
    {
        if (_child is { } child)
        {
            child.Kill();
            child.WaitForExit();
            child.Dispose();
            _child = null;
        }
    }

    private string Keep(int input)
    {
        Directory.CreateDirectory(keep);
        var path = Path.Combine(keep, $"{seed}-{input}-{FileFormat.Of(input).FileName}");
        File.WriteAllBytes(path, FileFormat.Of(input).Damaged(seed, input));
        return $" [kept as {path}]";
    }
}
