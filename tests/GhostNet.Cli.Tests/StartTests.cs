namespace GhostNet.Cli.Tests;

/// <summary>What a command notes for its next start.</summary>
public class StartTests
{
    private const string Cache = "XDG_CACHE_HOME";

    [Fact]
    public void A_command_notes_what_it_compiled_and_does_the_same_the_next_time()
    {
        using var folder = new TemporaryFolder();
        var first = Summary(folder);
        Assert.NotEqual(0, new FileInfo(folder.File("ghostnet/startup/ghostnet-summary")).Length);
        Assert.Equal(first, Summary(folder));
    }

    [Theory]
    [InlineData("ghostnet/startup", "a file where the folder should be")]
    [InlineData("ghostnet/startup/ghostnet-summary", "no notes of .NET's")]
    public void A_command_that_cannot_use_its_notes_does_without(string path, string content)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.GetDirectoryName(folder.File(path))!);
        File.WriteAllText(folder.File(path), content);
        Assert.Equal(Tool.Run(folder.Path, "summary").Output, Summary(folder));
    }

    private static string Summary(TemporaryFolder folder)
    {
        var result = Tool.RunWith(new() { [Cache] = folder.Path }, folder.Path, "summary");
        Assert.True(result.Code == 0, result.ToString());
        return result.Output;
    }
}
