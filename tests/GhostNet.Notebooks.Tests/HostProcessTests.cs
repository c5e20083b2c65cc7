using GhostNet.Notebooks.Documents;
using GhostNet.Notebooks.Host;
using GhostNet.Notebooks.Protocol;

namespace GhostNet.Notebooks.Tests;

/// <summary>The process in which cells run: how it starts, and what is left when it has ended.</summary>
public class HostProcessTests
{
    [Fact]
    public void A_program_that_outlives_its_host_does_not_hold_up_the_run()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no sh.");
        using var folder = new TemporaryFolder();

        // It waits until the test lets it go, and writes a file when that takes a minute.
        var notebook = Runner.Run(folder, """"
            #!csharp

            var start = new System.Diagnostics.ProcessStartInfo("sh");
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add("for i in $(seq 600); do if [ -e released ]; then echo > ended; exit; fi; sleep 0.1; done; echo > late; echo > ended");
            System.Diagnostics.Process.Start(start);
            Environment.Exit(3);
            """");
        Assert.False(File.Exists(folder.File("late")));
        Assert.Contains("exit code 3", notebook.Result.Error, StringComparison.Ordinal);
        folder.Write("released", "");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(folder.File("ended")), TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void What_a_cell_writes_to_the_error_stream_past_the_host_is_shown()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no sh.");
        using var folder = new TemporaryFolder();
        var notebook = Runner.Run(folder, """
            #!csharp

            System.Diagnostics.Process.Start("sh", "-c \"echo 'a native \e[31mwarning' >&2\"").WaitForExit();
            await Task.Delay(1000);
            """);
        Assert.True(notebook.Result.Code == 0, notebook.Result.ToString());
        Assert.Contains(@"a native \u001B[31mwarning", notebook.Result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("Environment.FailFast(\"on purpose\");")]
    public void A_run_leaves_no_temporary_files(string code)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("tmp"));
        Runner.Run(
            new NotebookRequest { Paths = [folder.Write("notebook.dib", $"#!csharp\n\n{code}")], Output = folder.File("out") },
            environment: new() { ["TMPDIR"] = folder.File("tmp") });
        Assert.True(File.Exists(folder.File("out/notebook.ipynb")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.File("tmp")));
    }

    [Fact]
    public void Without_a_home_folder_notebooks_run()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There the system knows the folder.");
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("tmp"));
        var path = folder.Write("notebook.dib", "#!csharp\n\nEnvironment.GetEnvironmentVariable(\"HOME\")");
        var result = Runner.Run(
            new NotebookRequest { Paths = [path], Output = folder.File("out") },
            environment: new() { ["HOME"] = folder.Write("file", ""), ["TMPDIR"] = folder.File("tmp") });
        Assert.True(result.Code == 0, result.ToString());
        Assert.Contains("home folder", result.Output, StringComparison.Ordinal);
        var home = ExecutedNotebook.Text(Assert.Single(ExecutedNotebook.Read(result, folder.File("out/notebook")).Outputs(0)), "text/plain");
        Assert.StartsWith(folder.File("tmp"), home, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.File("tmp")));
    }

    [Fact]
    public void A_variable_HOME_that_is_missing_does_not_matter()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There the system knows the folder.");
        using var folder = new TemporaryFolder();
        var result = Runner.Run(
            new NotebookRequest { Paths = [folder.Write("notebook.dib", "#!csharp\n\n1")], Output = folder.File("out") },
            environment: new() { ["HOME"] = null });
        Assert.True(result.Code == 0, result.ToString());
    }

    [Fact]
    public void A_host_that_cannot_start_is_not_the_fault_of_a_cell()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The variable means nothing there.");
        using var folder = new TemporaryFolder();
        var result = Runner.Run(
            new NotebookRequest { Paths = [folder.Write("notebook.dib", "#!csharp\n\n1")], Output = folder.File("out") },
            environment: new() { ["XDG_CACHE_HOME"] = folder.Write("file", "") });
        Assert.Equal(1, result.Code);
        Assert.StartsWith("error: the notebook host could not start: Unhandled exception", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
        Assert.DoesNotContain("1/1", result.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("out/notebook.ipynb")));
    }

    [Fact]
    public void A_folder_that_was_deleted_is_one_clear_error()
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<NotebookException>(() => new NotebookHost(folder.File("deleted"), _ => { }, _ => { }));
        Assert.Contains(folder.File("deleted"), error.Message, StringComparison.Ordinal);
    }
}
