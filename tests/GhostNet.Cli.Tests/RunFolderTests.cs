using System.Diagnostics;
using System.Text.Json;
using GhostNet.Training;

namespace GhostNet.Cli.Tests;

/// <summary>A folder holds one training of one process, and what was killed or failed in it can be gone on with.</summary>
public class RunFolderTests(TrainedRun run)
{
    private static readonly string[] s_small = ["--width", "0.1", "--batch", "32", "--threads", "1"];

    /// <summary>The first checkpoint comes after many steps, so that there is time to kill before it.</summary>
    private static readonly string[] s_long = [.. s_small, "--limit", "2000", "--epochs", "1"];

    /// <summary>Goes on until it is killed.</summary>
    private static readonly string[] s_endless = [.. s_small, "--limit", "64", "--epochs", "1000000"];

    [Fact]
    public void Trainings_of_the_same_second_get_folders_of_their_own()
    {
        using var folder = new TemporaryFolder();
        string[] command = ["train", .. s_small, "--limit", "64", "--epochs", "1", "--quiet"];
        var processes = Enumerable.Range(0, 3).Select(_ => Tool.Start(folder.Path, command)).ToList();
        foreach (var process in processes)
        {
            var result = Tool.Finish(process);
            Assert.True(result.Code == 0, result.ToString());
            process.Dispose();
        }

        var folders = Directory.GetDirectories(folder.File("runs"));
        Assert.Equal(3, folders.Length);
        Assert.All(folders, one => Assert.Single(File.ReadAllLines(Path.Combine(one, "log.txt")), line => line.StartsWith("Training on", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_folder_in_use_is_refused_and_a_kill_frees_it()
    {
        using var folder = new TemporaryFolder();
        using var process = Tool.Start(folder.Path, ["train", .. s_endless, "--out", "run"]);
        Tool.WaitForStep(folder.File("run/log.txt"), process);
        WaitForCheckpoint(folder.File("run/checkpoints"), process);
        foreach (var command in new string[][] { ["train", .. s_small, "--out", "run"], ["train", "--resume", "run"] })
        {
            var second = Tool.Run(folder.Path, command);
            Assert.True(second.Code == 1, second.ToString());
            Assert.Contains($"error: run is in use: process {process.Id} trains there.", second.Error, StringComparison.Ordinal);
        }

        Kill(process);
        var done = Checkpoint.Find(folder.File("run/checkpoints")).Epoch;
        var resumed = Tool.Run(folder.Path, "train", "--resume", "run", "--epochs", $"{done + 1}");
        Assert.True(resumed.Code == 0, resumed.ToString());
    }

    [Fact]
    public void A_training_killed_before_its_first_checkpoint_begins_again_with_its_options()
    {
        using var folder = new TemporaryFolder();
        var whole = Tool.Run(folder.Path, ["train", .. s_long, "--out", "whole", "--quiet"]);
        Assert.True(whole.Code == 0, whole.ToString());
        using (var process = Tool.Start(folder.Path, ["train", .. s_long, "--out", "killed"]))
        {
            Tool.WaitForStep(folder.File("killed/log.txt"), process);
            Kill(process);
        }

        Assert.Empty(Directory.GetFiles(folder.File("killed/checkpoints"), "*.safetensors"));
        Assert.Equal(2, Tool.Run(folder.Path, "train", "--resume", "killed", "--limit", "64").Code);
        var resumed = Tool.Run(folder.Path, "train", "--resume", "killed", "--quiet");
        Assert.True(resumed.Code == 0, resumed.ToString());
        Assert.Equal(Weights(folder, "whole"), Weights(folder, "killed"));
    }

    [Fact]
    public void Options_that_do_not_fit_the_data_leave_a_folder_that_can_be_used()
    {
        using var folder = new TemporaryFolder();
        string[] command = ["train", .. s_small, "--epochs", "1", "--validation", "0", "--out", "run", "--limit"];
        var refused = Tool.Run(folder.Path, [.. command, "65"]);
        Assert.Equal(2, refused.Code);
        Assert.Contains("last batch of one image", refused.Error, StringComparison.Ordinal);
        var result = Tool.Run(folder.Path, [.. command, "64"]);
        Assert.True(result.Code == 0, result.ToString());
    }

    [Fact]
    public void The_page_is_written_again()
    {
        using var folder = new TemporaryFolder();
        string[] files = ["curves.html", "curves.svg"];
        CopyFolder(run.Folder, folder.File("run"));
        foreach (var file in files)
        {
            File.Delete(folder.File($"run/{file}"));
        }

        var result = Tool.Run(folder.Path, "report", "run");
        Assert.True(result.Code == 0, result.ToString());
        Assert.All(files, file =>
        {
            Assert.Contains($"run/{file}", result.Output.Replace('\\', '/'), StringComparison.Ordinal);
            Assert.Equal(Shape(Path.Combine(run.Folder, file)), Shape(folder.File($"run/{file}")));
        });
    }

    [Fact]
    public void What_a_killed_training_left_of_its_page_goes_with_the_next_report()
    {
        using var folder = new TemporaryFolder();
        CopyFolder(run.Folder, folder.File("run"));
        var unfinished = folder.File("run/.curves.svg.123-0.tmp");
        File.WriteAllText(unfinished, "<svg");
        var result = Tool.Run(folder.Path, "report", "run");
        Assert.True(result.Code == 0, result.ToString());
        Assert.False(File.Exists(unfinished));
    }

    [Fact]
    public void The_report_is_there_for_programs_too()
    {
        using var folder = new TemporaryFolder();
        CopyFolder(run.Folder, folder.File("run"));
        var result = Tool.Run(folder.Path, "report", "run", "--json");
        Assert.True(result.Code == 0, result.ToString());
        using var report = JsonDocument.Parse(result.Output);
        Assert.Equal(report.RootElement.GetProperty("epochs").GetInt32(), report.RootElement.GetProperty("epochsDone").GetInt32());
        Assert.True(File.Exists(report.RootElement.GetProperty("page").GetString()));
    }

    [Fact]
    public void The_report_compares_the_forms_of_the_network_on_request()
    {
        using var folder = new TemporaryFolder();
        CopyFolder(run.Folder, folder.File("run"));
        var result = Tool.Run(folder.Path, "report", "run", "--forms");
        Assert.True(result.Code == 0, result.ToString());
        var page = File.ReadAllText(folder.File("run/curves.html"));
        Assert.All(["TorchSharp, its layers", "TorchSharp, Optimized()", "ONNX, float32", "ONNX, int8"], form =>
        {
            Assert.Contains(form, result.Output, StringComparison.Ordinal);
            Assert.Contains(form, page, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_folder_that_goes_away_ends_the_training_in_one_line()
    {
        using var folder = new TemporaryFolder();
        using var process = Tool.Start(folder.Path, ["train", .. s_endless, "--out", "run", "--quiet"]);
        Tool.WaitForStep(folder.File("run/log.txt"), process);
        Directory.Move(folder.File("run"), folder.File("moved"));
        var result = Tool.Finish(process);
        Assert.True(result.Code == 1, result.ToString());
        Assert.Single(result.Error.Split('\n'), line => line.StartsWith("error: ", StringComparison.Ordinal));
        Assert.DoesNotContain("not expected", result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_full_disk_ends_the_training_in_one_line_and_room_lets_it_go_on()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A small disk is made with unshare and mount.");
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("disk"));
        Directory.CreateDirectory(folder.File("saved"));
        var tool = $"\"{Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet"}\" exec \"{Path.Combine(AppContext.BaseDirectory, "GhostNet.Cli.dll")}\"";
        var script = $"mount -t tmpfs -o size=1700k none disk || exit 77; {tool} train {string.Join(' ', s_small)} --limit 64 --epochs 4 --out disk/run --quiet; "
            + "code=$?; cp -r disk/run saved; exit $code";
        using var process = Process.Start(new ProcessStartInfo("unshare", ["-m", "sh", "-c", script])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var result = Tool.Finish(process);
        Assert.SkipWhen(result.Code == 77 || result.Error.Contains("unshare", StringComparison.Ordinal), "This user may not mount.");
        Assert.True(result.Code == 1, result.ToString());
        var error = Assert.Single(result.Error.Split('\n'), line => line.StartsWith("error: ", StringComparison.Ordinal));
        Assert.Contains("No space left", error, StringComparison.Ordinal);
        Assert.DoesNotContain(".tmp", error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path, "*.tmp", SearchOption.AllDirectories));
        Assert.NotEmpty(Directory.GetFiles(folder.File("saved/run/checkpoints"), "*.safetensors"));
        var resumed = Tool.Run(folder.Path, "train", "--resume", "saved/run", "--quiet");
        Assert.True(resumed.Code == 0, resumed.ToString());
    }

    [Fact]
    public void A_second_signal_ends_the_program_at_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "Signals are sent with kill.");
        using var folder = new TemporaryFolder();

        // A step of the whole network takes seconds: the first signal waits for its end.
        using var process = Tool.Start(
            folder.Path, "train", "--width", "2", "--stem-stride", "1", "--limit", "1024", "--batch", "1024", "--threads", "1", "--out", "run");
        var said = process.StandardOutput;
        while (said.ReadLine() is { } line && !line.StartsWith("Everything goes to", StringComparison.Ordinal))
        {
        }

        Signal(process, "HUP");
        while (said.ReadLine() is { } line && !line.StartsWith("Stopping after this step", StringComparison.Ordinal))
        {
        }

        Signal(process, "HUP");
        Assert.True(process.WaitForExit(Tool.Patience));
        Assert.Equal(128 + 1, process.ExitCode);
        Assert.Empty(Directory.GetFiles(folder.File("run/checkpoints"), "*.safetensors"));
    }

    private static void Kill(Process process)
    {
        process.Kill();
        process.WaitForExit();
    }

    private static void Signal(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        kill.WaitForExit();
    }

    private static void WaitForCheckpoint(string folder, Process process)
    {
        while (!Directory.EnumerateFiles(folder, "*.safetensors").Any())
        {
            Assert.False(process.HasExited, "The training ended.");
            Thread.Sleep(20);
        }
    }

    private static byte[] Weights(TemporaryFolder folder, string run)
    {
        var newest = Checkpoint.Find(folder.File($"{run}/checkpoints")).Path;
        var result = Tool.Run(folder.Path, "export", newest, "--out", $"{run}.safetensors");
        Assert.True(result.Code == 0, result.ToString());
        return File.ReadAllBytes(folder.File($"{run}.safetensors"));
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    /// <summary>The text without what is new in each page: the names of its elements and its own place.</summary>
    private static string Shape(string file) => System.Text.RegularExpressions.Regex.Replace(
        File.ReadAllText(file), @"g[0-9a-f]+-[0-9a-f]+-\d+|Written by ghostnet [^<]*|\d+ thread\(s\)", "*");
}
