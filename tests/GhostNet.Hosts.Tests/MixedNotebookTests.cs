namespace GhostNet.Hosts.Tests;

/// <summary>Notebooks with cells in both languages.</summary>
public sealed class MixedNotebookTests
{
    private static readonly Dictionary<string, string> s_tensor = new()
    {
        ["csharp"] = "TorchSharp.torch.rand(3, 4)",
        ["fsharp"] = "TorchSharp.torch.rand(3L, 4L)",
    };

    [Theory]
    [InlineData("csharp", "fsharp")]
    [InlineData("fsharp", "csharp")]
    public async Task One_reference_serves_both_languages(string first, string second)
    {
        await using var host = new StdioHost();
        await host.InitializeAsync();
        await host.ReferenceAsync(first);
        foreach (var language in new[] { first, second })
        {
            var cell = await host.SucceedAsync(s_tensor[language], language);
            Assert.True(cell.Single.IsPicture, cell.ToString());
        }

        // Whoever writes the reference into both languages gets no second picture, and no error.
        await host.ReferenceAsync(second);
        Assert.True((await host.SucceedAsync(s_tensor[second], second)).Single.IsPicture);
        Assert.Equal("", host.Error);
    }
}
