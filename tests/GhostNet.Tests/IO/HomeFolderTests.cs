using GhostNet.IO;

namespace GhostNet.Tests.IO;

public sealed class HomeFolderTests
{
    [Fact]
    public void A_message_says_a_tilde_for_the_home_folder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A tilde is no folder there.");
        Assert.SkipWhen(HomeFolder.Path is null, "This user has no home folder.");
        var home = HomeFolder.Path!.TrimEnd('/');
        Assert.Equal("~/.cache/ghostnet/weights.pth", HomeFolder.Shorten(home + "/.cache/ghostnet/weights.pth"));
    }

    [Fact]
    public void Another_path_stays()
    {
        Assert.SkipWhen(HomeFolder.Path is null or "/", "Every path is in the home folder, or none is.");
        var neighbour = HomeFolder.Path + "-of-another/weights.pth";
        Assert.Equal(neighbour, HomeFolder.Shorten(neighbour));
    }
}
