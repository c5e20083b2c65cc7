using GhostNet.Runtime;


namespace GhostNet.Tests.Runtime;

public class CompilationProfileTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a/b")]
    [InlineData("a\0b")]
    public void A_name_that_no_file_can_have_is_refused(string name) =>
        Assert.Throws<ArgumentException>(nameof(name), () => CompilationProfile.Use(name));
}
