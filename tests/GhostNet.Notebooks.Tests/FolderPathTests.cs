using GhostNet.Notebooks.Files;

namespace GhostNet.Notebooks.Tests;

public sealed class FolderPathTests
{
    private static readonly string s_root = Path.GetFullPath(Path.Combine(Path.GetTempPath(), "root"));

    [Theory]
    [InlineData("", true)]
    [InlineData("a", true)]
    [InlineData("a/b/c.dib", true)]
    [InlineData("..a", true)]
    [InlineData("../a", false)]
    [InlineData("..", false)]
    [InlineData("../roots", false)]
    public void A_folder_holds_itself_and_what_lies_below_it(string path, bool isHeld) =>
        Assert.Equal(isHeld, FolderPath.Holds(s_root, Path.GetFullPath(Path.Combine(s_root, path))));

    [Theory]
    [InlineData(new[] { "a" }, "a")]
    [InlineData(new[] { "a", "b" }, "")]
    [InlineData(new[] { "a/x", "a", "a/y/z" }, "a")]
    [InlineData(new[] { "a", "ab" }, "")]
    [InlineData(new[] { "a/" }, "a")]
    public void The_common_folder_is_the_deepest_that_holds_all(string[] folders, string common) =>
        Assert.Equal(
            Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(s_root, common))),
            FolderPath.Common(folders.Select(folder => Path.GetFullPath(Path.Combine(s_root, folder)))));
}
