namespace GhostNet.Hosts.Tests;

/// <summary>
/// What a wrong shape does. Most functions of TorchSharp throw; its <c>matmul</c> does not catch what libtorch throws, which ends the host, in any
/// notebook and in any program.
/// </summary>
public sealed class WrongShapeTests
{
    [Theory]
    [InlineData("csharp", "TorchSharp.torch.matmul(TorchSharp.torch.rand(2, 3), TorchSharp.torch.rand(2, 3))")]
    [InlineData("fsharp", "TorchSharp.torch.matmul(TorchSharp.torch.rand(2L, 3L), TorchSharp.torch.rand(2L, 3L))")]
    public async Task In_matmul_it_ends_the_host_which_says_the_shapes(string language, string code)
    {
        await using var host = new StdioHost();
        await host.InitializeAsync();
        await host.ReferenceAsync(language);
        var cell = host.Start(code, language);
        await host.Ended;
        Assert.False(cell.Succeeded);
        Assert.Contains("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)", host.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csharp", "TorchSharp.torch.mm(TorchSharp.torch.rand(2, 3), TorchSharp.torch.rand(2, 3))")]
    [InlineData("fsharp", "TorchSharp.torch.mm(TorchSharp.torch.rand(2L, 3L), TorchSharp.torch.rand(2L, 3L))")]
    public async Task In_mm_it_fails_the_cell(string language, string code)
    {
        await using var host = new StdioHost();
        await host.InitializeAsync();
        await host.ReferenceAsync(language);
        var cell = await host.RunAsync(code, language);
        Assert.Contains("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)", cell.Message, StringComparison.Ordinal);
        Assert.True((await host.SucceedAsync("TorchSharp.torch.zeros(3L)", language)).Single.IsPicture);
    }
}
