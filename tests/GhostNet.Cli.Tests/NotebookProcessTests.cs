namespace GhostNet.Cli.Tests;

/// <summary>The process that a notebook runs in.</summary>
public class NotebookProcessTests
{
    private const string Notebook = """
        #!csharp

        Environment.GetEnvironmentVariable("GHOSTNET_TUNE")
        """;

    [Theory]
    [InlineData("", "1")]
    [InlineData("0", "0")]
    public void It_is_tuned_unless_the_user_says_otherwise(string variable, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("notebook.dib"), Notebook);
        var result = Tool.RunWith(variable.Length > 0 ? new() { ["GHOSTNET_TUNE"] = variable } : [], folder.Path, "notebooks", "run", "notebook.dib");
        Assert.True(result.Code == 0, result.ToString());
        Assert.Contains($"\"{expected}\"", File.ReadAllText(folder.File("artifacts/notebooks/notebook.ipynb")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_in_the_current_folder_is_not_taken_for_dotnet()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A script is no program there.");
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("notebook.dib"), Notebook);
        File.WriteAllText(folder.File("dotnet"), "#!/bin/sh\ntouch planted\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder.File("dotnet"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var result = Tool.RunWith(new() { ["DOTNET_HOST_PATH"] = "dotnet" }, folder.Path, "notebooks", "list", "notebook.dib");
        Assert.True(result.Code == 0, result.ToString());
        Assert.False(File.Exists(folder.File("planted")));
    }
}
