namespace GhostNet.Cli.Tests;

public class DoctorTests
{
    [Fact]
    public void A_cache_folder_that_cannot_be_made_is_told_with_the_variable_to_set()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("file"), "");
        var result = Tool.RunWith(new() { ["XDG_CACHE_HOME"] = folder.File("file") }, folder.Path, "doctor");
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Its cache folder is elsewhere.");
        Assert.True(result.Code == 0, result.ToString());
        Assert.Contains("cannot be written to; training works without it, downloads do not", result.Output, StringComparison.Ordinal);
        Assert.Contains("set XDG_CACHE_HOME, or GHOSTNET_DATA", result.Output, StringComparison.Ordinal);
        Assert.Equal(["file"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("0", "off, as GHOSTNET_TUNE says")]
    [InlineData("1", "this program tunes its process")]
    [InlineData("yes", "GHOSTNET_TUNE is \"yes\", which is neither 0 nor 1")]
    public void Says_whether_the_process_is_tuned(string variable, string expected)
    {
        using var folder = new TemporaryFolder();
        var result = Tool.RunWith(new() { ["GHOSTNET_TUNE"] = variable }, folder.Path, "doctor");
        Assert.True(result.Code == 0, result.ToString());
        Assert.Contains(expected, result.Output, StringComparison.Ordinal);
    }
}
